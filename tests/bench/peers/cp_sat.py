"""OR-Tools CP-SAT: a literal for each place of a job, states of units by interval, and optional intervals that do not
overlap where a unit takes one job at a time.

Integers: power in W, heat against a capacity in mW, money in billionths. What raises cost is rounded down, so the model
never costs more than the plan does and its bound holds for the real problem; a demand limit is met with a margin of
some W instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from math import floor, lcm
from typing import cast

from instance import Instance
from lumps import Lumps
from ortools.sat.python import cp_model
from plan import Plan
from progress import Trace
from solver import Limits, Outcome

WATT = 1_000
MILLIWATT = 1_000_000
MONEY = 1_000_000_000

Literal = cp_model.IntVar
Terms = list[tuple[cp_model.IntVar, int]]


@dataclass
class UnitColumns:
    on: list[Literal]
    start: dict[int, Literal]
    stop: dict[int, Literal]
    input: list[Terms]
    """By interval: W that the unit draws."""


class CpModel:
    """`has_cumulatives`: also where jobs share a unit, whose capacity is kept by rows in any case."""

    def __init__(self, instance: Instance, *, has_cumulatives: bool = False) -> None:
        self.instance, self.model, self.has_cumulatives = instance, cp_model.CpModel(), has_cumulatives
        self.intervals = instance.grid.intervals
        self.cost: Terms = []
        self.place = [self.model.new_bool_var("") for _ in instance.places]
        self.begin = [self._begin(job) for job in range(len(instance.jobs))]
        self.units = [self._unit(unit) for unit in range(len(instance.units))]
        self._crew()
        self._predecessors()
        self._charges()
        self._limit()
        self.model.minimize(_sum(self.cost))

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        chosen = [index for index, literal in enumerate(self.place) if solver.boolean_value(literal)]
        on = [[solver.boolean_value(literal) for literal in unit.on] for unit in self.units]
        return Plan.of(self.instance, chosen, on)

    def _begin(self, job: int) -> cp_model.IntVar:
        """A job's start, over those that it may have; it has exactly one place."""
        instance, places = self.instance, self.instance.by_job[job]
        self.model.add_exactly_one(self.place[index] for index in places)
        starts = {instance.places[index].start for index in places}
        begin = self.model.new_int_var_from_domain(cp_model.Domain.from_values(sorted(starts)), "")
        self.model.add(begin == _sum([(self.place[index], instance.places[index].start) for index in places]))
        return begin

    def _unit(self, unit: int) -> UnitColumns:
        columns = self._on_off(unit)
        self._run_time(unit, columns)
        active: list[list[int]] = [[] for _ in range(self.intervals)]
        for index in self.instance.by_unit[unit]:
            for t in self.instance.span(index):
                active[t].append(index)
        is_one_at_a_time = self.instance.is_one_at_a_time(unit)
        if is_one_at_a_time or self.has_cumulatives:
            self._intervals(unit)
        if is_one_at_a_time:
            self._one_at_a_time(unit, columns, active)
        else:
            self._together(unit, columns, active)
        self._starts_and_stops(unit, columns)
        return columns

    def _on_off(self, unit: int) -> UnitColumns:
        data, model, intervals = self.instance.units[unit], self.model, range(self.intervals)
        on = [model.new_bool_var("") for _ in intervals]
        start = {t: model.new_bool_var("") for t in intervals if data.can_start(t)}
        stop = {t: model.new_bool_var("") for t in range(self.intervals + 1) if data.can_stop(t)}
        for t in range(self.intervals + 1):
            terms = [(on[t], 1)] if t < self.intervals else []
            terms += [(start[t], -1)] if t in start else []
            terms += [(stop[t], 1)] if t in stop else []
            terms += [(on[t - 1], -1)] if t else []
            model.add(_sum(terms) == int(data.is_on_before and t == 0))
        for t in intervals:
            if not data.can_be_on(t):
                model.add(on[t] == 0)
        return UnitColumns(on, start, stop, [[] for _ in intervals])

    def _run_time(self, unit: int, columns: UnitColumns) -> None:
        data = self.instance.units[unit]
        days: dict[int, list[Literal]] = {}
        for t, on in enumerate(columns.on):
            started = [columns.start[at] for at in range(max(t + 1 - data.min_run, 0), t + 1) if at in columns.start]
            stopped = [columns.stop[at] for at in range(max(t + 1 - data.rest, 0), t + 1) if at in columns.stop]
            self.model.add_at_most_one([*started, ~on])
            self.model.add_at_most_one([*stopped, on])
            if t in columns.start:
                days.setdefault(self.instance.day(t), []).append(columns.start[t])
        if data.most_starts is not None:
            for literals in days.values():
                self.model.add(sum(literals) <= data.most_starts)

    def _intervals(self, unit: int) -> None:
        """An optional interval for each job on the unit: one at a time, or within its capacity and number of jobs."""
        instance, model, data = self.instance, self.model, self.instance.units[unit]
        of_job: dict[int, list[int]] = {}
        for index in instance.by_unit[unit]:
            of_job.setdefault(instance.places[index].job, []).append(index)
        intervals, heats = [], []
        for job, indices in of_job.items():
            is_here = model.new_bool_var("")
            model.add(_sum([(self.place[index], 1) for index in indices]) == is_here)
            length = instance.jobs[job].intervals
            intervals.append(model.new_optional_fixed_size_interval_var(self.begin[job], length, is_here, ""))
            heats.append(floor(instance.jobs[job].kw * MILLIWATT))
        if instance.is_one_at_a_time(unit):
            model.add_no_overlap(intervals)
            return
        model.add_cumulative(intervals, heats, floor(data.capacity * MILLIWATT))
        if data.most_jobs is not None:
            model.add_cumulative(intervals, [1] * len(intervals), data.most_jobs)

    def _one_at_a_time(self, unit: int, columns: UnitColumns, active: list[list[int]]) -> None:
        """Held only while on; draws what its job needs above the minimum load."""
        data, instance = self.instance.units[unit], self.instance
        least = data.least * data.per_kw
        for t, on in enumerate(columns.on):
            self.model.add(_sum([(self.place[index], 1) for index in active[t]]) <= on)
            columns.input[t].append((on, floor(least * WATT)))
            self.cost.append((on, floor(least * data.price[t] * MONEY)))
        prices, least_kw = [float(price) for price in data.price], float(least)
        for index in instance.by_unit[unit]:
            full, last = (kw - least_kw for kw in instance.alone(instance.places[index].job, unit))
            span, place = instance.span(index), self.place[index]
            for t in span:
                columns.input[t].append((place, _floor(last if t == span[-1] else full, WATT)))
            cost = full * sum(prices[span.start : span.stop - 1]) + last * prices[span[-1]]
            self.cost.append((place, _floor(cost, MONEY)))

    def _together(self, unit: int, columns: UnitColumns, active: list[list[int]]) -> None:
        """Draws at least what its jobs need, and at least the minimum load."""
        data, instance = self.instance.units[unit], self.instance
        most = floor(max(data.capacity, data.least) * data.per_kw * WATT) + 1
        least = floor(data.least * data.per_kw * WATT)
        heat, full, last = self._needs(unit)
        for t, on in enumerate(columns.on):
            drawn = self.model.new_int_var(0, most, "")
            jobs = [(self.place[index], instance.places[index].job, instance.span(index)[-1]) for index in active[t]]
            heats = [(literal, heat[job]) for literal, job, _ in jobs]
            needs = [(literal, last[job] if t == end else full[job]) for literal, job, end in jobs]
            self.model.add(_sum(heats) <= floor(data.capacity * MILLIWATT) * on)
            if data.most_jobs is not None:
                self.model.add(_sum([(literal, 1) for literal, _, _ in jobs]) <= data.most_jobs)
            self.model.add(drawn >= _sum(needs))
            self.model.add(drawn >= least * on)
            if data.price[t] < 0:  # heat is not wasted for money
                self.model.add(drawn <= _sum([(literal, watt + 1) for literal, watt in needs]) + least * on)
            columns.input[t].append((drawn, 1))
            self.cost.append((drawn, floor(data.price[t] * MONEY / WATT)))

    def _needs(self, unit: int) -> tuple[list[int], list[int], list[int]]:
        """By job: heat in mW; input in W, in a full interval and in its last one."""
        per_kw, jobs = self.instance.units[unit].per_kw, self.instance.jobs
        heat = [floor(job.kw * MILLIWATT) for job in jobs]
        full = [floor(job.kw * per_kw * WATT) for job in jobs]
        return heat, full, [floor(job.kw * job.fill * per_kw * WATT) for job in jobs]

    def _starts_and_stops(self, unit: int, columns: UnitColumns) -> None:
        data = self.instance.units[unit]
        for states, draw in ((columns.start, data.start_draw), (columns.stop, data.stop_draw)):
            for t, literal in states.items():
                drawn = draw(t)
                for at, kw in drawn:
                    columns.input[at].append((literal, floor(kw * WATT)))
                cost = sum((kw * data.price[at] for at, kw in drawn), Fraction(0))
                self.cost.append((literal, floor(cost * MONEY)))

    def _crew(self) -> None:
        instance, model, step = self.instance, self.model, self.instance.grid.step
        needing = [job for job, data in enumerate(instance.jobs) if data.crew]
        for crew in instance.crew:
            terms = [
                (self.place[index], instance.jobs[job].crew)
                for job in needing
                for index in instance.by_job[job]
                if 0 <= crew.minute - instance.places[index].start * step < instance.jobs[job].minutes
            ]
            model.add(_sum(terms) <= crew.people)

    def _predecessors(self) -> None:
        for job, data in enumerate(self.instance.jobs):
            if data.predecessor is not None:
                ended = self.begin[data.predecessor] + self.instance.jobs[data.predecessor].intervals
                self.model.add(self.begin[job] >= ended)

    def _load(self, t: int) -> Terms:
        units = zip(self.units, self.instance.units, strict=True)
        return [term for columns, data in units if data.is_electric for term in columns.input[t]]

    def _charges(self) -> None:
        """A variable for each: highest W of its windows above what is paid, and at least what each job draws alone."""
        instance, model = self.instance, self.model
        highest = sum(max(unit.capacity, unit.least) * unit.per_kw * 2 for unit in instance.units) + max(instance.base)
        starts = sum(kw for unit in instance.units for _, kw in unit.start_draw(0) + unit.stop_draw(0))
        for charge in instance.charges:
            billed = model.new_int_var(0, floor((highest + starts) * WATT), "")
            self.cost.append((billed, floor(charge.rate * MONEY / WATT)))
            for window in charge.windows:
                whole, terms, base = self._window(window)
                paid = floor((charge.paid - base) * whole * WATT) + 1
                model.add(_sum(terms) <= whole * billed + paid)
            lumps = Lumps(instance, charge)
            for indices in instance.by_job:
                model.add(_sum([(self.place[index], _floor(lumps.of(index), WATT)) for index in indices]) <= billed)

    def _limit(self) -> None:
        instance = self.instance
        for window in instance.limit_windows:
            whole, terms, base = self._window(window)
            margin = whole * (4 * len(instance.units) + 1)
            self.model.add(_sum(terms) <= floor(((instance.limit or 0) - base) * whole * WATT) - margin)

    def _window(self, window: dict[int, Fraction]) -> tuple[int, Terms, Fraction]:
        """Shares of a window as whole numbers of so many parts; the terms, and the mean base load."""
        whole = lcm(*(share.denominator for share in window.values()))
        terms = [
            (variable, watt * int(share * whole)) for t, share in window.items() for variable, watt in self._load(t)
        ]
        return whole, terms, sum((share * self.instance.base[t] for t, share in window.items()), Fraction(0))


def _floor(value: float, scale: int) -> int:
    """Rounded down, and by no more than what a float is off."""
    return floor(value * scale + 1e-6)


def solve(instance: Instance, limits: Limits, *, has_cumulatives: bool = False) -> Outcome:
    model = CpModel(instance, has_cumulatives=has_cumulatives)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.threads
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.relative_gap_limit = 0.0
    solver.parameters.random_seed = 0
    trace = Trace(float(instance.base_cost))
    solver.best_bound_callback = lambda bound: trace.add(None, bound / MONEY)
    trace.start()
    status = solver.solve(model.model, Heard(trace))
    seconds = trace.seconds
    plan = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        trace.add(solver.objective_value / MONEY, solver.best_objective_bound / MONEY)
        plan = model.plan(solver)
    name = f"OR-Tools CP-SAT {version('ortools')}"
    return Outcome(name, solver.status_name(status).lower(), plan, trace, seconds)


class Heard(cp_model.CpSolverSolutionCallback):
    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self.trace = trace

    def on_solution_callback(self) -> None:
        self.trace.add(self.objective_value / MONEY, self.best_objective_bound / MONEY)


def _sum(terms: Iterable[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExpr:
    """One term a variable, none of 0."""
    pairs = [(variable, factor) for variable, factor in terms if factor]
    variables, factors = [variable for variable, _ in pairs], [factor for _, factor in pairs]
    return cast(cp_model.LinearExpr, cp_model.LinearExpr.weighted_sum(variables, factors))
