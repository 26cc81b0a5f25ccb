"""Builds the object graph; the only module that knows every package.

What is heavy is imported inside functions: the unlock page must be painted before the database,
the PDF library or the rules are loaded.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app import logs
from app import settings as settings_file
from app.records.errors import BadInput, NotFound
from app.resources import resource, resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from app.casework.desk import Desk
    from app.casework.worker import Worker
    from app.forms.definition import FormLibrary
    from app.records.ports import Clock, ImportReport
    from app.records.record import RecordId
    from app.settings import Settings
    from app.storage.examination import Finding
    from app.storage.store import Store
    from app.ui.background import Background
    from app.ui.services import CalendarFile, Document, Services, ThemeName

CLOCK_VARIABLE = "HOMEWARD_PRACTICE_CLOCK"
"""A practice store may be shown at a set time (tests, training); a real one never."""


# ---- headless ---------------------------------------------------------------------------------


class OpenStore(NamedTuple):
    """An unlocked store with the desk of its worker."""

    desk: Desk
    store: Store

    def close(self) -> None:
        """Close the store; nothing is left open."""
        self.store.close()


def forms_for(authority: str) -> FormLibrary:
    """The forms this program has; the authority's own is the current one."""
    from app.forms.definition import FormLibrary
    from app.forms.overlay import has_overlay

    root = resources()
    return FormLibrary(root, authority if has_overlay(root / "forms", authority) else None)


def desk_for(store: Store, worker: Worker) -> Desk:
    """The desk of a worker on an open store."""
    from app.analysis.rules import RuleLibrary
    from app.casework.desk import Desk

    return Desk(
        open_work=store.open_work,
        actor=worker.actor(),
        forms=forms_for(worker.authority),
        rules=RuleLibrary(resource("rules")),
        clock=_clock(store),
        practice=store.practice,
    )


def open_store(folder: Path, passphrase: str, patience: float = 0.0) -> OpenStore:
    """Unlock a store and seat its worker."""
    from app.storage import vault

    return _seated(vault.unlock(folder, passphrase, patience=patience))


def _seated(store: Store) -> OpenStore:
    """The desk of the store's own worker; a store nobody can sit at is closed again."""
    from app.casework.worker import worker_of

    try:
        worker = worker_of(store.open_work)
        if worker is not None:
            return OpenStore(desk_for(store, worker), store)
    except BaseException:
        store.close()
        raise
    store.close()
    raise NotFound("This store does not say whose it is. Make it anew, or ask your IT team.")


def create_store(
    folder: Path, passphrase: str, worker: Worker, *, practice: bool
) -> tuple[OpenStore, str]:
    """Make a store for a worker; returns it open, with the recovery kit to print."""
    from app.casework.worker import keep_worker
    from app.storage import vault

    made = vault.create_store(folder, passphrase, practice=practice)
    try:
        keep_worker(made.store.open_work, worker)
    except BaseException:
        made.store.close()
        raise
    return _seated(made.store), made.kit


def create_practice(folder: Path, passphrase: str, children: int = 25, seed: int = 1) -> OpenStore:
    """Make a practice store of invented children."""
    from shutil import rmtree

    from app.casework.practice.store import fill_practice, practice_worker
    from app.casework.practice.words import Words

    words = Words.load(resource("practice"))
    opened, _kit = create_store(folder, passphrase, practice_worker(words), practice=True)
    library = opened.desk.forms
    forms = {one.code: library.of_authority(one.code).ref for one in words.authorities}
    now = opened.desk.clock()
    try:
        fill_practice(opened.desk.open_work, words, forms, now, (children, seed))
    except BaseException:
        opened.close()
        rmtree(folder, ignore_errors=True)  # half a practice store helps nobody
        raise
    return opened


def write_practice_returns(folder: Path, seed: int = 1) -> int:
    """Write an SSDA903 folder of invented children who are not in the store yet; how many."""
    from app.casework.practice.returns import make_return
    from app.casework.practice.words import Words
    from app.interchange.ssda903_writer import write_ssda903_folder
    from app.records import clock

    words = Words.load(resource("practice"))
    children = make_return(words, clock.now(), seed=seed)
    return write_ssda903_folder(folder, children)["header.csv"]


def _clock(store: Store) -> Clock:
    from app.records import clock

    set_to = os.environ.get(CLOCK_VARIABLE)
    if not (set_to and store.practice):
        return clock.now
    ahead: timedelta = clock.from_text(set_to) - clock.now()
    return lambda: clock.now() + ahead


def summary(desk: Desk, interview: RecordId) -> Document:
    """The return-interview summary as a PDF in memory."""
    from app.casework.open_form import read_interview
    from app.reports import registry
    from app.reports.interview_copy import CopyValues
    from app.ui.services import Document

    read = read_interview(desk, interview)
    values = CopyValues(
        form=read.form,
        sheet=read.sheet,
        facts=read.facts,
        printed_by=desk.actor.name,
        printed_at=desk.clock(),
        practice=desk.practice,
        conflicts=read.conflicts,
    )
    made = registry.make("return_interview_summary", values)
    return Document(made.pdf, made.file_name, made.pages)


def calendar(desk: Desk, episode: RecordId) -> CalendarFile:
    """The calendar file of the interview that is booked for an episode."""
    from app.casework.booking import booked
    from app.interchange.calendar_file import Booking, calendar_file
    from app.ui.services import CalendarFile

    found = booked(desk, episode)
    entry = Booking(found.interview, found.reference, found.starts)
    return CalendarFile(calendar_file(entry, desk.clock()), f"{found.reference or 'booking'}.ics")


def interview_called(desk: Desk, words: str) -> RecordId:
    """The interview with a reference, its own or that of an episode it covers."""
    from app.casework.open_form import interview_of
    from app.records.record import RecordKind
    from app.records.reference import parse

    text = parse(words).text
    with desk.open_work() as work:
        for interview in work.records.by_value(RecordKind.RETURN_INTERVIEW, "record_ref", text):
            return interview.id
        for episode in work.records.by_value(RecordKind.MISSING_EPISODE, "record_ref", text):
            covering = interview_of(work, episode.id)
            if covering is not None:
                return covering.id
    raise NotFound("There is no interview with this reference in the store.")


def examine(folder: Path, passphrase: str | None) -> list[Finding]:
    """What the doctor finds; inside the store only with its passphrase."""
    from app.storage.examination import examine_folder, examine_store

    found = examine_folder(folder)
    if passphrase is not None:
        opened = open_store(folder, passphrase)
        try:
            found += examine_store(opened.store)
        finally:
            opened.close()
    return found


def own_settings() -> Settings:
    """The settings of this laptop, with what could not be used of them."""
    return settings_file.load()


def store_exists(folder: Path) -> bool:
    """Whether a store is in a folder."""
    from app.storage.vault import store_exists as exists

    return exists(folder)


def create_for_import(
    folder: Path, passphrase: str, authority: str, *, practice: bool
) -> tuple[OpenStore, str]:
    """Make the store that an import goes into; returns it open, with the recovery kit to print."""
    from app.casework.practice.store import practice_worker
    from app.casework.practice.words import Words
    from app.casework.worker import new_worker
    from app.forms.codes import code_list

    known = {item.code for item in code_list(resource("codes"), "local_authorities")}
    if authority and authority not in known:
        raise BadInput("No authority has this code. A code looks like E06000047.")
    if practice:
        worker = practice_worker(Words.load(resource("practice")), authority)
    elif authority:
        worker = new_worker("Data officer", authority)
    else:
        raise BadInput("Name the authority the return is of: --authority E06000047, or --practice.")
    return create_store(folder, passphrase, worker, practice=practice)


def check_ssda903(folder: Path) -> None:
    """Raise BadInput when a folder holds no return: before a store is made for it."""
    from app.interchange.ssda903 import read_folder

    read_folder(folder)


def check_police_list(file: Path) -> None:
    """Raise BadInput when a file cannot be read as text: before a store is made for it."""
    from app.interchange.rows import read_text

    read_text(file)


def import_ssda903(desk: Desk, folder: Path) -> ImportReport:
    """Bring an SSDA903 folder in."""
    from app.interchange import ssda903

    return ssda903.import_ssda903(
        folder, desk.open_work, desk.clock, desk.actor.user, desk.actor.authority, desk.form.ref
    )


def _granted(desk: Desk) -> list[str]:
    """The authorities among what somebody was granted; single cases are granted too."""
    choices = desk.form.questions["responsible_la"].choices
    return [one.code for one in choices if one.code in desk.actor.grants]


def import_police_list(desk: Desk, file: Path) -> ImportReport:
    """Bring a police list in as episodes to confirm."""
    from app.interchange import police_list
    from app.interchange.police_columns import PoliceColumns

    return police_list.import_police_list(
        file,
        PoliceColumns.load(resource("rules", "police_list.toml"), ""),
        police_list.Intake(
            open_work=desk.open_work,
            clock=desk.clock,
            actor=desk.actor.user,
            authority=desk.actor.authority,
            form=desk.form.ref,
            elsewhere={la: desk.forms.of_authority(la).ref for la in _granted(desk)},
        ),
    )


# ---- the window -------------------------------------------------------------------------------


class StoreDoor:
    """The way into the store for the unlock page; holds the one open store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: OpenStore | None = None

    def exists(self) -> bool:
        """Whether a store, or what is left of one, is here."""
        return self.folder.is_dir() and any(self.folder.iterdir())

    def is_practice(self) -> bool:
        """Whether the key file says practice; False when it cannot be read."""
        try:
            return b'"practice":true' in (self.folder / "store.rih").read_bytes()
        except OSError:
            return False

    def create(self, passphrase: str, name: str, authority: str) -> str:
        """Make a store for real records."""
        from app.casework.worker import new_worker

        opened, kit = create_store(
            self.folder, passphrase, new_worker(name, authority), practice=False
        )
        opened.close()
        return kit

    def create_practice(self, passphrase: str) -> None:
        """Make a practice store."""
        create_practice(self.folder, passphrase).close()

    def unlock(self, passphrase: str) -> Desk:
        """Open the store; waits a moment for a window that is just closing."""
        self._open = open_store(self.folder, passphrase, patience=5.0)
        return self._open.desk

    def recover(self, kit: str, passphrase: str) -> str:
        """Open the store with its recovery kit and give it a new passphrase; the new kit."""
        from app.storage.sealing import change_passphrase
        from app.storage.vault import unlock_with_kit

        store = unlock_with_kit(self.folder, kit, patience=5.0)
        try:
            return change_passphrase(store, passphrase)
        finally:
            store.close()

    def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open.close()
            self._open = None


class Wiring:
    """What the window asks of the rest of the product."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder

    def services(self, desk: Desk, background: Background) -> Services:
        """What the pages may use."""
        from app.ui.services import Services

        return Services(
            desk=desk,
            background=background,
            summary=summary,
            calendar=calendar,
            import_police_list=import_police_list,
            import_ssda903=import_ssda903,
            practice_people=_practice_people() if desk.practice else (),
            settings=self.settings,
            save_settings=self.save,
        )

    def work_as(self, desk: Desk, user: str) -> Desk:
        """The desk of somebody else in practice, kept for the next start."""
        from dataclasses import replace

        from app.casework.practice.words import Words
        from app.casework.worker import keep_worker

        worker = Words.load(resource("practice")).worker(user)
        keep_worker(desk.open_work, worker)
        return replace(desk, actor=worker.actor())

    def save(self, theme: ThemeName, text_scale: int) -> None:
        """Keep the person's own choices; what is not on the page stays as it was."""
        self.settings = self.settings._replace(theme=theme, text_scale=text_scale)
        settings_file.save(self.settings)

    def authorities(self) -> list[tuple[str, str]]:
        """The local authorities one can work for today, by name."""
        from app.forms.codes import code_list
        from app.records import clock

        today = clock.local(clock.now()).date()
        choices = code_list(resource("codes"), "local_authorities")
        return [(item.code, item.label) for item in choices if item.valid_on(today)]

    def warm_up(self) -> None:
        """Load what unlocking needs while the passphrase is typed."""
        from importlib import import_module

        for module in ("app.casework.worker", "app.forms.rules", "app.storage.vault"):
            import_module(module)

    def prepare(self, desk: Desk) -> None:
        """Compile the rules of the form, so that the first interview opens without a stall."""
        from app.forms.rulebook import prepare

        prepare(desk.form)

    def start_again(self) -> None:
        """Start a fresh process at the unlock page and leave: Python cannot wipe memory.

        The store must be closed and its lock released before: a lock names a process.
        """
        from subprocess import Popen

        words = [sys.executable, "-m", "app", "--store", str(self.folder)]
        Popen(words, close_fds=True, start_new_session=True)  # noqa: S603 - own program
        logging.shutdown()
        os._exit(0)


def _practice_people() -> list[tuple[str, str]]:
    from app.casework.practice.words import Words

    workers = Words.load(resource("practice")).workers
    return [(one.user, f"{one.name}, {one.role.lower()}") for one in workers]


def run_window(arguments: Sequence[str]) -> int:
    """Open the window on this laptop's store; `--store DIR` or `--store=DIR` names another."""
    from app.ui.program import Program

    logs.no_crash_dumps()
    chosen = settings_file.load()
    named = [Path(word.removeprefix("--store=")).absolute() for word in arguments[-1:]]
    folder = named[0] if named else chosen.store_folder
    logs.start(folder.parent / "logs")
    return Program(StoreDoor(folder), Wiring(chosen, folder)).run()
