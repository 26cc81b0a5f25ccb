"""Practice children: true to the form, to the figures, and to nobody who lives."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from app.analysis.rules import Rules
from app.analysis.thresholds import prior_counts, threshold_met
from app.analysis.timeliness import figures
from app.casework.practice.cases import CALDERFEN, NORTHMERE, PRACTICE, make_practice
from app.casework.practice.scenarios import SCENARIOS, make_scenario_fixture
from app.casework.practice.words import Chance, Words
from app.forms.definition import Form
from app.forms.derived import CaseFacts, outcome_of
from app.forms.plain_facts import instant, text
from app.forms.session import FormSession
from app.forms.sheet import Sheet
from app.records.clock import due_after, local
from app.records.codec import decode, encode
from app.records.edit import Edit, blank, fold
from app.records.record import Answer, Record, RecordKind
from app.records.reference import parse
from tests.making import ROOT, RULES, time_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
RESOURCES = ROOT / "resources"
MANY = 600
CHECKED_STAGE = {"approved": "approve", "submitted": "submit", "returned": "submit"}
ASKED_AT_ANOTHER_STAGE = {
    *("closure_decision", "review_date", "manager_decision", "manager_comment"),
    "strategy_trigger",  # a session is told the thresholds of its first episode only
    "strategy_reason",
}
REAL_PHONE = re.compile(r"(?:\+?44|\b0)[\d ]{8,12}\d")
STORY_PHONE = re.compile(r"(?:07700 900\d{3}|01632 960\d{3})")


@lru_cache
def words() -> Words:
    return Words.load(RESOURCES / "practice")


@lru_cache
def forms() -> Mapping[str, Form]:
    return {code: Form.load(RESOURCES, code) for code in (NORTHMERE, CALDERFEN)}


def edits_of(children: int, seed: int = 1, now: datetime = NOW) -> list[Edit]:
    refs = {code: form.ref for code, form in forms().items()}
    return list(make_practice(words(), refs, now, children, seed))


@dataclass
class Town:
    """All records of a practice run, sorted by what they are."""

    records: dict[str, Record] = field(default_factory=dict)
    by_case: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: RecordKind) -> list[Record]:
        return [record for record in self.records.values() if record.kind is kind]


def town_of(edits: list[Edit]) -> Town:
    town = Town()
    for edit in edits:
        record = fold(blank(edit), [edit])
        town.records[record.id] = record
        town.by_case[record.case].append(record)
    return town


@lru_cache
def many() -> Town:
    return town_of(edits_of(MANY))


def interview_of(town: Town, episode: Record) -> Record | None:
    return next(
        (record for record in town.by_case[episode.case] if episode.id in record.linked("episode")),
        None,
    )


class TestForm:
    def test_everything_signed_off_has_no_problem_on_the_real_form(self) -> None:
        town = town_of(edits_of(72))
        found: Counter[str] = Counter()
        checked = 0
        for interview in town.of(RecordKind.RETURN_INTERVIEW):
            stage = CHECKED_STAGE.get(interview.stage.value)
            if stage is None:
                continue
            checked += 1
            session = session_of(town, interview, stage)
            found.update(
                f"{problem.kind} {problem.message}"
                for problem in session.problems(stage)
                if problem.kind != "warning"
            )
            found.update(
                f"hidden {address}"
                for address in session.no_longer_asked()
                if address.split(":")[-1] not in ASKED_AT_ANOTHER_STAGE
            )
        assert checked > 100
        assert found == {}

    def test_every_cell_is_on_the_form_and_every_code_is_an_option(self) -> None:
        town = town_of(edits_of(72))
        wrong: set[str] = set()
        for record in town.records.values():
            form = forms()[record.la]
            for path, cell in record.answers.items():
                question = form.question_at(path)
                if question is None:
                    if path.split("/")[0] not in {"links", "group", "stage", PRACTICE}:
                        wrong.add(f"no question at {path}")
                elif (
                    isinstance(cell, Answer)
                    and question.options
                    and isinstance(cell.value, str)
                    and cell.value not in {option.code for option in question.options}
                ):
                    wrong.add(f"{question.id}={cell.value}")
        assert wrong == set()

    def test_records_survive_the_codec(self) -> None:
        for record in town_of(edits_of(8)).records.values():
            assert decode(encode(record)) == record


def session_of(town: Town, interview: Record, stage: str) -> FormSession:
    case = town.by_case[interview.case]
    episodes = [record for record in case if record.kind is RecordKind.MISSING_EPISODE]
    covered = sorted(
        (record for record in episodes if record.id in interview.linked("episode")),
        key=lambda record: str(record.value("missing_from_at")["at"]),
        reverse=True,
    )
    episode = covered[0]
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in case:
        if interview.id in record.linked("about"):
            groups[text(record, "group")].append(record)
    prior = prior_counts(episode, episodes)
    rules = Rules.load(RULES, interview.la)
    facts = CaseFacts(
        prior.days_30, prior.days_90, prior.days_365, threshold_met(episode, episodes, NOW, rules)
    )
    sheet = Sheet(
        person=town.records[interview.case],
        episodes=tuple(covered),
        interview=interview,
        involvement=next(record for record in case if record.kind is RecordKind.INVOLVEMENT),
        items={group: tuple(records) for group, records in groups.items()},
    )
    return FormSession(forms()[interview.la], sheet, now=NOW, facts=facts, stage=stage)


class TestFigures:
    """Bands around published statistics; the seed is fixed, the bands would hold for any."""

    def test_episodes_a_child_and_repeats(self) -> None:
        counts = Counter(episode.case for episode in many().of(RecordKind.MISSING_EPISODE))
        mean = sum(counts.values()) / len(counts)
        assert 2.2 <= mean <= 3.6
        assert 0.45 <= sum(n > 1 for n in counts.values()) / len(counts) <= 0.65

    def test_how_long_they_last(self) -> None:
        hours = sorted(
            (back - left).total_seconds() / 3600
            for episode in many().of(RecordKind.MISSING_EPISODE)
            if (back := instant(episode, "returned_at"))
            and (left := instant(episode, "missing_from_at"))
        )
        assert 4 <= hours[len(hours) // 2] <= 9
        assert 0.85 <= sum(h <= 48 for h in hours) / len(hours) <= 0.99
        assert sum(h > 24 for h in hours) / len(hours) >= 0.05

    def test_offers_refusals_and_lateness(self) -> None:
        town = many()
        settled = [
            episode
            for episode in town.of(RecordKind.MISSING_EPISODE)
            if (interview := interview_of(town, episode)) and interview.stage.value == "approved"
        ]
        found = figures(settled, town.of(RecordKind.RETURN_INTERVIEW), NOW)
        assert 0.78 <= found.offered / found.episodes <= 0.92
        assert 0.25 <= found.declined / found.offered <= 0.36
        assert 0.45 <= found.completed / found.episodes <= 0.60
        assert 0.58 <= found.completed_in_time / found.completed <= 0.69

    def test_some_interviews_cover_two_episodes_and_some_children_were_away(self) -> None:
        town = many()
        covered = [len(i.linked("episode")) for i in town.of(RecordKind.RETURN_INTERVIEW)]
        assert max(covered) >= 2
        assert min(covered) >= 1
        kinds = Counter(text(e, "episode_type") for e in town.of(RecordKind.MISSING_EPISODE))
        assert kinds["away_without_authorisation"] >= 10

    def test_what_children_disclose(self) -> None:
        held = [
            interview
            for interview in many().of(RecordKind.RETURN_INTERVIEW)
            if text(interview, "interview_held") in ("yes", "partly")
        ]
        cse = sum(interview.ticked("cse_indicators") != ["none_seen"] for interview in held)
        cce = sum(interview.ticked("cce_indicators") != ["none_seen"] for interview in held)
        low = sum(text(i, "self_harm_suicide") != "none" for i in held)
        assert 0.06 <= cse / len(held) <= 0.18
        assert 0.05 <= cce / len(held) <= 0.18
        assert 0.10 <= low / len(held) <= 0.28

    def test_who_they_are(self) -> None:
        people = many().of(RecordKind.PERSON)
        ages = Counter(
            (local(NOW).date() - datetime.fromisoformat(text(person, "child_dob")).date()).days
            // 365
            for person in people
        )
        assert sum(n for age, n in ages.items() if 12 <= age <= 17) / len(people) >= 0.85
        assert max(ages) <= 17
        assert len({text(person, "child_ethnicity") for person in people}) >= 14
        cared_for = sum(text(person, "is_uasc") != "" for person in people)
        assert 0.33 <= cared_for / len(people) <= 0.5


class TestToday:
    @pytest.mark.parametrize(
        "now",
        [
            NOW,
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            datetime(2026, 12, 31, 23, 50, tzinfo=UTC),
        ],
    )
    def test_one_child_in_eight_has_something_due_today_whenever_it_is_made(
        self, now: datetime
    ) -> None:
        town = town_of(edits_of(48, now=now))
        today = local(now).date()
        due: set[str] = set()
        missing: set[str] = set()
        for episode in town.of(RecordKind.MISSING_EPISODE):
            outcome = outcome_of(episode, interview_of(town, episode))
            at = episode.value("returned_at")
            if at and outcome in ("due", "offered", "accepted", "booked"):
                moment = due_after(time_of(at["at"][:16].replace("T", " ")))
                if moment and local(moment).date() == today:
                    due.add(episode.case)
            if outcome == "not_due":
                missing.add(episode.case)
        assert len(due) >= 6
        assert len(missing) >= 4

    def test_something_waits_for_sign_off_and_something_is_overdue(self) -> None:
        town = town_of(edits_of(25))
        stages = Counter(i.stage.value for i in town.of(RecordKind.RETURN_INTERVIEW))
        assert stages["submitted"] >= 2
        assert stages["approved"] >= 10
        late = [
            episode
            for episode in town.of(RecordKind.MISSING_EPISODE)
            if (returned := instant(episode, "returned_at"))
            and NOW - returned > timedelta(hours=72)
            and outcome_of(episode, interview_of(town, episode)) in ("due", "accepted", "booked")
        ]
        assert late

    def test_nothing_has_happened_yet_that_lies_ahead(self) -> None:
        ahead = {"booked_for", "next_try", "by_when", "due", "review_date"}
        for record in town_of(edits_of(120)).records.values():
            for path, cell in record.answers.items():
                value: Any = getattr(cell, "value", None)
                if isinstance(value, dict) and "at" in value:
                    leaf = re.split(r"[/.]", path)[-1]
                    moment = datetime.fromisoformat(value["at"])
                    assert leaf in ahead or moment <= NOW, path


class TestNobodyReal:
    def test_every_number_is_from_a_range_kept_for_stories(self) -> None:
        for record in many().records.values():
            told = msgspec.json.encode(
                {path: cell for path, cell in record.answers.items() if "nhs" not in path}
            ).decode()
            told = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", told)
            for found in REAL_PHONE.findall(told):
                assert STORY_PHONE.fullmatch(found), found

    def test_nhs_numbers_are_from_the_test_range_and_add_up(self) -> None:
        numbers = [text(person, "child_nhs_number") for person in many().of(RecordKind.PERSON)]
        numbers = [number for number in numbers if number]
        assert len(numbers) > 100
        for number in numbers:
            assert number.startswith("999")
            total = sum(int(d) * w for d, w in zip(number, range(10, 1, -1), strict=False))
            assert (11 - total % 11) % 11 == int(number[9])

    def test_the_data_itself_holds_no_other_number(self) -> None:
        for file in (RESOURCES / "practice").glob("*.toml"):
            for found in REAL_PHONE.findall(file.read_text("utf-8")):
                assert STORY_PHONE.fullmatch(found), f"{file.name}: {found}"

    def test_every_record_says_that_it_is_practice(self) -> None:
        assert all(text(record, PRACTICE) == "yes" for record in many().records.values())

    def test_references_read_and_differ(self) -> None:
        references = [
            text(record, "record_ref")
            for record in many().records.values()
            if "record_ref" in record.answers
        ]
        assert len(set(references)) == len(references)
        assert {parse(reference).authority for reference in references} == {"NMR", "CAL"}


class TestWords:
    def test_no_blank_is_left_to_fill_and_no_name_is_wrong(self) -> None:
        for record in many().records.values():
            told = json.dumps([getattr(cell, "value", "") for cell in record.answers.values()])
            assert not re.search(r"\{[a-z_]+\}", told), told

    def test_accounts_differ(self) -> None:
        said = Counter(
            text(interview, "what_did")
            for interview in many().of(RecordKind.RETURN_INTERVIEW)
            if text(interview, "what_did")
        )
        assert len(said) / sum(said.values()) > 0.5
        in_small = Counter(
            text(interview, "reason_own_words")
            for interview in town_of(edits_of(25)).of(RecordKind.RETURN_INTERVIEW)
            if text(interview, "reason_own_words")
        )
        assert max(in_small.values()) <= 4

    def test_young_children_say_what_young_children_say(self) -> None:
        town = many()
        for interview in town.of(RecordKind.RETURN_INTERVIEW):
            person = town.records[interview.case]
            born = datetime.fromisoformat(text(person, "child_dob")).replace(tzinfo=UTC)
            if (NOW - born).days / 365.25 < 11:
                assert set(interview.ticked("substances")) <= {"none"}
                assert interview.ticked("cse_indicators") in ([], ["none_seen"])


class TestSeeds:
    def test_the_same_seed_gives_the_same_children_and_another_others(self) -> None:
        assert edits_of(6) == edits_of(6)
        assert {edit.record for edit in edits_of(6)}.isdisjoint(
            {edit.record for edit in edits_of(6, seed=2)}
        )

    def test_ids_are_unique(self) -> None:
        edits = edits_of(60)
        assert len({edit.record for edit in edits}) == len(edits) == len({e.op_id for e in edits})

    def test_a_bag_gives_each_thing_once_before_it_repeats(self) -> None:
        chance, things = Chance(1), ["a", "b", "c", "d"]
        drawn = [chance.next(things) for _ in range(8)]
        assert sorted(drawn[:4]) == sorted(drawn[4:]) == things


class TestScenarios:
    @pytest.mark.parametrize("name", sorted(SCENARIOS))
    def test_each_child_stands_ready_and_nothing_has_happened(self, name: str) -> None:
        refs = {code: form.ref for code, form in forms().items()}
        made = make_scenario_fixture(name, words(), refs, NOW)
        assert [edit.kind for edit in made] == [RecordKind.PERSON]
        again = make_scenario_fixture(name, words(), refs, NOW)
        assert [edit.record for edit in made] == [edit.record for edit in again]

    def test_ruby(self) -> None:
        refs = {code: form.ref for code, form in forms().items()}
        (edit,) = make_scenario_fixture("ruby", words(), refs, NOW)
        ruby = fold(blank(edit), [edit])
        assert (text(ruby, "child_local_id"), text(ruby, "child_dob")) == ("RT4417", "2011-03-17")
        assert text(ruby, "address_confidential") == "yes"
