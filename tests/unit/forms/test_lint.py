"""Each lint rule with a planted fault; the shipped form has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.forms.definition import Form
from app.forms.lint import find_faults, lint
from app.resources import resources

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = """
[[question]]
id = "{id}"
section = "harm"
order = 9000
label = "{label}"
short = "Planted"
type = "{type}"
asked_of = "worker"
required = "{required}"
visible = "{visible}"
merge = "{merge}"
release = "{release}"
{more}
"""
OPTIONS = 'options = [{ code = "a", label = "First" }, { code = "b", label = "Second" }]'


def plant(root: Path, **question: str) -> str:
    """Add one question to the standard form and find its faults."""
    filled = {
        "id": "planted",
        "label": "Planted?",
        "type": "text",
        "required": "false",
        "visible": "true",
        "merge": "fact",
        "release": "process",
        "more": "",
    } | question
    path = root / "forms" / "return_interview.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + QUESTION.format(**filled), encoding="utf-8")
    return "\n".join(fault.words for fault in find_faults(Form.load(root)))


def test_the_shipped_form_has_no_fault() -> None:
    assert lint(resources()) == []


def test_a_sound_question_is_no_fault(form_folder: Path) -> None:
    assert plant(form_folder) == ""


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        ({"id": "stage"}, "this id is reserved"),
        ({"id": "answers"}, "this id is reserved"),
        ({"id": "overnight"}, "this id is reserved"),
        ({"id": "Planted one"}, "an id has small letters"),
        ({"label": ""}, "its label is empty"),
        ({"label": "planted"}, "its label is its own id"),
        ({"type": "choice"}, "it has no options"),
        (
            {"type": "choice", "more": 'options = [{ code = "a", label = "a" }]'},
            "option a has no words",
        ),
        (
            {
                "type": "choice",
                "more": 'options = [{ code = "a", label = "A a" }, { code = "a", label = "B b" }]',
            },
            "option a stands twice",
        ),
        (
            {"type": "choice", "more": 'options = [{ code = "declined", label = "No" }]'},
            "named like an answer state",
        ),
        ({"type": "multi", "more": OPTIONS + '\nexclusive = ["c"]'}, "“c” is not one of its"),
        (
            {"type": "choice", "merge": "judgement", "more": OPTIONS},
            "order of protectiveness does not say where a, b stands",
        ),
        (
            {"type": "yes_no", "merge": "judgement", "more": 'protective = ["yes"]'},
            "does not say where no stands",
        ),
        ({"release": ""}, "no release class"),
        ({"release": "secret"}, "no release class “secret”"),
        ({"more": "since = 2\nretired = 2\ncore = false"}, "retired in the version that brings it"),
        ({"type": "repeat"}, "without sub-questions"),
        ({"id": "before_story.planted", "more": 'group = "before_story"'}, "not a repeat or grid"),
        ({"id": "elsewhere", "more": 'group = "where_went"'}, "begins with “where_went.”"),
        (
            {"id": "offer_attempts.planted", "more": 'group = "offer_attempts"'},
            "it lives on return_interview, its group on missing_episode",
        ),
        ({"visible": "unheard_of == 'yes'"}, "no question or derived name “unheard_of”"),
        ({"visible": "harmed =="}, "cannot be read"),
        ({"visible": "harmed == 'perhaps'"}, "“perhaps” is neither an option of harmed"),
        ({"visible": "harmed in ['yes', 'maybe']"}, "“maybe” is neither an option"),
        ({"visible": "'taxies' in travel_modes"}, "“taxies” is neither an option"),
        ({"visible": "stage == 'submitted'"}, "“submitted” is neither an option of stage"),
        ({"visible": "outcome == 'late'"}, "“late” is neither an option of outcome"),
        ({"visible": "size(before_story) > 0"}, "counts the bytes of words"),
        ({"visible": "where_went.place != null"}, "reads inside the items of where_went"),
        ({"visible": "age < 16"}, "fails at run time"),
        ({"visible": "size(child_dob) > 0"}, "size(child_dob)"),
        ({"visible": "false"}, "can never be reached"),
        ({"visible": "harmed == 'yes' && harmed == 'no'"}, "can never be reached"),
        ({"required": "overnight && !overnight"}, "never required"),
        ({"visible": "planted == 'x' || planted2 == 'y'"}, "planted2"),
    ],
)
def test_a_planted_fault_is_found(form_folder: Path, planted: dict[str, str], words: str) -> None:
    found = plant(form_folder, **planted)
    assert words in found, found
    assert re.search(rf"^{re.escape(planted.get('id', 'planted'))}: ", found, re.MULTILINE)


def test_a_section_that_is_not_there(form_folder: Path) -> None:
    path = form_folder / "forms" / "sections.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "carer"', 'id = "carers"'), encoding="utf-8")
    assert "carer_views: there is no section “carer”" in "\n".join(lint(form_folder))


def test_circles_are_named(form_folder: Path) -> None:
    plant(form_folder, visible="planted_too != null")
    found = plant(form_folder, id="planted_too", visible="planted != null")
    assert "planted: visible: it depends on itself in a circle" in found
    assert "planted_too: visible: it depends on itself in a circle" in found


def test_questions_behind_a_dead_one_are_dead(form_folder: Path) -> None:
    plant(form_folder, type="yes_no", visible="false")
    found = plant(form_folder, id="behind", visible="planted == 'yes'")
    assert "behind: visible: this question can never be reached" in found


def test_repeats_lie_two_deep_at_the_most(form_folder: Path) -> None:
    plant(form_folder, id="where_went.inner", type="repeat", more='group = "where_went"')
    plant(
        form_folder,
        id="where_went.inner.deep",
        type="repeat",
        more='group = "where_went.inner"',
    )
    found = plant(
        form_folder, id="where_went.inner.deep.leaf", more='group = "where_went.inner.deep"'
    )
    assert "where_went.inner.deep.leaf: it lies 3 repeats deep" in found
    assert "where_went.inner.deep: it lies" not in found


def test_a_row_may_read_itself(form_folder: Path) -> None:
    found = plant(
        form_folder,
        id="where_went.planted",
        visible="where_went.nothing != null",
        more='group = "where_went"',
    )
    assert "where_went has no sub-question “nothing”" in found


def test_local_ids_are_read_through_answers(form_folder: Path) -> None:
    overlay = form_folder / "forms" / "overlays" / "northmere.toml"
    text = overlay.read_text(encoding="utf-8")
    rule = "answers['local.E06999001.night_line_card'] == 'yes'"
    overlay.write_text(text.replace('visible = "interviewed"', f'visible = "{rule}"'), "utf-8")
    assert "way_back" not in "\n".join(lint(form_folder))
    overlay.write_text(
        text.replace('visible = "interviewed"', 'visible = "local.x == null"'), "utf-8"
    )
    assert "way_back: visible: there is no question or derived name “local”" in "\n".join(
        lint(form_folder)
    )


def test_a_file_that_cannot_be_read_is_the_only_fault(form_folder: Path) -> None:
    (form_folder / "forms" / "action.toml").write_text("kind = ", encoding="utf-8")
    assert "action.toml" in "\n".join(lint(form_folder))


def test_rules_may_look_into_rows_and_lists(form_folder: Path) -> None:
    """A time, a place, an age and the rows of another repeat are all tried, in mixtures."""
    sound = (
        "where_went.exists(w, w.place != null && w.arrived != null)"
        " && missing_from_at != null && age != null && age > 3 && prior_episodes_30d != null"
    )
    assert plant(form_folder, visible=sound) == ""
    row = "where_went.what_happened != null && where_went.arrived != null"
    found = plant(form_folder, id="where_went.planted", visible=row, more='group = "where_went"')
    assert found == ""


def test_a_number_may_hold_a_state(form_folder: Path) -> None:
    """“Declined” is no number: a rule must say what it does then."""
    found = plant(form_folder, visible="with_whom.all(w, w.age == null || w.age > 1)")
    assert "planted: visible: it fails at run time (TypeError)" in found


def test_only_local_questions_are_read_through_answers(form_folder: Path) -> None:
    rule = "local.E06999001.night_line_card == 'yes'"
    assert "no question or derived name “local”" in plant(form_folder, visible=rule)
