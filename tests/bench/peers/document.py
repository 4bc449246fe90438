"""Reading a problem document, refusing by name what the peers' models do not state."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class UnsupportedError(Exception):
    """A field of the problem that the peers' models do not state."""


def read(path: Path) -> Row:
    return json.loads(path.read_text(), parse_float=str)


def only(row: Row, names: Iterable[str], where: str) -> None:
    """Refuses any other field that says something."""
    known = set(names)
    for name, value in row.items():
        if name not in known and not name.startswith("x_") and value not in (None, [], {}, 0, "0", ""):
            raise UnsupportedError(f"{where}: {name}")


def number(value: object, otherwise: object = 0) -> Fraction:
    return Fraction(str(otherwise if value is None else value))


def whole(value: object, otherwise: int = 0) -> int:
    return int(number(value, otherwise))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def text_of(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Grid:
    """The horizon, cut into intervals."""

    def __init__(self, horizon: Row) -> None:
        self.start, self.end = instant(horizon["start"]), instant(horizon["end"])
        self.step = whole(horizon.get("interval_minutes"), 15)
        self.minutes = int((self.end - self.start).total_seconds() // 60)
        self.intervals = self.minutes // self.step

    def minute(self, at: datetime) -> int:
        """Minutes since the start; before it, negative."""
        return int((at - self.start).total_seconds() // 60)

    def span(self, row: Row, start: str = "start", end: str = "end") -> tuple[int, int]:
        """First minute and the one after the last, within the horizon."""
        first, last = self.minute(instant(row[start])), self.minute(instant(row[end]))
        return max(first, 0), min(last, self.minutes)

    def at(self, minute: int) -> datetime:
        return self.start + timedelta(minutes=minute)

    def ceil(self, minutes: int) -> int:
        return -(-minutes // self.step)
