"""Publishing, showing and comparing versions of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.forms.definition import Form, FormLibrary
from app.forms.diff import diff, explain
from app.forms.publish import changed_since_published, publish, published, start_next
from app.forms.show import printed, show
from app.records.errors import FormError
from app.resources import resources

if TYPE_CHECKING:
    from pathlib import Path


def reword(root: Path, old: str, new: str, name: str = "action.toml") -> None:
    path = root / "forms" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def unpublished(form_folder: Path) -> Path:
    (form_folder / "forms" / "published.toml").unlink(missing_ok=True)
    return form_folder


def test_what_ships_is_what_was_published() -> None:
    """History is not edited: a published version keeps its text for ever."""
    versions = {(entry.version, entry.overlay) for entry in published(resources())}
    current = Form.load(resources())
    assert (current.ref.core, "") in versions
    assert changed_since_published(resources()) == []


def test_publishing_keeps_the_digests(unpublished: Path) -> None:
    assert published(unpublished) == ()
    said = publish(unpublished)
    assert "standard form 1" in said
    assert "overlay northmere@1" in said
    digests = {entry.overlay: entry.digest for entry in published(unpublished)}
    assert digests[""] == Form.load(unpublished).ref.digest
    assert digests["northmere@1"] == Form.load(unpublished, "northmere").ref.digest
    assert publish(unpublished) == "Nothing new to publish."


def test_a_published_text_cannot_change(unpublished: Path) -> None:
    publish(unpublished)
    reword(unpublished, 'label = "', 'label = "Newly ')
    faults = changed_since_published(unpublished)
    assert "standard form 1 has been published and was changed since" in faults[0]
    with pytest.raises(FormError, match="Give it a new version"):
        publish(unpublished)


def test_the_next_version_starts_from_a_frozen_one(unpublished: Path) -> None:
    with pytest.raises(FormError, match="not published yet"):
        start_next(unpublished)
    publish(unpublished)
    old = Form.load(unpublished, "northmere")
    assert "work goes on as version 2" in start_next(unpublished)
    reword(unpublished, 'label = "', 'label = "Newly ')
    library = FormLibrary(unpublished, "northmere")
    assert library.current.ref.core == 2
    assert library.at(old.ref).questions["actions"].label == old.questions["actions"].label
    assert changed_since_published(unpublished) == []
    assert "standard form 2" in publish(unpublished)
    frozen = unpublished / "forms" / "published" / "1" / "action.toml"
    frozen.write_text(frozen.read_text("utf-8").replace('label = "', 'label = "Old '), "utf-8")
    assert "standard form 1 has been published" in changed_since_published(unpublished)[0]


def test_a_form_is_shown_as_it_is_walked_through(form: Form) -> None:
    text = printed(form)
    assert text.startswith("Standard form 1, overlay northmere@1: ")
    places = [text.index(f"{section.letter}  {section.title}") for section in form.sections]
    assert places == sorted(places)
    assert "where_went.place: location, asked of child, kept on return_interview" in text
    assert "one of 168 local_authorities" in text
    assert "[ ]" in text
    assert "( )" in text
    assert ", local" in text


def test_one_kind_of_record_is_shown(standard: Form) -> None:
    text = show(resources(), "action")
    assert text.startswith("action\n======")
    assert "actions.what" in text
    with pytest.raises(FormError, match="There is no form “verb”"):
        printed(standard, "verb")
    assert printed(standard).startswith("Standard form 1: ")


def test_nothing_differs_from_itself(form: Form) -> None:
    assert diff(form, form) == "Nothing differs."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('type = "repeat"', 'type = "grid"', "actions: type changed from repeat to grid (!)"),
        ('label = "', 'label = "New ', "actions: label reworded"),
        ('visible = "returned"', 'visible = "true"', "is now asked when true (was: returned)"),
        ('asked_of = "worker"', 'asked_of = "carer"', "is now answered by carer (was: worker)"),
        ('code = "dropped"', 'code = "given_up"', "new option given_up"),
        ('code = "dropped"', 'code = "given_up"', "option dropped gone (!)"),
        ('code = "dropped", label = "', 'code = "dropped", label = "X ', "option dropped reworded"),
        (
            'code = "dropped"',
            'valid_to = 2026-12-31, code = "dropped"',
            "option dropped has other dates",
        ),
        ('id = "actions"\n', 'id = "actions"\nretired = 2\n', "retired from version 2"),
        ('id = "actions"\n', 'id = "actions"\nprompts = ["Who?"]\n', "prompts reworded"),
        ('id = "actions.agency"', 'id = "actions.body"', "New question: actions.body"),
        ('id = "actions.agency"', 'id = "actions.body"', "Gone (!): actions.agency"),
    ],
)
def test_changes_are_told_in_plain_words(
    form_folder: Path, standard: Form, old: str, new: str, words: str
) -> None:
    reword(form_folder, old, new)
    assert words in diff(standard, Form.load(form_folder))


def test_what_an_overlay_switches(form: Form, standard: Form) -> None:
    assert "line_name: now asked" in diff(standard, form)
    assert "line_name: no longer asked" in diff(form, standard)
    assert "New question: local.E06999001.way_back" in diff(standard, form)
    assert explain(resources(), resources()) == "Nothing differs."
