"""Jobs on the grid, and the places that each can take."""

from dataclasses import dataclass
from fractions import Fraction

from document import Grid, Row, UnsupportedError, instant, number, only, whole
from equipment import Unit

JOB = (
    "job_id product_id product_name quantity unit heating_requirement_kwh temperature_setpoint_c duration_minutes "
    "earliest_start latest_end priority allowed_equipment crew_size predecessor_job_id must_run_windows "
    "fixed_equipment_id fixed_start"
).split()


@dataclass(frozen=True, eq=False)
class Job:
    id: str
    kw: Fraction
    """Heat while it runs."""
    minutes: int
    intervals: int
    fill: Fraction
    """Part of its last interval in which it runs."""
    crew: int
    predecessor: int | None


@dataclass(frozen=True)
class Place:
    """A job on a unit from an interval on."""

    job: int
    unit: int
    start: int


def jobs_of(problem: Row, grid: Grid) -> list[Job]:
    number_of = {row["job_id"]: at for at, row in enumerate(problem["jobs"])}
    return [_job(row, grid, number_of) for row in problem["jobs"]]


def places_of(problem: Row, grid: Grid, jobs: list[Job], units: list[Unit]) -> list[Place]:
    """Ordered by job, unit and start."""
    free = [[unit.can_be_on(t) for t in range(grid.intervals)] for unit in units]
    places: list[Place] = []
    for index, (row, job) in enumerate(zip(problem["jobs"], jobs, strict=True)):
        starts = _starts(row, grid, job)
        for at, unit in enumerate(units):
            if _takes(unit, row, job):
                fitting = (start for start in starts if all(free[at][start : start + job.intervals]))
                places.extend(Place(index, at, start) for start in fitting)
    return places


def _job(row: Row, grid: Grid, number_of: dict[str, int]) -> Job:
    only(row, JOB, f"job {row['job_id']}")
    minutes = whole(row["duration_minutes"])
    intervals = grid.ceil(minutes)
    before = row.get("predecessor_job_id")
    return Job(
        id=row["job_id"],
        kw=number(row["heating_requirement_kwh"]) * 60 / minutes,
        minutes=minutes,
        intervals=intervals,
        fill=1 - Fraction(intervals * grid.step - minutes, grid.step),
        crew=whole(row.get("crew_size")),
        predecessor=None if before is None else number_of[before],
    )


def _starts(row: Row, grid: Grid, job: Job) -> list[int]:
    spans = [(row["earliest_start"], row["latest_end"])]
    spans += [(window["start"], window["end"]) for window in row.get("must_run_windows") or []]
    first = max([0, *(grid.ceil(grid.minute(instant(start))) for start, _ in spans)])
    end = min([grid.minutes, *(grid.minute(instant(end)) for _, end in spans)])
    starts = list(range(first, (end - job.minutes) // grid.step + 1))
    if row.get("fixed_start") is None:
        return starts
    fixed = grid.minute(instant(row["fixed_start"]))
    if fixed < 0 or fixed % grid.step:
        raise UnsupportedError(f"job {job.id}: fixed_start off the grid")
    return [start for start in starts if start == fixed // grid.step]


def _takes(unit: Unit, row: Row, job: Job) -> bool:
    allowed, fixed = row.get("allowed_equipment"), row.get("fixed_equipment_id")
    if (allowed is not None and unit.id not in allowed) or (fixed is not None and unit.id != fixed):
        return False
    setpoint = row.get("temperature_setpoint_c")
    lowest, highest = unit.row.get("min_temperature_c"), unit.row.get("max_temperature_c")
    if setpoint is not None:
        if highest is not None and number(setpoint) > number(highest):
            return False
        if lowest is not None and number(setpoint) < number(lowest):
            return False
    return job.kw <= unit.capacity
