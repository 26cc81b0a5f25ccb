"""Every error a person can meet, with what to do about it.

    ProductError
    |- BadInput              something typed or a file handed in cannot be used
    |- Refused               the rules of the trade say no; `reasons` lists each one
    |- NotFound              no such record here
    |- StoreError            the encrypted store
    |  |- WrongPassphrase
    |  |- HeaderDamaged, HeaderIncomplete, HeaderTampered, HeaderOld, KdfLimit
    |  |- DeviceKeyMissing, DeviceKeyChanged, KeyringUnsafe, KeyringChanged
    |  |- StoreMissing, StoreMismatch, StoreDamaged, StoreRolledBack, RecordChainBroken
    |  |- StoreReadOnly, DiskFull, StoreInUse
    |  `- AppTooOld          the store is newer than the program
    `- FormError             a form file cannot be read or breaks a rule

An error carries codes, ids and file positions, never what a child said. `advice` is one or two
plain sentences a tired worker understands; the command line prints it and exits with 1.
"""

from __future__ import annotations

from typing import ClassVar


class ProductError(Exception):
    """Something a person must know about; `code` is stable, `advice` says what to do."""

    code: ClassVar[str] = "ERROR"
    default_advice: ClassVar[str] = "Something went wrong. Nothing you saved has been lost."

    def __init__(self, advice: str | None = None, **details: object) -> None:
        self.advice = advice or self.default_advice
        self.details = details
        super().__init__(f"{self.code}: {self.advice}")


def advice_of(error: Exception, otherwise: str = ProductError.default_advice) -> str:
    """What to tell a person about an error: its own plain words, or `otherwise`."""
    return error.advice if isinstance(error, ProductError) else otherwise


class BadInput(ProductError):
    """What was typed or handed in cannot be used as it is."""

    code = "BAD_INPUT"
    default_advice = "This cannot be used as it is. Please check it and try again."


class Refused(ProductError):
    """The rules say no. Nothing changed. `reasons` are plain sentences, each with its question."""

    code = "REFUSED"

    def __init__(self, *reasons: str, **details: object) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons) or None, **details)


class NotFound(ProductError):
    """The record is not on this laptop."""

    code = "NOT_FOUND"
    default_advice = "This record is not on this laptop."


class FormError(ProductError):
    """A form file cannot be read, or breaks a rule of the form language."""

    code = "FORM_ERROR"
    default_advice = "The form file cannot be used. Run `homeward form lint` to see why."


class StoreError(ProductError):
    """The encrypted store cannot be opened or written."""

    code = "STORE_ERROR"


class WrongPassphrase(StoreError):
    """The passphrase does not open this store, or the key file was changed."""

    code = "WRONG_PASSPHRASE"
    default_advice = "That passphrase does not open this store. Check Caps Lock and try again."


class HeaderDamaged(StoreError):
    """The key file's checksum, magic or JSON is wrong."""

    code = "HEADER_DAMAGED"
    default_advice = (
        "The key file is damaged. Nothing has been lost yet. "
        "Do not delete anything; use the backup copy of the key file (store.rih.bak)."
    )


class HeaderIncomplete(HeaderDamaged):
    """The key file ends too early."""

    code = "HEADER_INCOMPLETE"


class HeaderTampered(StoreError):
    """The key file was changed by something other than Homeward."""

    code = "HEADER_TAMPERED"
    default_advice = (
        "The key file has been changed by something other than Homeward, so it was not used. "
        "Tell your IT team; the backup copy of the key file may still open the store."
    )


class HeaderOld(StoreError):
    """An older key file than the store expects."""

    code = "HEADER_OLD"
    default_advice = "This key file is an old copy. Put the current key file back and try again."


class KdfLimit(StoreError):
    """The key file asks for more work than any real key file would."""

    code = "KDF_LIMIT"
    default_advice = (
        "The key file asks for impossible settings, so it was not used. Tell your IT team."
    )


class DeviceKeyMissing(StoreError):
    """The operating system's keyring has no entry for this store."""

    code = "DEVICE_KEY_MISSING"
    default_advice = (
        "This laptop's own key is not in its keyring, so the passphrase alone cannot open the "
        "store. Use your printed recovery kit, or ask your IT team whether the profile was reset."
    )


class DeviceKeyChanged(StoreError):
    """The keyring holds another device secret than the store was made with."""

    code = "DEVICE_KEY_CHANGED"
    default_advice = (
        "The key in this laptop's keyring is not the one this store was made with. "
        "Use your printed recovery kit, or tell your IT team."
    )


class KeyringUnsafe(StoreError):
    """No keyring backend we trust is available."""

    code = "KEYRING_UNSAFE"
    default_advice = (
        "This laptop has no safe keyring to hold its key, so no store for real records was made. "
        "Ask your IT team to enable the system keyring, or use a practice store."
    )


class KeyringChanged(StoreError):
    """The keyring backend differs from the one the store was made with."""

    code = "KEYRING_CHANGED"
    default_advice = (
        "The keyring on this laptop has changed since the store was made. "
        "Use your printed recovery kit, or tell your IT team."
    )


class StoreMissing(StoreError):
    """A key file is there, but its store is missing, empty or cut short."""

    code = "STORE_MISSING"
    default_advice = (
        "The key file is here but the store beside it is missing or cut short. "
        "No new store was made over it. Look for it in the backup, or tell your IT team."
    )


class StoreMismatch(StoreError):
    """The key file and the store do not belong together."""

    code = "STORE_MISMATCH"
    default_advice = "This key file belongs to another store. Put the matching pair back together."


class StoreDamaged(StoreError):
    """Pages of the store cannot be read."""

    code = "STORE_DAMAGED"
    default_advice = (
        "Part of the store cannot be read. Do not delete it. "
        "Copy the folder somewhere safe and tell your IT team; most of it can be rescued."
    )


class StoreRolledBack(StoreError):
    """The store is older than what this laptop last saw."""

    code = "STORE_ROLLED_BACK"
    default_advice = (
        "This is an older copy of the store than this laptop last saw. Tell your IT team."
    )


class RecordChainBroken(StoreError):
    """A record or the audit trail was changed outside Homeward."""

    code = "RECORD_CHAIN_BROKEN"
    default_advice = (
        "The audit trail does not add up: something outside Homeward changed the store."
    )


class StoreReadOnly(StoreError):
    """The folder or disk cannot be written."""

    code = "STORE_READ_ONLY"
    default_advice = (
        "The folder of the store cannot be written to. Check that the disk is not read-only, "
        "then try again. What you typed stays on the screen."
    )


class DiskFull(StoreError):
    """There is no room left to save."""

    code = "DISK_FULL"
    default_advice = (
        "The disk is full, so your last words are not saved yet. Keep this window open, "
        "free some space and press Try again."
    )


class StoreInUse(StoreError):
    """Another window has this store open."""

    code = "STORE_IN_USE"
    default_advice = (
        "This store is already open in another Homeward window. Use that one, or close it first."
    )


class AppTooOld(StoreError):
    """The store was written by a newer Homeward."""

    code = "APP_TOO_OLD"
    default_advice = (
        "This store was used with a newer Homeward, so it was left untouched."
        " Install the newer version."
    )
