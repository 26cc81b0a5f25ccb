"""What changed between two versions of a form, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.definition import Form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.forms.question import Question

_MEANING = ("type", "codes", "home", "merge", "group")
_RULES = {"required": "is now required when", "visible": "is now asked when"}
_WORDS = ("label", "short", "guidance")
_NOW = {
    **_RULES,
    "asked_of": "is now answered by",
    "sensitivity": "now has the sensitivity",
    "police": "now has for police",
    "release": "now has the release class",
    "section": "moved to the section",
}


def explain(before: Path, after: Path) -> str:
    """Explain how the form in one folder differs from the form in another."""
    return diff(Form.load(before), Form.load(after))


def diff(old: Form, new: Form) -> str:
    """Explain how the new version differs from the old one."""
    lines = [
        *(_named("New question", new.known[key]) for key in new.known if key not in old.known),
        *(_named("Gone (!)", old.known[key]) for key in old.known if key not in new.known),
    ]
    for key, question in new.known.items():
        if key in old.known:
            lines += [f"{key}: {words}" for words in _changes(old.known[key], question)]
    lines += [f"{key}: now asked" for key in new.questions if _off_in(old, key)]
    lines += [f"{key}: no longer asked" for key in old.questions if _off_in(new, key)]
    return "\n".join(lines) or "Nothing differs."


def _off_in(form: Form, key: str) -> bool:
    return key in form.known and key not in form.questions


def _named(what: str, question: Question) -> str:
    return f"{what}: {question.id} “{question.label}”"


def _changes(old: Question, new: Question) -> Iterator[str]:
    for name in (*_MEANING, *_WORDS, *_NOW):
        was, now = getattr(old, name), getattr(new, name)
        if was == now:
            continue
        if name in _MEANING:
            yield f"{name} changed from {was} to {now} (!): this wants a new id"
        elif name in _WORDS:
            yield f"{name} reworded: “{was}” is now “{now}”"
        else:
            yield f"{_NOW[name]} {now} (was: {was})"
    if old.prompts != new.prompts:
        yield "prompts reworded"
    if new.retired is not None and old.retired is None:
        yield f"retired from version {new.retired}; its answers stay"
    yield from _options(old, new)


def _options(old: Question, new: Question) -> Iterator[str]:
    if old.codes is not None or new.codes is not None:
        return
    before = {choice.code: choice for choice in old.options}
    after = {choice.code: choice for choice in new.options}
    for code, choice in after.items():
        if code not in before:
            yield f"new option {code} “{choice.label}”"
        elif before[code].label != choice.label:
            yield f"option {code} reworded: “{before[code].label}” is now “{choice.label}”"
        elif before[code] != choice:
            yield f"option {code} has other dates"
    for code in before:
        if code not in after:
            yield f"option {code} gone (!): give it a last day instead"
