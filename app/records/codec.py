"""Canonical JSON: the only place where a record or an edit becomes bytes, or bytes become one.

Canonical: keys sorted, no spaces, UTF-8, no floats, text exactly as typed (never normalised).
Bytes that are not canonical are refused, which also refuses a key given twice. The envelope is
strict; `set` and `answers` are open: a path this program has never heard of is kept and sent on.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeGuard, TypeVar

import msgspec

from app.records.edit import Change, Edit
from app.records.errors import BadInput
from app.records.record import Answer, Answers, Cell, JsonValue, Presence, Record, Tick

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD_BYTES: Final = 64 * 1024
DEPTH: Final = 8
"""How deep an edit may nest, itself counted; a cell's own value starts at four."""
EDIT_BYTES: Final = 1024 * 1024
PATH_CHARACTERS: Final = 400
_VALUE_DEPTH: Final = DEPTH - 3
_INTEGERS: Final = 2**63
_WIDEST: Final = 6  # bytes of one escaped character
_ENVELOPE: Final = 1024  # everything in an answer beside its value

_PATH: Final = re.compile(r"[A-Za-z0-9_.-]+(?:/(?:[A-Za-z0-9_.-]+|@)){0,7}")
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder()
# Kept apart from the payload in the op hash: what erasing takes away, and what a resend changes.
_NOT_IN_HEADER: Final = ("set", "reason", "salt", "device", "n")

_Shape = TypeVar("_Shape", Record, Edit)
_CellShape = TypeVar("_CellShape", Answer, Tick, Presence)


def canonical(value: object) -> bytes:
    """Write any value made of structs, dicts, lists, text, integers and booleans as bytes."""
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, OverflowError):
        _refuse("This holds something that cannot be written down safely.")


def encode(record: Record) -> bytes:
    """Write a record as canonical JSON."""
    _check_cells(record.answers)
    return canonical(record)


def decode(data: bytes) -> Record:
    """Read a record back; BadInput when it is not exactly what `encode` writes."""
    raw = _envelope(data, _RECORD)
    raw["answers"] = cells(raw["answers"])
    return _exactly(data, Record(**raw))


def encode_edit(edit: Edit) -> bytes:
    """Write an edit as the op bytes that travel and that central keeps."""
    _check_cells(edit.set)
    _check_resolves(edit)
    data = canonical(edit)
    if len(data) > EDIT_BYTES:
        _refuse("This change is too large to send in one piece.")
    return data


def decode_edit(data: bytes) -> Edit:
    """Read op bytes; BadInput when they are not canonical, too large or of another shape."""
    if len(data) > EDIT_BYTES:
        _refuse("This change is too large.")
    raw = _envelope(data, _EDIT)
    raw["set"] = changes(raw["set"])
    edit = Edit(**raw)
    _check_resolves(edit)
    return _exactly(data, edit)


def encode_answers(answers: Mapping[str, Cell | None]) -> bytes:
    """Write a bare map from path to cell."""
    _check_cells(answers)
    return canonical(answers)


def decode_answers(data: bytes) -> Answers:
    """Read a bare map from path to cell."""
    return _exactly_cells(data, cells(_plain(data)))


def cells(raw: object) -> Answers:
    """Turn a decoded map into cells, each told apart by its keys; null is refused."""
    return {path: cell_of(path, value) for path, value in _paths(raw).items()}


def changes(raw: object) -> Change:
    """Turn a decoded `set` into cells, where null clears a path."""
    return {
        path: None if value is None else cell_of(path, value) for path, value in _paths(raw).items()
    }


def cell_of(path: str, raw: object) -> Cell:
    """Turn a decoded value into its cell: Answer has `state`, Presence `in`, Tick `value` only."""
    if not _is_mapping(raw):
        _refuse("An answer is not written as one.", path=path)
    if "state" in raw:
        return _checked(path, _cell(path, raw, Answer))
    if "in" in raw:
        return _checked(path, _cell(path, raw, Presence))
    return _checked(path, _cell(path, raw, Tick))


def plain(answers: Mapping[str, Cell | None]) -> dict[str, JsonValue]:
    """Turn cells into plain dicts, for messages that carry them."""
    built: dict[str, JsonValue] = msgspec.to_builtins(answers)
    return built


def payload_digest(edit: Edit) -> bytes:
    """The salted digest of what an edit says; it verifies even when payload and salt are erased."""
    payload = encode_answers(edit.set)
    if edit.reason is not None:
        payload += canonical(edit.reason)
    return hashlib.sha256(edit.salt.encode() + payload).digest()


def header(edit: Edit) -> bytes:
    """What stays of an edit for ever: the op without what it says, its salt, device and n.

    The salt goes with the payload: kept beside the digest, it would let anyone try out what an
    erased answer was. Device and n are left out, so that a re-enrolled laptop can resend.
    """
    kept: dict[str, Any] = msgspec.to_builtins(edit)
    for name in _NOT_IN_HEADER:
        kept.pop(name, None)
    return canonical(kept)


def op_hash(edit: Edit) -> str:
    """The hash under which an edit is signed and chained."""
    return op_hash_of(header(edit), payload_digest(edit))


def op_hash_of(head: bytes, payload: bytes) -> str:
    """The same hash from what is left after the payload was erased."""
    return hashlib.sha256(head + payload).hexdigest()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes of a value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _open_shape(shape: type[Record | Edit], opened: str) -> type[msgspec.Struct]:
    """The same strict envelope, its cells left as plain JSON: msgspec tells no bare ones apart."""
    fields = [
        (field.name, dict[str, Any])
        if field.name == opened
        else (field.name, field.type, *_default(field))
        for field in msgspec.structs.fields(shape)
    ]
    return msgspec.defstruct(shape.__name__, fields, kw_only=True, forbid_unknown_fields=True)


def _default(field: msgspec.structs.FieldInfo) -> tuple[Any, ...]:
    if field.default_factory is not msgspec.NODEFAULT:
        return (msgspec.field(default_factory=field.default_factory),)
    return () if field.default is msgspec.NODEFAULT else (field.default,)


_RECORD: Final = msgspec.json.Decoder(_open_shape(Record, "answers"))
_EDIT: Final = msgspec.json.Decoder(_open_shape(Edit, "set"))


def _envelope(data: bytes, decoder: msgspec.json.Decoder[Any]) -> dict[str, Any]:
    try:
        return msgspec.structs.asdict(decoder.decode(data))
    except msgspec.ValidationError:
        _refuse("Something in it is missing, unknown or of the wrong kind.")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _refuse("This is damaged or cut short: it cannot be read.")


def _plain(data: bytes) -> object:
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _refuse("This is damaged or cut short: it cannot be read.")


def _is_mapping(raw: object) -> TypeGuard[dict[Any, Any]]:
    return isinstance(raw, dict)


def _is_list(raw: object) -> TypeGuard[list[JsonValue]]:
    return isinstance(raw, list)


def _paths(raw: object) -> dict[str, Any]:
    if not _is_mapping(raw):
        _refuse("The answers are not written as answers.")
    for path in raw:
        if len(path) > PATH_CHARACTERS or not _PATH.fullmatch(path):
            _refuse("An answer has an impossible address.")
    return raw


def _cell(path: str, raw: dict[str, Any], shape: type[_CellShape]) -> _CellShape:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError:
        _refuse("An answer is not written as one.", path=path)


def _check_cells(answers: Mapping[str, Cell | None]) -> None:
    for path, cell in _paths(answers).items():
        if cell is not None:
            _checked(path, cell)


def _checked(path: str, cell: _CellShape) -> _CellShape:
    if isinstance(cell, Answer):
        _check_value(path, cell.value, _VALUE_DEPTH)
    if not _surely_short(cell) and len(canonical(cell)) > FIELD_BYTES:
        _refuse("This answer is longer than 64 KB. Please shorten it.", path=path)
    return cell


def _surely_short(cell: Cell) -> bool:
    """Whether it stays within the limit however its characters are escaped."""
    if isinstance(cell, Presence):
        return len(cell.order or "") + len(cell.role or "") < PATH_CHARACTERS
    if isinstance(cell, Tick):
        return cell.note is None
    if not isinstance(cell.value, str | None):
        return False
    texts = (cell.value, cell.note, cell.why, cell.speaker, cell.language, cell.translation)
    said = sum(len(text) for text in texts if text) + len(cell.said_at or "")
    return said * _WIDEST < FIELD_BYTES - _ENVELOPE


def _check_value(path: str, value: JsonValue, depth: int) -> None:
    if isinstance(value, str | bool | None):
        return
    if isinstance(value, int):
        if not -_INTEGERS <= value < _INTEGERS:
            _refuse("A number is too large.", path=path)
        return
    if depth == 0:
        _refuse("An answer nests too deep.", path=path)
    for part in _parts(path, value):
        _check_value(path, part, depth - 1)


def _parts(path: str, value: object) -> list[JsonValue]:
    if _is_mapping(value) and all(isinstance(key, str) for key in value):
        return list(value.values())
    if not _is_list(value):
        _refuse("An answer holds a decimal or something else that cannot be kept.", path=path)
    return value


def _check_resolves(edit: Edit) -> None:
    if not edit.resolves.keys() <= edit.set.keys():
        _refuse("A decision between two answers must say which answer holds.")


def _exactly(data: bytes, shape: _Shape) -> _Shape:
    if canonical(shape) != data:
        _refuse("This was not written by Homeward: a name is given twice or out of order.")
    return shape


def _exactly_cells(data: bytes, answers: Answers) -> Answers:
    if canonical(answers) != data:
        _refuse("This was not written by Homeward: a name is given twice or out of order.")
    return answers


def _refuse(advice: str, **details: object) -> NoReturn:
    # Without its cause: a decoder's message may quote what was said.
    raise BadInput(advice, **details) from None
