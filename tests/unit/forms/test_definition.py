"""Loading the form: order, overlay, code lists, versions, and faults said in plain words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.forms.codes import code_list
from app.forms.definition import AnswerType, Form, FormLibrary, MergeClass
from app.forms.form_files import FormFile
from app.forms.overlay import has_overlay
from app.forms.question import Choice
from app.records.errors import FormError
from app.records.record import FormRef, RecordKind
from app.resources import resource, resources

if TYPE_CHECKING:
    from pathlib import Path


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / "forms" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_whole_standard_form_is_there(standard: Form) -> None:
    assert len(standard.known) == 297
    assert len([q for q in standard.known.values() if q.group is None]) == 204
    assert [section.letter for section in standard.sections] == list("ABCDEFGHIJKLMNOPQRST")
    assert standard.section("harm").letter == "H"


def test_local_questions_are_off_until_an_authority_switches_them_on(
    standard: Form, form: Form
) -> None:
    assert "line_name" in standard.known
    assert "line_name" not in standard.questions
    assert "line_name" in form.questions
    assert "phones" not in standard.questions
    assert not standard.children("phones")
    assert [child.leaf for child in form.children("phones")] == ["number", "device", "given_by"]


def test_questions_stand_in_form_order(form: Form) -> None:
    ids = [question.id for question in form.in_section("offer")]
    assert ids.index("offer_required") < ids.index("offer_made") < ids.index("offer_accepted")
    assert form.in_section("no such section") == ()
    assert form.children("before_story") == ()


def test_an_authority_adds_and_rewords(form: Form, standard: Form) -> None:
    card = form.questions["local.E06999001.night_line_card"]
    assert (card.home, card.core) == (RecordKind.RETURN_INTERVIEW, False)
    assert form.questions["what_did"].prompts != standard.questions["what_did"].prompts
    assert form.questions["what_did"].label == standard.questions["what_did"].label
    assert form.ref.overlay == "northmere@1"
    assert Form.load(resources(), "E06999001").ref == form.ref


def test_codes_come_with_their_days(form: Form) -> None:
    authority = form.questions["responsible_la"]
    assert authority.label_of("E06999001") == "Northmere"
    assert authority.label_of("E00000000") == "E00000000"
    today = {choice.code for choice in authority.options_on(date(2026, 10, 1))}
    assert "E10999003" in today
    assert len(today) < len(authority.options)
    before = Choice("a", "A", date(2026, 1, 1), date(2026, 12, 31))
    assert not before.valid_on(date(2025, 12, 31))
    assert before.valid_on(date(2026, 12, 31))
    assert not before.valid_on(date(2027, 1, 1))


def test_homes_and_groups(form: Form) -> None:
    assert form.is_record_group(form.questions["intel_items"])
    assert form.is_record_group(form.questions["quality_rating"])
    assert not form.is_record_group(form.questions["where_went"])
    assert not form.is_record_group(form.questions["before_story"])
    of_person = {question.id for question in form.of_home(RecordKind.PERSON)}
    assert {"child_surname", "record_ref"} <= of_person
    assert "record_ref" not in {question.id for question in form.of_home(RecordKind.ACTION)}
    assert form.questions["where_went.place"].leaf == "place"


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("before_story", "before_story"),
        ("where_went", "where_went"),
        ("where_went/x", "where_went"),
        ("where_went/x/@", "where_went"),
        ("where_went/x/place", "where_went.place"),
        ("cse_indicators/older_partner", "cse_indicators"),
        ("quality_rating/voice", "quality_rating.voice"),
        ("quality_rating/other", "quality_rating"),
        ("intel_items.what", "intel_items.what"),
        ("where_went/x/gone", None),
        ("links/x", None),
        ("unheard_of", None),
    ],
)
def test_a_path_belongs_to_a_question(form: Form, path: str, question: str | None) -> None:
    found = form.question_at(path)
    assert (found.id if found else None) == question


@pytest.mark.parametrize(
    ("kind", "path", "merge"),
    [
        (RecordKind.RETURN_INTERVIEW, "before_story", MergeClass.TESTIMONY),
        (RecordKind.RETURN_INTERVIEW, "exploitation_level", MergeClass.JUDGEMENT),
        (RecordKind.RETURN_INTERVIEW, "where_went/x/@", MergeClass.SET),
        (RecordKind.RETURN_INTERVIEW, "where_went/x/place", MergeClass.FACT),
        (RecordKind.MISSING_EPISODE, "offer_attempts/x/@", MergeClass.APPEND),
        (RecordKind.INTELLIGENCE_ITEM, "intel_items.what", MergeClass.TESTIMONY),
        (RecordKind.PERSON, "record_ref", MergeClass.NONE),
        (RecordKind.PERSON, "before_story", MergeClass.FACT),
        (RecordKind.PERSON, "unheard_of", MergeClass.FACT),
        (RecordKind.PERSON, "stage", MergeClass.JUDGEMENT),
    ],
)
def test_merge_classes(form: Form, kind: RecordKind, path: str, merge: MergeClass) -> None:
    assert form.merge_class(kind, path) is merge


def test_the_order_of_protectiveness(form: Form) -> None:
    order = form.protective(RecordKind.RETURN_INTERVIEW, "exploitation_level")
    assert order == ("significant", "unknown", "moderate", "emerging", "no_known_concern")
    assert form.protective(RecordKind.RETURN_INTERVIEW, "unheard_of") == ()


def test_the_same_words_have_the_same_digest(form_folder: Path, standard: Form) -> None:
    assert Form.load(form_folder).ref == standard.ref
    path = form_folder / "forms" / "action.toml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert Form.load(form_folder).ref == standard.ref
    change(form_folder, "action.toml", 'short = "', 'short = "Also ')
    assert Form.load(form_folder).ref.digest != standard.ref.digest


def test_retired_questions_stay_known(form_folder: Path) -> None:
    change(
        form_folder,
        "return_interview.toml",
        'id = "before_story"',
        'id = "before_story"\nretired = 1',
    )
    form = Form.load(form_folder)
    assert "before_story" in form.known
    assert "before_story" not in form.questions


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "actions"', 'id = "actions', "not TOML"),
        ('type = "repeat"', 'type = "repeated"', "“repeated” is not one of the known words"),
        ('type = "repeat"', "type = 3", "“type”"),
        ('type = "repeat"', 'tipe = "repeat"', "unknown key “tipe”"),
        ('merge = "set"\n', "", "“merge” is missing"),
        ("core = true", 'core = "yes"', "true or false is wanted here"),
        ("order = ", 'order = "3" #', "a whole number is wanted here"),
        ('short = "', "short = 3 #", "words in quotes"),
        ('id = "actions"\n', "", "an entry without an id"),
        ('kind = "action"', 'kind = "verb"', "“verb” is not a kind of record"),
        ('kind = "action"', "", "“kind” is missing"),
        ("version = 1", "", "“version” is missing"),
        ("[[question]]", "[question]", ""),
    ],
)
def test_a_broken_file_is_told_in_plain_words(
    form_folder: Path, old: str, new: str, words: str
) -> None:
    change(form_folder, "action.toml", old, new)
    with pytest.raises(FormError) as caught:
        Form.load(form_folder)
    assert "action.toml" in caught.value.advice
    assert words in caught.value.advice


def test_a_fault_names_its_line(form_folder: Path) -> None:
    change(form_folder, "action.toml", 'type = "repeat"', 'type = "repeated"')
    with pytest.raises(FormError, match=r"action\.toml, line \d+, “actions”") as caught:
        Form.load(form_folder)
    lines = (form_folder / "forms" / "action.toml").read_text(encoding="utf-8").splitlines()
    line = caught.value.details["line"]
    assert isinstance(line, int)
    assert lines[line - 1] == 'id = "actions"'


def test_one_bracket_is_not_enough(form_folder: Path) -> None:
    path = form_folder / "forms" / "one.toml"
    path.write_text('kind = "action"\nversion = 1\n[question]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(FormError, match="two brackets"):
        Form.load(form_folder)


def test_each_id_stands_once(form_folder: Path) -> None:
    change(form_folder, "action.toml", 'id = "actions.due"', 'id = "before_story"')
    with pytest.raises(FormError, match="“before_story”"):
        Form.load(form_folder)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="no form files"):
        Form.load(tmp_path / "nowhere")
    with pytest.raises(FormError, match="cannot be read"):
        FormFile(tmp_path / "gone.toml")
    with pytest.raises(FormError, match=r"gone\.csv"):
        code_list(tmp_path, "gone")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("switch_on = [", 'switch_on = [\n  "unheard_of",', "no question “unheard_of”"),
        ('hide = ["child_signed"]', 'hide = ["before_story"]', "core question"),
        ('guidance = "Owed', 'label = "Owed', "may reword guidance and prompts, not “label”"),
        ('id = "what_did"', 'id = "unheard_of"', "no question “unheard_of”"),
        ('id = "local.E06999001.way_back"', 'id = "way_back"', "begins with “local.E06999001.”"),
        (
            'id = "local.E06999001.way_back"',
            'id = "local.E06999001.night_line_card"',
            "this id is taken",
        ),
        ('authority = "E06999001"', "", "“authority” is missing"),
    ],
)
def test_what_an_overlay_may_not_do(form_folder: Path, old: str, new: str, words: str) -> None:
    change(form_folder, "overlays/northmere.toml", old, new)
    with pytest.raises(FormError) as caught:
        Form.load(form_folder, "northmere")
    assert words in caught.value.advice


def test_an_unknown_overlay(form_folder: Path) -> None:
    with pytest.raises(FormError, match="no overlay “atlantis”"):
        Form.load(form_folder, "atlantis")


def test_the_library_keeps_each_version(form_folder: Path) -> None:
    old = Form.load(form_folder, "northmere")
    frozen = form_folder / "forms" / "published" / "1"
    for path in sorted((form_folder / "forms").rglob("*.toml")):
        target = frozen / path.relative_to(form_folder / "forms")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    change(form_folder, "action.toml", 'label = "', 'label = "Newly ')
    change(form_folder, "action.toml", "version = 1", "version = 2")
    library = FormLibrary(form_folder, "northmere")
    assert library.current.ref.core == 2
    assert library.at(library.current.ref) is library.current
    assert library.at(old.ref).questions["actions"] == old.questions["actions"]
    assert library.at(old.ref).questions["responsible_la"].label_of("E06999001") == "Northmere"
    assert library.nearest(old.ref) == (library.at(old.ref), True)
    unknown = FormRef(core=9, overlay="atlantis@1", digest="none")
    with pytest.raises(FormError, match="does not have"):
        library.at(unknown)
    assert library.nearest(unknown) == (library.current, False)


def test_where_the_resources_lie() -> None:
    assert resource("forms", "sections.toml").is_file()
    assert AnswerType("quote") is AnswerType.QUOTE


def test_whether_an_authority_has_an_overlay() -> None:
    assert has_overlay(resources() / "forms", "E06999001")
    assert not has_overlay(resources() / "forms", "E06000005")
