"""The calendar file of a booking: readable by any calendar, and saying nothing of the child."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.interchange.calendar_file import Booking, calendar_file
from tests.making import local

BOOKING = Booking("0b6d", "NMR-26-7K3Q-4", local("2026-10-27 17:00"))
STAMP = datetime(2026, 10, 25, 11, 0, tzinfo=UTC)


def lines(booking: Booking) -> list[str]:
    text = calendar_file(booking, STAMP).decode()
    return text.replace("\r\n ", "").split("\r\n")


def test_it_holds_the_reference_and_the_time_in_utc_and_nothing_else() -> None:
    assert lines(BOOKING) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Homeward//Return interviews//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:0b6d@homeward",
        "SEQUENCE:0",
        "DTSTAMP:20261025T110000Z",
        "DTSTART:20261027T170000Z",
        "DTEND:20261027T180000Z",
        "SUMMARY:Appointment NMR-26-7K3Q-4",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Appointment NMR-26-7K3Q-4",
        "TRIGGER:-PT30M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_summer_time_is_an_hour_earlier_in_utc() -> None:
    assert "DTSTART:20261022T153000Z" in lines(replace(BOOKING, starts=local("2026-10-22 16:30")))


def test_a_moved_booking_keeps_its_uid_and_counts_up() -> None:
    moved = lines(replace(BOOKING, moved=2, starts=local("2026-10-28 10:00")))
    assert "UID:0b6d@homeward" in moved
    assert "SEQUENCE:2" in moved


def test_a_cancelled_booking_says_so_and_rings_no_alarm() -> None:
    cancelled = lines(replace(BOOKING, cancelled=True))
    assert "METHOD:CANCEL" in cancelled
    assert "STATUS:CANCELLED" in cancelled
    assert "BEGIN:VALARM" not in cancelled


def test_lines_are_folded_at_75_bytes_and_never_inside_a_letter() -> None:
    data = calendar_file(replace(BOOKING, reference="ትርሐስ" * 30), STAMP)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode() is not None for line in data.split(b"\r\n"))
    assert f"SUMMARY:Appointment {'ትርሐስ' * 30}" in data.decode().replace("\r\n ", "")


def test_text_cannot_break_out_of_its_line() -> None:
    found = lines(replace(BOOKING, reference="A;B,C\\D\nATTENDEE:x"))
    assert "SUMMARY:Appointment A\\;B\\,C\\\\D\\nATTENDEE:x" in found
    assert not any(line.startswith("ATTENDEE") for line in found)
