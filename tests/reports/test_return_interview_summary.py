"""The return-interview summary: everything that was answered, in words, the story first."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec
import pikepdf
import pytest

from app.forms.sheet import Sheet
from app.records.conflict import Conflict, Contested, Why
from app.records.errors import NotFound, Refused
from app.records.record import Answer, AnswerState, Cell, Record, RecordKind, answered
from app.reports.answers import Teller
from app.reports.interview_copy import gathered
from app.reports.registry import Printed, composer_of, file_name, make
from tests.making import at
from tests.reports.reading import elements, squeezed, text_of
from tests.reports.sheets import (
    copy_of,
    covering,
    empty,
    form,
    jonah,
    record,
    ruby,
    yonas,
)
from tests.reports.spoken import said as spoken

if TYPE_CHECKING:
    from typing import Any

KIND = "return_interview_summary"
RUBY_DAY, JONAH_DAY, YONAS_DAY = "2026-10-23 11:00", "2026-04-05 16:40", "2026-04-04 17:10"


def printed(sheet: Sheet, now: str = RUBY_DAY, **more: Any) -> Printed:
    return make(KIND, copy_of(sheet, now, **more))


def words(sheet: Sheet, now: str = RUBY_DAY, **more: Any) -> str:
    return text_of(printed(sheet, now, **more).pdf)


def with_answers(sheet: Sheet, **answers: Cell) -> Sheet:
    """The sheet with these answers in its interview."""
    interview = sheet.interview
    assert interview is not None
    changed = msgspec.structs.replace(interview, answers={**interview.answers, **answers})
    return Sheet(sheet.person, sheet.episodes, changed, sheet.involvement, sheet.items)


def in_order(text: str, *parts: str) -> bool:
    at_ = 0
    for part in parts:
        at_ = text.find(part, at_)
        assert at_ >= 0, f"{part!r} is missing, or not in its place"
        at_ += len(part)
    return True


def test_it_tells_the_story_first_and_the_coding_after() -> None:
    assert in_order(
        words(ruby()),
        "Return interview summary",
        "Ruby Tansley, 15",
        "What happened",
        "In the child's own words",
        "Fizz said I owed him and it was only two trips.",
        "What was said and asked",
        "What the worker saw and judged",
        "What happens next",
        "Sign-off",
        "Open when this was printed",
    )


@pytest.mark.parametrize(
    ("sheet", "now"), [(ruby, RUBY_DAY), (jonah, JONAH_DAY), (yonas, YONAS_DAY)]
)
def test_every_answer_that_is_asked_is_on_paper(sheet: Any, now: str) -> None:
    made = sheet()
    it = gathered(copy_of(made, now))
    on_paper = squeezed("".join(spoken(printed(made, now).pdf, "Document")))

    told = 0
    for address in it.session.addresses():
        question = it.session.question(address)
        if question.type in ("auto", "repeat", "grid"):
            continue
        for para in Teller(it.session).answer(question, address):
            told += 1
            assert squeezed(para.text) in on_paper, address
    assert told > 50


def test_answers_come_in_the_order_of_the_form() -> None:
    assert in_order(
        words(ruby()),
        "First things: safe, well, willing",
        "Tomasz Beale, Interviewer, Northmere",
        "Before: why they left",
        "Somebody told me to go",
        "While away: where, who, how",
        "1. Saltmouth station",
        "2. 14 Marl Court, Saltmouth",
        "Fizz",
        "Dee",
        "Anything that hurt or worried you",
        "How you are",
    )


def test_states_are_told_in_words_and_never_run_together() -> None:
    text = words(ruby())

    assert "The child declined" in text
    assert "Not asked. she was tired by then" in text
    assert "The child does not know" in text


def test_a_question_nobody_answered_is_not_made_up() -> None:
    assert form().questions["likely_destinations"].label not in words(ruby())


def test_own_words_are_block_quotes_with_speaker_and_time() -> None:
    pdf = printed(ruby()).pdf

    quotes = spoken(pdf, "BlockQuote")
    assert "Fizz said I owed him and it was only two trips." in quotes
    assert "He was waiting by the photo booth." in quotes
    assert "Ruby, 17:02, Thu 22 Oct 2026" in text_of(pdf)


def test_a_quote_in_another_language_keeps_both() -> None:
    pdf = printed(yonas(), YONAS_DAY).pdf

    quotes = spoken(pdf, "BlockQuote")
    assert quotes[:2] == [
        "ነቲ ሰብኣይ ክኸፍሎ ኣለኒ፣ እንተዘይኮነ ናብ ኣኮይ ክኸዱ እዮም።",
        "I must pay the man or they go to my uncle.",
    ]
    assert "Said in Tigrinya. In English:" in text_of(pdf)
    assert "ti" in [element.attributes.get("/Lang") for element in elements(pdf)]


def test_what_belongs_to_the_child_is_told_once_however_many_episodes() -> None:
    text = words(ruby())

    assert text.count("Never ring the landline") == 1
    assert text.count("PS-1015-771") == text.count("PS-1018-904") == 1


def test_an_estimated_birth_says_so() -> None:
    assert "Born 15 July 2009 (estimate)" in words(yonas(), YONAS_DAY)
    assert "(estimate)" not in words(ruby())


def test_late_and_in_time_are_told_for_each_episode() -> None:
    text = words(ruby())

    assert "Episode 1: Interview held. Late by 83 h 25 min" in text
    assert "Episode 2: Interview held. In time, 7 h 30 min left" in text
    assert "Away for 8 h 35 min." in text
    assert "Away for 29 h 40 min." in text


def test_the_timeline_tells_what_happened_when() -> None:
    pdf = printed(yonas(), YONAS_DAY).pdf

    assert in_order(
        text_of(pdf),
        "05:10, Tue 31 Mar 2026 Left, or last seen",
        "23:40, Wed 1 Apr 2026 Found",
        "15:10, Thu 2 Apr 2026 Back: the 72 hours began",
        "14:00, Sat 4 Apr 2026 Interview began",
        "15:10 BST, Sun 5 Apr 2026 Interview due",
    )
    figure = next(e for e in elements(pdf) if e.tag == "Figure")
    assert "Away for 58 h 00 min." in figure.attributes["/Alt"]


def test_a_declined_offer_prints_no_empty_interview() -> None:
    text = words(jonah(), JONAH_DAY)

    assert "Offered and declined: the child, directly" in text
    assert "I was at Remy's, I wasn't even missing." in text
    assert "What made you go?" not in text
    assert "While away" not in text.partition("Open when this was printed")[0]


def test_the_words_of_a_carer_are_never_the_childs() -> None:
    text = words(jonah(), JONAH_DAY)

    childs, _, carers = text.partition("What the parent or carer says")
    assert "New trainers" not in childs
    assert in_order(carers, "New trainers, £60", "Carys Pettifer, mother")


def offered(**more: Any) -> Sheet:
    """An episode that ended on 16 October, with an offer that has come to this."""
    child = record(RecordKind.PERSON, "0" * 8, {"child_forename": "Sam", "child_dob": "2012-01-01"})
    episode = record(
        RecordKind.MISSING_EPISODE,
        child.id,
        {
            "missing_from_at": at("2026-10-15 21:40"),
            "returned_at": at("2026-10-16 06:15"),
            "offer_required": "yes",
        }
        | more,
    )
    return Sheet(
        child, (episode,), covering(record(RecordKind.RETURN_INTERVIEW, child.id, {}), episode)
    )


@pytest.mark.parametrize(
    ("answers", "now", "outcome"),
    [
        ({}, "2026-10-16 08:00", "Due: not offered yet. Due in 70 h 15 min"),
        ({}, "2026-10-19 06:16", "Due: not offered yet. Overdue by 1 min"),
        ({"offer_made": "yes"}, "2026-10-16 12:00", "Offered: no answer yet. Due in 66 h 15 min"),
        (
            {"offer_made": "yes", "offer_accepted": "no_response"},
            "2026-10-20 12:00",
            "Offered: the child did not respond",
        ),
        (
            {"offer_made": "no", "offer_not_made_reason": "capacity"},
            "2026-10-16 12:00",
            "Not offered: no worker was available",
        ),
        ({"offer_required": "no_now_18"}, "2026-10-20 12:00", "No interview is owed"),
    ],
)
def test_each_outcome_is_told_with_its_clock(
    answers: dict[str, str], now: str, outcome: str
) -> None:
    assert outcome in words(offered(**answers), now)


def test_an_episode_just_opened_still_makes_a_page() -> None:
    text = words(empty(), "2026-10-20 21:00")

    assert "Sam" in text
    assert "1 h 00 min and still away" in text
    assert "No interview is due: the child is not back" in text


def test_a_sheet_without_an_interview_or_a_child_makes_a_page() -> None:
    episode = record(RecordKind.MISSING_EPISODE, "0" * 8, {})

    text = words(Sheet(None, (episode,), None))

    assert "Name not recorded" in text


def conflict(about: Record, path: str, *sides: Cell | None) -> Conflict:
    values = tuple(
        Contested(f"op{n}", path, side, user, "2026-10-22T16:50:00.000Z", n, "d", n)
        for n, (side, user) in enumerate(zip(sides, ("Tomasz Beale", "Priya Nand"), strict=True))
    )
    return Conflict("c1", about.case, about.id, path, Why.VALUES, "fact", values)


def test_both_values_of_a_contested_answer_are_printed() -> None:
    sheet = ruby()
    assert sheet.interview is not None
    contested = conflict(sheet.interview, "seen_alone", answered("yes"), answered("no_other"))

    text = words(sheet, conflicts=(contested,))

    assert "⚠ 1 answer is contested" in text
    assert in_order(
        text,
        "Was the child spoken to alone?",
        "⚠ Answered in two ways",
        "“Yes, all of the time”, by Tomasz Beale, 17:50, Thu 22 Oct 2026",
        "“No, for another reason”, by Priya Nand",
    )
    assert "contested" not in words(sheet)


def test_a_contested_answer_of_the_other_episode_is_marked_there() -> None:
    sheet = ruby()
    contested = conflict(sheet.episodes[1], "police_ref", answered("A-1"), None)

    text = words(sheet, conflicts=(contested,))

    assert in_order(
        text, "Episode 1: The episode", "⚠ Answered in two ways", "“A-1”", "“no answer”"
    )


def test_an_answer_that_is_no_longer_asked_is_counted_and_not_printed() -> None:
    sheet = with_answers(
        ruby(), harmed=answered("no"), injuries=answered("A bruise on the left arm")
    )

    text = words(sheet)

    assert "A bruise" not in text
    assert "no longer asked and not printed" in text


def test_what_is_still_open_is_listed() -> None:
    after = words(jonah(), JONAH_DAY).partition("Open when this was printed")[2]

    assert "Worker's sign-off" in after


def test_immediate_danger_stands_at_the_top() -> None:
    sheet = with_answers(
        ruby(), immediate_safeguarding=answered("yes"), immediate_told=answered({"name": "Gwen"})
    )

    assert in_order(words(sheet), "Somebody was in immediate danger. Told: Gwen", "Ruby Tansley")


def test_an_episode_recorded_in_error_says_so_first() -> None:
    sheet = offered(recorded_in_error="yes", recorded_in_error_reason="Wrong child")

    assert in_order(words(sheet), "Episode recorded in error: Wrong child", "Sam")


def test_a_draft_says_it_is_one_and_an_approved_copy_does_not() -> None:
    approved = with_answers(ruby(), stage=answered("approved"))

    assert "DRAFT" in words(ruby())
    assert "DRAFT" not in words(approved)
    assert "Approved by the supervisor" in words(approved)


def test_what_the_manager_decided_is_printed_whatever_the_screen_asked() -> None:
    sheet = with_answers(ruby(), stage=answered("approved"), manager_decision=answered("approved"))

    assert "Approved as it stands" in words(sheet)


def test_nothing_outside_the_pages_names_the_child() -> None:
    result = printed(ruby())

    with pikepdf.open(BytesIO(result.pdf)) as document:
        titles = str(document.docinfo) + str(document.open_metadata())
    for name in ("Ruby", "Tansley", "Fizz", "RT4417"):
        assert name not in titles
        assert name not in result.file_name
    assert result.file_name == "NMR-26-7K3Q-4-return-interview-summary.pdf"


def test_a_file_name_holds_only_the_reference_and_the_kind() -> None:
    assert file_name("../Ruby Tansley\x00", KIND) == "RubyTansley-return-interview-summary.pdf"
    assert file_name("", KIND) == "record-return-interview-summary.pdf"


def test_who_printed_it_when_stands_on_every_page() -> None:
    result = printed(ruby())

    assert text_of(result.pdf).count("Printed 11:00, Fri 23 Oct 2026 by Gwen Achterberg") == (
        result.pages
    )


def test_a_copy_for_another_reader_is_refused() -> None:
    with pytest.raises(Refused):
        printed(ruby(), audience="police")


def test_an_unknown_document_is_not_found() -> None:
    for kind in ("letter_to_nobody", "../registry", "page", ""):
        with pytest.raises(NotFound):
            composer_of(kind)


def test_hostile_answers_stay_answers() -> None:
    nasty = "<para>x</para> \u202e(" + "w" * 3000 + "\x00"
    sheet = with_answers(
        ruby(),
        reason_own_words=Answer(
            state=AnswerState.ANSWERED, value=nasty, speaker="<b>", translation=nasty
        ),
        analysis=Answer(state=AnswerState.ANSWERED, value=nasty, note=nasty),
    )

    on_paper = squeezed("".join(spoken(printed(sheet).pdf, "Document")))

    assert on_paper.count("<para>x</para>(" + "w" * 3000) == 4


def test_finding_a_document_loads_no_pdf_library() -> None:
    code = (
        "import sys, app.reports.registry as r;"
        "r.composer_of('return_interview_summary');"
        "assert not {'reportlab', 'pikepdf'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
