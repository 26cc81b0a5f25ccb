"""Nothing that a child said is readable on the disk, in any encoding, anywhere near the store."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import zlib
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
MARKERS = 200

SCRIPT = """
import sys
from pathlib import Path
from app.records.ports import AuditEvent
from app.records.record import answered, new_id
from app.storage.vault import create_store, unlock
from tests.storage.making import QUICK, episode, interview, later, person
folder, markers = Path(sys.argv[1]), sys.stdin.read().split()
store = create_store(folder, markers[0], practice=True, cost=QUICK).store
case = new_id()
gone = episode(case, "2026-11-10T20:00+00:00", police_ref=markers[1])
talk = interview(case, gone.record)
with store.open_work() as work:
    work.records.apply(person(case, markers[2], markers[3]))
    work.records.apply(gone)
    work.records.apply(talk)
    work.commit()
for number, marker in enumerate(markers):
    with store.open_work() as work:
        work.records.apply(later(talk, **{f"question_{number}": answered(marker * 3)}))
        work.local.put("caret", {"word": marker})
        work.audit.add(AuditEvent("worker", "open", talk.record, reason=marker))
        work.commit()
with store.open_work() as work:
    work.index_text(talk.record)
    work.commit()
    work.lists.search(markers[5])
    work.lists.children(0, 50)
store.sealed.driver.execute("SELECT answers FROM body ORDER BY answers").fetchall()
sys.stdout.write("filled\\n")
sys.stdout.flush()
sys.stdin = open("/dev/null") if sys.argv[2] == "open" else sys.stdin
if sys.argv[2] == "open":
    import os
    os.kill(os.getpid(), 9)
store.close()
"""


def encodings(marker: str) -> list[bytes]:
    plain = marker.encode()
    return [
        plain,
        marker.upper().encode(),
        marker.encode("utf-16-le"),
        base64.b64encode(plain)[:-3],
        plain.hex().encode(),
        zlib.compress(plain)[2:-4],
    ]


def fill(folder: Path, home: Path, markers: list[str], how: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SCRIPT, str(folder), how],
        input=" ".join(markers),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "HOME": str(home), "TMPDIR": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "filled\n", done.stderr
    assert done.stderr == ""


def test_no_word_is_readable_on_the_disk(tmp_path: Path) -> None:
    markers = [f"marker{number:03d}qxz" for number in range(MARKERS)]
    for how in ("open", "closed"):  # killed with its journal, and closed properly
        home = tmp_path / how
        home.mkdir()
        fill(home / "store", home, markers, how)
        files = [path for path in home.rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"store.db", "store.rih"}
        content = b"".join(path.read_bytes() for path in files)
        assert len(content) > 100_000
        hits = [m for m in markers for spelt in encodings(m) if spelt in content]
        assert hits == []


def test_the_scan_finds_what_is_planted(tmp_path: Path) -> None:
    planted = tmp_path / "leak"
    for spelt in encodings("marker007qxz"):
        planted.write_bytes(b"\0" * 100 + spelt + b"\0" * 100)
        assert any(found in planted.read_bytes() for found in encodings("marker007qxz"))
