"""A calendar file (.ics, RFC 5545) for a booked interview: the reference and the time, no more.

A calendar is read over shoulders, synced to phones and searched by others, so no name, place or
reason ever goes into it. The same booking keeps its UID: moving it moves the entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_BYTES = 75
USUAL_LENGTH = timedelta(hours=1)
REMIND_BEFORE = "-PT30M"


@dataclass(frozen=True, slots=True)
class Booking:
    """A booked interview as a calendar may know it."""

    interview: str
    reference: str
    starts: datetime
    length: timedelta = USUAL_LENGTH
    moved: int = 0
    cancelled: bool = False


def calendar_file(booking: Booking, stamped: datetime) -> bytes:
    """The bytes of the calendar file for one booking."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Homeward//Return interviews//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:CANCEL" if booking.cancelled else "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{booking.interview}@homeward",
        f"SEQUENCE:{booking.moved}",
        f"DTSTAMP:{_utc(stamped)}",
        f"DTSTART:{_utc(booking.starts)}",
        f"DTEND:{_utc(booking.starts + booking.length)}",
        f"SUMMARY:{_text(f'Appointment {booking.reference}')}",
        "STATUS:CANCELLED" if booking.cancelled else "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        *([] if booking.cancelled else _alarm(booking)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _alarm(booking: Booking) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(f'Appointment {booking.reference}')}",
        f"TRIGGER:{REMIND_BEFORE}",
        "END:VALARM",
    ]


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """Escape text; line ends cannot break out of their line."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> bytes:
    """Fold at 75 bytes, never inside a letter, as RFC 5545 asks."""
    out, width = bytearray(), 0
    for letter in line:
        data = letter.encode("utf-8")
        if width + len(data) > LINE_BYTES:
            out += b"\r\n "
            width = 1
        out += data
        width += len(data)
    return bytes(out + b"\r\n")
