"""Equipment on the grid of intervals."""

from dataclasses import dataclass
from fractions import Fraction

from document import Grid, Row, instant, number, only, whole

EQUIPMENT = (
    "equipment_id equipment_name equipment_type capacity_kw min_load_kw efficiency_percent cop fuel_type "
    "fuel_rate_per_kwh min_run_time_minutes max_starts_per_day startup_energy_kwh startup_minutes "
    "shutdown_energy_kwh shutdown_minutes max_concurrent_jobs min_temperature_c max_temperature_c initial_state"
).split()

Draw = list[tuple[int, Fraction]]
"""Intervals, and the mean kW of input that they draw."""


@dataclass(frozen=True, eq=False)
class Unit:
    row: Row
    grid: Grid
    price: list[Fraction]
    """By interval: cost of a mean kW of input over it."""
    off: list[tuple[int, int]]
    """Minutes in which it is not available."""

    def __post_init__(self) -> None:
        only(self.row, EQUIPMENT, f"equipment {self.id}")

    @property
    def id(self) -> str:
        return self.row["equipment_id"]

    @property
    def capacity(self) -> Fraction:
        return number(self.row["capacity_kw"])

    @property
    def least(self) -> Fraction:
        return number(self.row.get("min_load_kw"))

    @property
    def per_kw(self) -> Fraction:
        """Input kW of a kW of heat."""
        if self.row.get("cop") is not None:
            return 1 / number(self.row["cop"])
        return 100 / number(self.row["efficiency_percent"])

    @property
    def is_electric(self) -> bool:
        return is_electric(self.row)

    @property
    def is_on_before(self) -> bool:
        return self.row.get("initial_state") == "on"

    @property
    def most_jobs(self) -> int | None:
        limit = self.row.get("max_concurrent_jobs")
        return None if limit is None else whole(limit)

    @property
    def most_starts(self) -> int | None:
        limit = self.row.get("max_starts_per_day")
        return None if limit is None else whole(limit)

    @property
    def min_run(self) -> int:
        """Intervals, at least 1."""
        return max(self.grid.ceil(whole(self.row.get("min_run_time_minutes"))), 1)

    @property
    def rest(self) -> int:
        """Least intervals between off and the next on: shutdown and start-up lie between."""
        return max(self.grid.ceil(self._up + self._down), 1)

    def can_be_on(self, t: int) -> bool:
        step = self.grid.step
        return self._is_free(t * step, (t + 1) * step)

    def can_start(self, t: int) -> bool:
        """Start-up fits before boundary `t`, after an interval of being off, and the minimum run time after it."""
        if t + self.min_run > self.grid.intervals or (t == 0 and self.is_on_before):
            return False
        begun = t * self.grid.step - self._up
        is_rested = self._up == 0 or begun >= (0 if self.is_on_before else self.grid.step)
        return is_rested and self._is_free(begun, (t + self.min_run) * self.grid.step)

    def can_stop(self, t: int) -> bool:
        """Shutdown fits after boundary `t`, before an interval of being off."""
        ended = t * self.grid.step + self._down
        if t == 0:
            return self.is_on_before
        is_rested = self._down == 0 or ended <= self.grid.minutes - self.grid.step
        return is_rested and self._is_free(t * self.grid.step, ended)

    def start_draw(self, t: int) -> Draw:
        end = t * self.grid.step
        return self._draw("startup_energy_kwh", *((end - self._up, end) if self._up else (end, end + 1)))

    def stop_draw(self, t: int) -> Draw:
        start = t * self.grid.step
        if self._down == 0:
            start = max(start - 1, 0)
        return self._draw("shutdown_energy_kwh", start, start + max(self._down, 1))

    @property
    def _up(self) -> int:
        return whole(self.row.get("startup_minutes"))

    @property
    def _down(self) -> int:
        return whole(self.row.get("shutdown_minutes"))

    def _is_free(self, first: int, last: int) -> bool:
        return not any(start < last and first < end for start, end in self.off)

    def _draw(self, energy: str, first: int, last: int) -> Draw:
        kwh, step = number(self.row.get(energy)), self.grid.step
        if not kwh:
            return []
        minutes: dict[int, int] = {}
        for minute in range(first, last):
            minutes[minute // step] = minutes.get(minute // step, 0) + 1
        return [(t, kwh * count * 60 / ((last - first) * step)) for t, count in minutes.items()]


def is_electric(row: Row) -> bool:
    return (row.get("fuel_type") or "electricity") == "electricity"


def units_of(problem: Row, grid: Grid, electricity: list[Fraction]) -> list[Unit]:
    units = []
    for row in problem["equipment"]:
        price = electricity
        if not is_electric(row):
            price = [number(row["fuel_rate_per_kwh"]) * grid.step / 60] * grid.intervals
        off = [
            (grid.minute(instant(away["unavailable_start"])), grid.minute(instant(away["unavailable_end"])))
            for away in problem.get("availability") or []
            if away["equipment_id"] == row["equipment_id"]
        ]
        units.append(Unit(row, grid, price, off))
    return units
