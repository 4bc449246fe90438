"""What the clock on the wall shows in each minute of the horizon."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from document import Grid, Row, UnsupportedError

MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Minute:
    day: date
    of_day: int
    offset: timedelta | None
    is_holiday: bool

    @property
    def month(self) -> tuple[int, int]:
        return self.day.year, self.day.month

    def window(self, minutes: int) -> tuple[date, int, timedelta | None]:
        """Names the clock-aligned metering window; two passes through an hour in autumn are two windows."""
        return self.day, self.of_day // minutes, None if minutes == MINUTES_OF_DAY else self.offset

    def is_within(self, row: Row) -> bool:
        """Whether the row's day type, months and hours hold."""
        months = row.get("months")
        return (not months or self.day.month in months) and self._is_day(row["day_type"]) and self._is_hour(row)

    def _is_day(self, day_type: str) -> bool:
        match day_type:
            case "all":
                return True
            case "holiday":
                return self.is_holiday
            case "weekday":
                return not self.is_holiday and self.day.weekday() < 5
            case "weekend":
                return not self.is_holiday and self.day.weekday() >= 5
        raise UnsupportedError(f"day type: {day_type}")

    def _is_hour(self, row: Row) -> bool:
        start, end = of_day(row.get("start_time", "00:00")), of_day(row.get("end_time", "24:00"))
        if start < end:
            return start <= self.of_day < end
        return self.of_day >= start or self.of_day < end


def of_day(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def minutes_of(grid: Grid, zone: ZoneInfo, holidays: list[str]) -> list[Minute]:
    dates = {date.fromisoformat(day) for day in holidays}
    found = []
    for minute in range(grid.minutes):
        local = grid.at(minute).astimezone(zone)
        day = local.date()
        found.append(Minute(day, local.hour * 60 + local.minute, local.utcoffset(), day in dates))
    return found


def minutes_of_month(month: tuple[int, int], zone: ZoneInfo) -> int:
    year, number = month
    first = datetime(year, number, 1, tzinfo=zone)
    after = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    return int((after.astimezone(UTC) - first.astimezone(UTC)).total_seconds() // 60)
