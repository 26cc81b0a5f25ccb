"""The import contracts hold, and each of them would notice a breach."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

BREACHES = {
    "app/records/record.py": "import app.forms\nimport threading",
    "app/settings.py": "",
    "app/cli.py": "import app.settings",
    "app/commands/report.py": "import app.ui.window",
    "app/forms/rules.py": "import cel",
    "app/forms/session.py": "import cel\nimport app.forms.definition",
    "app/forms/definition.py": "import app.forms.sub.session",
    "app/forms/sub/session.py": "import app.forms.definition",
    "app/analysis/links.py": "import rapidfuzz",
    "app/casework/action.py": "import jellyfish",
    "app/storage/vault.py": "import cryptography\nimport PySide6",
    "app/sync/transport.py": "import urllib3\nimport keyring",
    "app/reports/summary.py": "import reportlab\nimport openpyxl",
    "app/interchange/police.py": "import openpyxl\nimport pikepdf",
    "app/ui/window.py": "import PySide6\nimport urllib3",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [str(LINT_IMPORTS), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def contract_names() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [one["name"] for one in configuration["tool"]["importlinter"]["contracts"]]


def test_the_house_keeps_its_contracts() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_notices_a_breach(tmp_path: Path) -> None:
    for name, text in BREACHES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
        (file.parent / "__init__.py").touch()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    result = lint(tmp_path)

    kept = [name for name in contract_names() if f"{name} BROKEN" not in result.stdout]
    assert kept == [], result.stdout + result.stderr
