"""The way in by keyboard: first run, unlocking and what may be wrong with it, the recovery kit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from app import bootstrap
from app.bootstrap import StoreDoor, Wiring
from app.casework.worker import new_worker
from app.records import clock
from app.records.errors import WrongPassphrase
from app.records.ports import AuditEvent
from app.settings import Settings
from app.storage import sealing, vault
from app.ui.main_window import MainWindow
from app.ui.pages.first_run import FirstRunPage
from app.ui.pages.recover import RecoverPage
from app.ui.pages.unlock import UnlockPage
from app.ui.parts.notice_bar import NoticeBar
from app.ui.program import Program
from tests.storage.making import PASSPHRASE, QUICK, MemoryKeyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    Start = Callable[[], Program]

OTHER = "another four quiet words"
PRACTICE = "practice makes calm"
AUTHORITY = "E06999001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store"


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """A laptop with a keyring, and quick hardening of passphrases."""
    kept = MemoryKeyring()
    for module in (vault, sealing):
        monkeypatch.setattr(module, "system_keyring", lambda: kept)
    monkeypatch.setattr(vault, "calibrate", lambda: QUICK)
    monkeypatch.setattr(vault, "FLOOR", QUICK)
    return kept


@pytest.fixture
def start(qtbot: QtBot, folder: Path) -> Iterator[Start]:
    """Start the program at its first page; it is ended after the test."""
    begun: list[Program] = []

    def make() -> Program:
        program = Program(StoreDoor(folder), Wiring(Settings(theme="light"), folder))
        begun.append(program)
        program.window.show()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
        return program

    yield make
    for program in begun:
        program.finish()
        program.window.close()
        program.window.deleteLater()


@pytest.fixture
def kit(folder: Path) -> str:
    """A real store with a worker; its recovery kit."""
    made, kit = bootstrap.create_store(
        folder, PASSPHRASE, new_worker("Ada Marsh", AUTHORITY), practice=False
    )
    made.close()
    return kit


def at_unlock(program: Program) -> Callable[[], bool]:
    """Whether the unlock page is up and waits for words."""

    def there() -> bool:
        page = program.window.centralWidget()
        return isinstance(page, UnlockPage) and QApplication.focusWidget() is page.passphrase

    return there


def recovering(qtbot: QtBot, program: Program) -> RecoverPage:
    """Go to the recovery kit by keyboard."""
    tab_to("use_kit")
    press(Qt.Key.Key_Space)
    page = program.window.centralWidget()
    assert isinstance(page, RecoverPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.kit)
    return page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def type_in(words: str) -> None:
    QTest.keyClicks(focused(), words)


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def tab_to(name: str) -> None:
    """Press Tab until a widget of that name, or with these words on it, has the focus."""
    for _ in range(20):
        widget = focused()
        words = str(widget.property("text") or "").replace("&", "")
        if name in (widget.accessibleName(), widget.objectName(), words):
            return
        press(Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not lead to {name}")


def said(program: Program) -> str:
    """The message on the page, if there is one."""
    label = program.window.findChild(QLabel, "message")
    assert label is not None
    return label.text() if label.isVisible() else ""


def unlock(program: Program, words: str) -> None:
    QTest.keyClicks(focused(), words)
    press(Qt.Key.Key_Return)


# ---- first run --------------------------------------------------------------------------------


def test_practice_from_nothing_to_the_work(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start()
    page = program.window.centralWidget()
    assert isinstance(page, FirstRunPage)
    assert focused() is page.practise_button
    press(Qt.Key.Key_Space)
    assert not page.name.isVisible(), "practice asks for no name"
    assert not page.authority.isVisible()
    type_in("too short")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert "at least 12" in page.message
    page.passphrase.first.setFocus()
    page.passphrase.first.selectAll()
    type_in(PRACTICE)
    press(Qt.Key.Key_Return)
    type_in(PRACTICE + "er")
    press(Qt.Key.Key_Return)
    assert "differ" in page.message
    assert not folder.exists()
    page.passphrase.again.selectAll()
    type_in(PRACTICE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(at_unlock(program), timeout=20_000)
    assert any(
        words.text().startswith("Practice data") for words in program.window.findChildren(QLabel)
    )
    assert program.window.findChild(QWidget, "use_kit") is None, "practice has no kit to print"
    unlock(program, PRACTICE)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    qtbot.waitUntil(lambda: not program.background.busy)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # the list of names
def test_a_store_for_real_records(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start()
    page = program.window.centralWidget()
    assert isinstance(page, FirstRunPage)
    tab_to("Set up for real records")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    tab_to("Make the store")
    press(Qt.Key.Key_Space)
    assert "Type your name" in page.message
    page.name.setFocus()
    type_in("Ada Marsh")
    press(Qt.Key.Key_Tab)
    type_in("no such place")
    press(Qt.Key.Key_Tab)
    tab_to("Make the store")
    press(Qt.Key.Key_Space)
    assert "Choose your local authority" in page.message
    page.authority.setFocus()
    type_in(page.authority.itemText(0))
    press(Qt.Key.Key_Tab)
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Return)
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.proof.isVisible, timeout=20_000)
    assert page.proof.kit.text().count("-") == 6
    assert focused() is page.proof.proof[0]
    first, second = page.proof.asked
    type_in("ZZZZ")
    press(Qt.Key.Key_Return)
    type_in(second)
    press(Qt.Key.Key_Return)
    assert "does not match" in page.message
    assert focused() is page.proof.proof[0], "back at the group that is wrong"
    type_in(first.lower())
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(at_unlock(program))
    unlock(program, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    qtbot.waitUntil(lambda: not program.background.busy)
    assert folder.is_dir()


def test_a_passphrase_that_is_easily_guessed_is_refused(
    qtbot: QtBot, start: Start, folder: Path
) -> None:
    program = start()
    page = program.window.centralWidget()
    assert isinstance(page, FirstRunPage)
    tab_to("Set up for real records")
    press(Qt.Key.Key_Space)
    type_in("Ada Marsh")
    page.authority.show_code(AUTHORITY)
    page.passphrase.first.setFocus()
    for _ in range(2):
        type_in("password1234")
        press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "too easy" in page.message)
    assert page.make_button.isEnabled()
    assert not folder.exists()


# ---- unlocking --------------------------------------------------------------------------------


def test_a_wrong_passphrase_keeps_the_focus(qtbot: QtBot, start: Start, kit: str) -> None:
    program = start()
    page = program.window.centralWidget()
    assert isinstance(page, UnlockPage)
    press(Qt.Key.Key_Return)
    assert "Type your passphrase" in said(program)
    unlock(program, "not that one")
    qtbot.waitUntil(lambda: "does not open" in said(program))
    assert "Caps Lock" in said(program)
    assert focused() is page.passphrase
    assert page.passphrase.selectedText(), "typing again replaces it"
    unlock(program, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    qtbot.waitUntil(lambda: not program.background.busy)


def damaged(folder: Path) -> None:
    data = bytearray((folder / "store.rih").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "store.rih").write_bytes(bytes(data))


def missing(folder: Path) -> None:
    (folder / "store.db").unlink()


def newer(folder: Path) -> None:
    opened = vault.unlock(folder, PASSPHRASE)
    opened.sealed.driver.execute('UPDATE meta SET "schema" = 9999')
    opened.close()


@pytest.mark.parametrize(
    ("harm", "words"),
    [(damaged, "key file is damaged"), (missing, "missing or cut"), (newer, "newer Homeward")],
)
def test_each_trouble_has_its_own_words(
    qtbot: QtBot,
    start: Start,
    kit: str,
    folder: Path,
    harm: Callable[[Path], None],
    words: str,
) -> None:
    harm(folder)
    program = start()
    assert isinstance(program.window.centralWidget(), UnlockPage), "never a first run over a store"
    unlock(program, PASSPHRASE)
    qtbot.waitUntil(lambda: words in said(program))
    assert isinstance(focused(), QLineEdit)


def test_a_keyring_that_lost_the_key(
    qtbot: QtBot, start: Start, kit: str, keyring: MemoryKeyring
) -> None:
    keyring.kept.clear()
    program = start()
    unlock(program, PASSPHRASE)
    qtbot.waitUntil(lambda: "recovery kit" in said(program))


def test_a_second_window(
    qtbot: QtBot, start: Start, kit: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = vault.unlock(folder, PASSPHRASE)
    patient = bootstrap.open_store
    monkeypatch.setattr(bootstrap, "open_store", lambda at, words, **_: patient(at, words, 0.1))
    try:
        program = start()
        unlock(program, PASSPHRASE)
        qtbot.waitUntil(lambda: "another Homeward window" in said(program))
    finally:
        first.close()


# ---- the recovery kit -------------------------------------------------------------------------


def test_the_kit_opens_the_store_for_a_new_passphrase(
    qtbot: QtBot, start: Start, kit: str, folder: Path, keyring: MemoryKeyring
) -> None:
    keyring.kept.clear()
    program = start()
    page = recovering(qtbot, program)
    type_in(kit.replace("-", " ").lower())
    press(Qt.Key.Key_Return)
    type_in(OTHER)
    press(Qt.Key.Key_Return)
    type_in(OTHER)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.proof.isVisible, timeout=20_000)
    new_kit = page.proof.kit.text().replace("\n", "-")
    assert new_kit != kit
    press(Qt.Key.Key_Escape)
    assert program.window.centralWidget() is page, "nobody leaves the new kit unseen"
    for group in page.proof.asked:
        type_in(group)
        press(Qt.Key.Key_Return)
    qtbot.waitUntil(at_unlock(program))
    vault.unlock(folder, OTHER).close()
    vault.unlock_with_kit(folder, new_kit).close()
    with pytest.raises(WrongPassphrase):
        vault.unlock(folder, PASSPHRASE)
    unlock(program, OTHER)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    qtbot.waitUntil(lambda: not program.background.busy)


def test_a_wrong_kit_changes_nothing(qtbot: QtBot, start: Start, kit: str, folder: Path) -> None:
    program = start()
    page = recovering(qtbot, program)
    tab_to("Open with the kit")
    press(Qt.Key.Key_Space)
    assert "Type the recovery kit" in page.message
    page.kit.setFocus()
    type_in("0" + kit[1:] if kit[0] != "0" else "1" + kit[1:])
    for words in (OTHER, OTHER):
        press(Qt.Key.Key_Return)
        type_in(words)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "characters of the recovery kit are wrong" in page.message)
    assert focused() is page.kit
    press(Qt.Key.Key_Escape)
    assert isinstance(program.window.centralWidget(), UnlockPage)
    vault.unlock(folder, PASSPHRASE).close()


# ---- the clock --------------------------------------------------------------------------------


def test_a_clock_that_runs_behind_is_said_over_the_work(
    qtbot: QtBot, start: Start, kit: str, folder: Path
) -> None:
    later = clock.now() + timedelta(hours=9)
    store = vault.unlock(folder, PASSPHRASE, clock=lambda: later)
    with store.open_work() as work:
        work.audit.add(AuditEvent("ada.marsh", "read"))
        work.commit()
    store.close()
    program = start()
    unlock(program, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    qtbot.waitUntil(lambda: program.window.findChild(NoticeBar) is not None)
    bar = program.window.findChild(NoticeBar)
    assert bar is not None
    assert "Check the clock" in bar.banner.accessibleName()
    bar.banner._close.click()
    assert bar.isHidden(), "it can be put away, and nothing was blocked"
    qtbot.waitUntil(lambda: not program.background.busy)
