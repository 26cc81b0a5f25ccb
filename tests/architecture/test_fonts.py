"""Every face we ship loads in Qt and in reportlab, and has its licence beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
SAMPLES = {
    "Inter-Regular": "Łukasz ĩ â Đặng ọ Ελένη Олена",
    "Inter-SemiBold": "Łukasz ĩ â Đặng ọ Ελένη Олена",
    "Inter-Bold": "Łukasz ĩ â Đặng ọ Ελένη Олена",
    "Inter-Italic": "Łukasz ĩ â Đặng ọ Ελένη Олена",
    "DejaVuSans": "Łukasz ✓ ☐ ☑",
    "DejaVuSans-Bold": "Łukasz ✓ ☐ ☑",
    "NotoSansEthiopic-Regular": "ሰላም ትግርኛ",
    "NotoNaskhArabic-Regular": "محمد پشتو گوهر ٹھیک",
    "NotoSansDevanagari-Regular": "नमस्ते",
    "DroidSansFallbackFull": "李小明 阮文海 ひらがな",
}


def test_each_file_is_known_here() -> None:
    assert {file.stem for file in FONTS.glob("*.ttf")} == set(SAMPLES)


@pytest.mark.parametrize("face", sorted(SAMPLES))
def test_reportlab_embeds_the_face_with_its_letters(face: str) -> None:
    glyphs = TTFont(face, FONTS / f"{face}.ttf").face.charToGlyph
    assert [letter for letter in SAMPLES[face] if letter != " " and ord(letter) not in glyphs] == []


@pytest.mark.ui
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("face", sorted(SAMPLES))
def test_qt_loads_the_face(face: str) -> None:
    number = QFontDatabase.addApplicationFont(str(FONTS / f"{face}.ttf"))
    assert QFontDatabase.applicationFontFamilies(number)


def test_each_family_has_its_licence_beside_it() -> None:
    licences = {file.name.removesuffix("-LICENSE.txt") for file in FONTS.glob("*-LICENSE.txt")}
    faces = {file.stem for file in FONTS.glob("*.ttf")}
    assert [face for face in faces if not face.startswith(tuple(licences))] == []
