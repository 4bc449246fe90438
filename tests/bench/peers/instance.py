"""The problem over intervals, in exact fractions: what every peer's model is built from."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from clock import Minute, minutes_of
from document import Grid, Row, number, only, read, whole
from equipment import Unit, units_of
from jobs import Job, Place, jobs_of, places_of
from tariff import Charge, Tariff, Window

PROBLEM = ("format site horizon tariff demand_allocation equipment availability jobs site_load shifts options").split()


@dataclass(frozen=True)
class Crew:
    """People on shift in the minutes from `minute` on, up to the next row's."""

    minute: int
    people: int


@dataclass(eq=False)
class Instance:
    problem: Row
    grid: Grid
    local: list[Minute]
    jobs: list[Job]
    units: list[Unit]
    places: list[Place]
    charges: list[Charge]
    base: list[Fraction]
    """Metered kW that no plan changes, by interval."""
    base_cost: Fraction
    limit: Fraction | None
    limit_windows: list[Window]
    crew: list[Crew]
    by_job: list[list[int]] = field(init=False)
    by_unit: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_job = [[] for _ in self.jobs]
        self.by_unit = [[] for _ in self.units]
        for index, place in enumerate(self.places):
            self.by_job[place.job].append(index)
            self.by_unit[place.unit].append(index)

    def span(self, index: int) -> range:
        """Intervals of a place, the last perhaps partly filled."""
        place = self.places[index]
        return range(place.start, place.start + self.jobs[place.job].intervals)

    def is_one_at_a_time(self, unit: int) -> bool:
        """Says so itself, or takes no two of its jobs together."""
        data = self.units[unit]
        if data.most_jobs == 1:
            return True
        least = sorted(self.jobs[job].kw for job in {self.places[index].job for index in self.by_unit[unit]})[:2]
        return len(least) == 2 and sum(least) > data.capacity

    def alone(self, job: int, unit: int) -> tuple[float, float]:
        """Input in a full interval and in the last one, if no other job is there: the unit is on all of it."""
        return _alone(self.jobs[job], self.units[unit])

    def day(self, t: int) -> int:
        """Number of the site-local day that the boundary lies in."""
        return self.local[t * self.grid.step].day.toordinal()


def load(path: Path) -> Instance:
    problem = read(path)
    only(problem, PROBLEM, "problem")
    grid = Grid(problem["horizon"])
    zone = ZoneInfo(problem["site"]["time_zone"])
    local = minutes_of(grid, zone, problem["tariff"].get("holidays") or [])
    tariff = Tariff(problem, grid, local, zone)
    prices, base = tariff.prices(), _base(problem, grid)
    units, jobs = units_of(problem, grid, prices), jobs_of(problem, grid)
    limit = problem["site"].get("demand_limit_kw")
    return Instance(
        problem=problem,
        grid=grid,
        local=local,
        jobs=jobs,
        units=units,
        places=places_of(problem, grid, jobs, units),
        charges=tariff.charges(),
        base=base,
        base_cost=sum((kw * price for kw, price in zip(base, prices, strict=True)), Fraction(0)),
        limit=None if limit is None else number(limit),
        limit_windows=[] if limit is None else tariff.windows(tariff.limit_window_minutes(), lambda _: True),
        crew=_crew(problem, grid) if any(job.crew for job in jobs) else [],
    )


@cache
def _alone(job: Job, unit: Unit) -> tuple[float, float]:
    full, least = max(job.kw, unit.least) * unit.per_kw, unit.least * unit.per_kw
    return float(full), float(job.fill * full + (1 - job.fill) * least)


def _base(problem: Row, grid: Grid) -> list[Fraction]:
    base = [Fraction(0)] * grid.intervals
    for row in problem.get("site_load") or []:
        first, last = grid.span(row)
        for t in range(first // grid.step, grid.ceil(last)):
            common = min(last, (t + 1) * grid.step) - max(first, t * grid.step)
            base[t] += number(row["kw"]) * max(common, 0) / grid.step
    return base


def _crew(problem: Row, grid: Grid) -> list[Crew]:
    """A row for each interval, and where a shift starts or ends inside one: no job starts there."""
    shifts = [(*grid.span(row), whole(row["crew"])) for row in problem.get("shifts") or []]
    edges = {edge for first, last, _ in shifts for edge in (first, last)} | set(range(0, grid.minutes, grid.step))
    return [
        Crew(edge, sum(people for first, last, people in shifts if first <= edge < last))
        for edge in sorted(edges)
        if edge < grid.minutes
    ]
