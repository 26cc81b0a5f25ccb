"""The command line as an IT team meets it: plain words, exit codes, no traceback, nothing lost."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from app import commands, logs
from app.records.record import RecordKind
from app.storage import sealing, vault
from tests.storage.making import QUICK, MemoryKeyring

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run = Callable[..., "Said"]

ROOT = Path(__file__).parents[2]
PASSPHRASE = "practice makes calm"  # noqa: S105 - of invented children
REAL = "four words nobody guesses"
CHILDREN = 4
NO_SECRET_SERVICE = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
GOOD, REFUSED, WRONG_USE = 0, 1, 2

pytestmark = pytest.mark.functional


@dataclass(frozen=True)
class Said:
    """What a command did."""

    code: int
    out: str
    err: str

    def refused(self) -> str:
        """The plain words of a refusal."""
        assert self.code == REFUSED, (self.code, self.out, self.err)
        assert "Traceback" not in self.out + self.err
        assert self.err.strip(), "a refusal says why"
        return self.err

    def good(self) -> str:
        """What was printed by a command that worked."""
        assert self.code == GOOD, (self.code, self.out, self.err)
        return self.out


def started(
    *words: str,
    typed: str | None = None,
    room: int | None = None,
    env: Mapping[str, str] = MappingProxyType({}),
) -> Said:
    """Run the real program in a process of its own."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env={**os.environ, **env},
        input=f"{typed}\n" if typed is not None else "",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=partial(_limit, room) if room is not None else None,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _limit(room: int) -> None:
    """No file may grow beyond so many bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: quicker, and with a keyring in memory if wanted."""
    monkeypatch.setattr(logs, "no_crash_dumps", lambda: None)
    monkeypatch.setattr(vault, "FLOOR", QUICK)

    def command(*words: str | Path, typed: str | None = None) -> Said:
        capfd.readouterr()
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n" if typed is not None else ""))
        code = commands.run([str(word) for word in words])
        told = capfd.readouterr()
        return Said(code, told.out, told.err)

    return command


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """A laptop with a keyring."""
    kept = MemoryKeyring()
    for module in (vault, sealing):
        monkeypatch.setattr(module, "system_keyring", lambda: kept)
    monkeypatch.setattr(vault, "calibrate", lambda: QUICK)
    return kept


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice store and a return to import, made by the real program."""
    folder = tmp_path_factory.mktemp("made")
    words = ("--store", str(folder / "store"), "--children", str(CHILDREN))
    said = started("demo", *words, "--returns", str(folder / "return"))
    assert f"Its passphrase: {PASSPHRASE}" in said.good()
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "store", tmp_path / "store")


@pytest.fixture
def returned(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "return", tmp_path / "return")


def children_of(folder: Path, passphrase: str = PASSPHRASE) -> list[tuple[str, object]]:
    """Every child of a store, by number."""
    opened = vault.unlock(folder, passphrase)
    try:
        with opened.open_work() as work:
            hits, _total = work.lists.children(0, 5000)
            people = [work.records.get(hit.record) for hit in hits]
        return sorted(
            (hit.title, person.value("child_dob")) for hit, person in zip(hits, people, strict=True)
        )
    finally:
        opened.close()


# ---- the line itself --------------------------------------------------------------------------


def test_version_help_and_wrong_use() -> None:
    assert started("--version").good().startswith("homeward ")
    assert "import" in started("--help").good()
    for words in (["bogus"], ["demo", "--children", "0"], ["import"], ["doctor", "left over"]):
        said = started(*words)
        assert said.code == WRONG_USE
        assert "Traceback" not in said.err


def test_store_may_stand_before_or_after_the_command_but_name_one(run: Run, store: Path) -> None:
    after = run("doctor", "--store", store)
    assert after.good() == run("--store", store, "doctor").good()
    both = run("--store", store, "doctor", "--store", store.parent)
    assert both.code == WRONG_USE
    assert "Two stores" in both.err
    assert run("--store").code == WRONG_USE


def test_the_passphrase_is_no_argument(run: Run, store: Path) -> None:
    said = run("doctor", "--store", store, "--passphrase", PASSPHRASE, typed=PASSPHRASE)
    assert said.code == WRONG_USE
    assert PASSPHRASE not in said.out + said.err
    asked = run(
        "report", "summary", "NMR-26-0000-0", "--out", store.parent / "x.pdf", "--store", store
    )
    assert "--passphrase-stdin" in asked.refused()
    empty = run("doctor", "--store", store, "--passphrase-stdin", typed="")
    assert "no passphrase" in empty.refused()


def test_a_broken_settings_file_is_named_and_does_not_stop_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "config" / "homeward"
    home.mkdir(parents=True)
    (home / "settings.toml").write_text("theme = [", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    said = run("demo", "--children", "1")
    assert "settings.toml is not right" in said.err
    assert "Practice store made" in said.good()
    assert vault.store_exists(tmp_path / "data" / "homeward" / "store")


# ---- demo -------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_children(run: Run, tmp_path: Path) -> None:
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        run("demo", "--store", tmp_path / name, "--children", "3", "--seed", seed).good()
    first, same, other = (children_of(tmp_path / name) for name in ("a", "b", "c"))
    assert len(first) == 3
    assert first == same
    assert first != other


def test_demo_never_goes_over_what_is_there(run: Run, store: Path, returned: Path) -> None:
    before = {path.name: path.read_bytes() for path in store.iterdir()}
    again = run("demo", "--store", store).refused()
    assert "a store in this folder already" in again
    assert {path.name: path.read_bytes() for path in store.iterdir()} == before
    (store.parent / "papers").mkdir()
    (store.parent / "papers" / "letter.txt").touch()
    assert "in this folder already" in run("demo", "--store", store.parent / "papers").refused()
    new = store.parent / "new"
    assert "not empty" in run("demo", "--store", new, "--returns", returned).refused()
    assert not new.exists()


# ---- doctor -----------------------------------------------------------------------------------


def test_doctor_in_words_and_for_machines(run: Run, store: Path) -> None:
    words = run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE)
    machine = run("doctor", "--store", store, "--json")
    checks = {one["check"]: one["passed"] for one in json.loads(machine.out)}
    assert {"key file", "permissions", "store file", "crash dumps"} <= set(checks)
    assert "audit chain" in words.out
    assert "audit chain" not in checks, "inside the store only with its passphrase"


def test_a_failing_check_is_refused(run: Run, store: Path) -> None:
    (store / "store.db").chmod(0o644)
    said = run("doctor", "--store", store)
    assert "FAIL  permissions: others may read: store.db" in said.out
    assert "checks failed" in said.refused()
    listed = json.loads(run("doctor", "--store", store, "--json").out)
    assert not next(one for one in listed if one["check"] == "permissions")["passed"]
    assert "no store here" in run("doctor", "--store", store / "nowhere").out


# ---- import -----------------------------------------------------------------------------------


def test_a_return_comes_in_once(run: Run, store: Path, returned: Path) -> None:
    words = ("import", "ssda903", returned, "--store", store, "--passphrase-stdin")
    first = run(*words, typed=PASSPHRASE).good()
    assert "40 children came in" in first
    assert "0 rows did not come in" in first
    before = children_of(store)
    again = run(*words, typed=PASSPHRASE).good()
    assert "40 children were here already" in again
    assert "came in\n" not in again.replace("did not come in\n", "")
    assert children_of(store) == before


def test_what_does_not_come_in_is_named_with_file_and_row(
    run: Run, store: Path, returned: Path
) -> None:
    header = returned / "header.csv"
    rows = list(csv.reader(header.read_text(encoding="utf-8").splitlines()))
    born, upn = rows[0].index("DOB"), rows[0].index("UPN")
    rows[2][born] = "31/02/2012"
    rows[3][upn] = "no pupil number"
    with header.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    told = run(
        "import", "ssda903", returned, "--store", store, "--passphrase-stdin", typed=PASSPHRASE
    ).good()
    looked_at, left_out = told.split("did not come in:")
    assert "header.csv, row 4: UPN" in looked_at
    assert "please look" in looked_at
    assert "header.csv, row 3:" in left_out


def test_utf_16_missing_columns_and_no_files(run: Run, store: Path, returned: Path) -> None:
    words = ("import", "ssda903", returned, "--store", store, "--passphrase-stdin")
    header = returned / "header.csv"
    text = header.read_text(encoding="utf-8")
    header.write_bytes(text.encode("utf-16"))
    (returned / "missing.csv").write_text("CHILD,DOB\n1,01/01/2012\n", encoding="utf-8")
    told = run(*words, typed=PASSPHRASE).good()
    assert "40 children came in" in told
    assert "missing.csv, row 1: The file has no column MISSING, MIS_START" in told
    for file in returned.iterdir():
        file.unlink()
    assert "no header.csv" in run(*words, typed=PASSPHRASE).refused()


def test_a_store_is_made_only_where_none_is_and_only_for_a_return(
    run: Run, returned: Path, tmp_path: Path, keyring: MemoryKeyring
) -> None:
    new = tmp_path / "new"
    words = ("import", "ssda903")
    rest = ("--store", new, "--passphrase-stdin")
    assert (
        "does not exist" in run(*words, tmp_path / "no", *rest, "--practice", typed=REAL).refused()
    )
    assert "--practice" in run(*words, returned, *rest, typed=REAL).refused()
    odd = run(*words, returned, *rest, "--authority", "banana", typed=REAL)
    assert "No authority has this code" in odd.refused()
    assert not new.exists()
    real = run(*words, returned, *rest, "--authority", "E06000047", typed=REAL)
    assert real.good().count("Recovery kit, shown once") == 1
    assert "kit" not in real.err, "the kit goes to standard output only"
    assert keyring.kept
    again = run(*words, returned, *rest, "--authority", "E06000047", typed=REAL)
    assert "Recovery kit" not in again.good()
    kit = real.out.split("write it down: ")[1].split()[0]
    vault.unlock_with_kit(new, kit, keyring=keyring).close()


def test_practice_needs_no_keyring(returned: Path, tmp_path: Path) -> None:
    words = ("import", "ssda903", str(returned), "--store", str(tmp_path / "p"))
    said = started(*words, "--practice", "--passphrase-stdin", typed=REAL, env=NO_SECRET_SERVICE)
    assert "A practice store was made" in said.good()
    assert "Recovery kit" not in said.out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a keyring")
def test_no_real_store_without_a_keyring(returned: Path, tmp_path: Path) -> None:
    words = ("import", "ssda903", str(returned), "--store", str(tmp_path / "r"))
    said = started(
        *words, "--authority", "E06000047", "--passphrase-stdin", typed=REAL, env=NO_SECRET_SERVICE
    )
    assert "no safe keyring" in said.refused()
    assert not (tmp_path / "r").exists()


def test_a_police_list(run: Run, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Surname,Forename,DOB,Reference,Missing from\n"
        "Marsh,Ada,04/03/2012,NM/1/26,15/10/2026 21:40\n"
        "Marsh,Bea,04/03/2013,NM/2/26,yesterday-ish\n",
        encoding="utf-8",
    )
    words = ("import", "police-list", file, "--store", store, "--passphrase-stdin")
    told = run(*words, typed=PASSPHRASE).good()
    assert "list.csv, row 3:" in told
    again = run(*words, typed=PASSPHRASE).good()
    assert "were here already" in again
    gone = run("import", "police-list", tmp_path / "no.csv", *words[3:], typed=PASSPHRASE)
    assert "cannot be opened" in gone.refused()


# ---- report -----------------------------------------------------------------------------------


def references(folder: Path) -> list[str]:
    """The references of every interview of a store."""
    opened = vault.unlock(folder, PASSPHRASE)
    try:
        with opened.open_work() as work:
            hits, _total = work.lists.children(0, 100)
            talks = [
                talk
                for hit in hits
                for talk in work.records.of_case(hit.case, RecordKind.RETURN_INTERVIEW)
            ]
        return [str(talk.value("record_ref")) for talk in talks if talk.value("record_ref")]
    finally:
        opened.close()


def test_a_summary_is_for_its_owner_and_never_over_a_file(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "more"
    run("demo", "--store", store, "--children", "12").good()
    out = tmp_path / "summary.pdf"
    words: tuple[str | Path, ...] = ()
    for reference in references(store):
        words = ("report", "summary", reference, "--store", store, "--passphrase-stdin", "--out")
        said = run(*words, out, typed=PASSPHRASE)
        if said.code == GOOD:
            assert "pages in" in said.out
            break
        assert "not allow" in said.refused(), "an interview of somebody else"
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert out.stat().st_mode & 0o777 == 0o600
    assert "already" in run(*words, out, typed=PASSPHRASE).refused()
    assert out.read_bytes() == data
    nowhere = tmp_path / "nowhere" / "x.pdf"
    assert "does not exist" in run(*words, nowhere, typed=PASSPHRASE).refused()
    full = started(*map(str, words), str(tmp_path / "full.pdf"), typed=PASSPHRASE, room=8192)
    assert "disk" in full.refused()
    assert not (tmp_path / "full.pdf").exists(), "nothing half written is left"


def test_a_reference_that_is_none(run: Run, store: Path, tmp_path: Path) -> None:
    words = ("--store", store, "--passphrase-stdin", "--out", tmp_path / "x.pdf")
    assert "not a reference" in run("report", "summary", "Ruby", *words, typed=PASSPHRASE).refused()
    assert not (tmp_path / "x.pdf").exists()


# ---- the form ---------------------------------------------------------------------------------


def test_the_form_is_linted_shown_compared_and_published(run: Run, tmp_path: Path) -> None:
    assert "sound" in run("form", "lint").good()
    assert "Where did you go" in run("form", "show").good() or run("form", "show").out
    assert "There is no form" in run("form", "show", "bogus").refused()
    assert "There is no overlay" in run("form", "show", "--overlay", "zzz").refused()
    mine = shutil.copytree(ROOT / "resources", tmp_path / "resources")
    assert run("form", "diff", mine, ROOT / "resources").good()
    assert run("form", "publish", "--forms", mine).code in (GOOD, REFUSED)


def test_a_broken_form_file_is_named(run: Run, tmp_path: Path) -> None:
    mine = shutil.copytree(ROOT / "resources", tmp_path / "resources")
    (mine / "forms" / "return_interview.toml").write_text("[[[", encoding="utf-8")
    for words in (["lint", "--forms"], ["publish", "--forms"], ["diff"]):
        said = run("form", *words, mine)
        said.refused()
        assert "return_interview.toml" in said.out + said.err
    none = run("form", "lint", "--forms", tmp_path / "nowhere")
    assert "no form files" in none.out + none.refused()


# ---- trouble ----------------------------------------------------------------------------------


def test_a_wrong_passphrase(run: Run, store: Path) -> None:
    said = run("doctor", "--store", store, "--passphrase-stdin", typed="not that one at all")
    assert "does not open this store" in said.refused()
    assert "not that one" not in said.out + said.err


def test_a_damaged_key_file(run: Run, store: Path) -> None:
    key = store / "store.rih"
    data = bytearray(key.read_bytes())
    data[len(data) // 2] ^= 1
    key.write_bytes(bytes(data))
    said = run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE)
    assert "damaged" in said.refused()
    assert "store.rih.bak" in said.err
    shutil.copyfile(store / "store.rih.bak", key)
    key.chmod(0o600)
    assert run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE).good()


def test_a_store_newer_than_the_program(run: Run, store: Path) -> None:
    opened = vault.unlock(store, PASSPHRASE)
    opened.sealed.driver.execute('UPDATE meta SET "schema" = 9999')
    opened.close()
    before = (store / "store.db").read_bytes()
    said = run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE)
    assert "newer" in said.refused()
    assert (store / "store.db").read_bytes() == before


def test_a_store_that_is_open_in_a_window(run: Run, store: Path) -> None:
    opened = vault.unlock(store, PASSPHRASE)
    try:
        said = run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE)
        assert "already open" in said.refused()
    finally:
        opened.close()


def test_a_store_whose_file_is_gone(run: Run, store: Path) -> None:
    (store / "store.db").unlink()
    said = run("doctor", "--store", store, "--passphrase-stdin", typed=PASSPHRASE)
    assert "missing" in said.refused()
    assert not (store / "store.db").exists(), "no new store is ever made over an old one"


def test_a_full_disk_loses_nothing(store: Path, returned: Path) -> None:
    before = children_of(store)
    words = ("import", "ssda903", str(returned), "--store", str(store), "--passphrase-stdin")
    full = started(*words, typed=PASSPHRASE, room=96 * 1024)
    assert "disk is full" in full.refused()
    assert "window" not in full.err
    assert children_of(store) == before
    assert "40 children came in" in started(*words, typed=PASSPHRASE).good()


def test_demo_on_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    said = started("demo", "--store", str(tmp_path / "new"), "--children", "30", room=256 * 1024)
    assert "disk is full" in said.refused()
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder is not made read-only this way")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    said = started("demo", "--store", "/proc/1/store", "--children", "1")
    assert said.refused()
    file = tmp_path / "a file"
    file.touch()
    assert "a file" in started("demo", "--store", str(file / "store"), "--children", "1").refused()
