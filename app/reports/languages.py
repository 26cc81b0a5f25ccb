"""Languages that children speak: between the name a worker writes and the code a reader needs."""

from __future__ import annotations

_CODES = {
    "albanian": "sq",
    "amharic": "am",
    "arabic": "ar",
    "bengali": "bn",
    "bulgarian": "bg",
    "cantonese": "yue",
    "chinese": "zh",
    "czech": "cs",
    "dari": "prs",
    "english": "en",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "italian": "it",
    "kurdish": "ku",
    "sorani": "ckb",
    "kurmanji": "kmr",
    "latvian": "lv",
    "lithuanian": "lt",
    "mandarin": "zh",
    "nepali": "ne",
    "oromo": "om",
    "pashto": "ps",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "romani": "rom",
    "russian": "ru",
    "slovak": "sk",
    "somali": "so",
    "spanish": "es",
    "swahili": "sw",
    "tamil": "ta",
    "tigrinya": "ti",
    "turkish": "tr",
    "twi": "tw",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "welsh": "cy",
    "yoruba": "yo",
}
_NAMES = {code: name.capitalize() for name, code in reversed(_CODES.items())}


def code_of(language: str | None) -> str:
    """The code of a language given by name or code, "" when it is not known here."""
    said = (language or "").strip().lower()
    base = said.partition("-")[0]
    return _CODES.get(said) or (base if base in _NAMES else "")


def name_of(language: str | None) -> str:
    """The name of a language given by name or code; words that are neither stay as they are."""
    said = (language or "").strip()
    return _NAMES.get(said.partition("-")[0].lower(), said)
