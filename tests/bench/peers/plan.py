"""A peer's plan, as a result document."""

from dataclasses import dataclass
from datetime import timedelta

from document import Row, text_of
from instance import Instance


@dataclass(frozen=True)
class Plan:
    assignments: list[Row]
    runs: list[Row]

    @classmethod
    def of(cls, instance: Instance, chosen: list[int], on: list[list[bool]]) -> "Plan":
        """Written down as the solver left it: nothing is moved, joined or switched off."""
        runs = [run for unit, states in enumerate(on) for run in _runs(instance, unit, states)]
        return cls([_assignment(instance, index) for index in chosen], runs)

    def document(self, instance: Instance, solver: str) -> Row:
        """Decisions alone. The figures of a result are the calculator's, so they are left at 0 here."""
        return {
            "format": "heatsched-result/1",
            "site_id": instance.problem["site"]["site_id"],
            "schedule_kind": "optimized",
            "status": "feasible",
            "solver": solver,
            "objective": "0",
            "assignments": self.assignments,
            "equipment_runs": self.runs,
            "load_profile": [],
            "peaks": [],
            "cost": {"energy": "0", "demand": "0", "fuel": "0", "fixed": "0", "total": "0", "lines": []},
        }


def _assignment(instance: Instance, index: int) -> Row:
    place = instance.places[index]
    job, unit = instance.jobs[place.job], instance.units[place.unit]
    start = instance.grid.at(place.start * instance.grid.step)
    return {
        "assignment_id": f"peer/{job.id}",
        "job_id": job.id,
        "equipment_id": unit.id,
        "scheduled_start": text_of(start),
        "scheduled_end": text_of(start + timedelta(minutes=job.minutes)),
        "power_kw": f"{float(job.kw):.4f}",
        "input_energy_kwh": "0",
        "energy_cost": "0",
        "tariff_period": "-",
        "demand_contribution_kw": "0",
    }


def _runs(instance: Instance, unit: int, on: list[bool]) -> list[Row]:
    data, grid = instance.units[unit], instance.grid
    states = [False, *on, False]
    starts = [t for t in range(len(on)) if states[t + 1] and not states[t]]
    ends = [t for t in range(1, len(on) + 1) if states[t] and not states[t + 1]]
    return [
        {
            "equipment_id": data.id,
            "on": text_of(grid.at(start * grid.step)),
            "off": text_of(grid.at(end * grid.step)),
            "start_counted": not (data.is_on_before and start == 0),
        }
        for start, end in zip(starts, ends, strict=True)
    ]
