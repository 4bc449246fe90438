"""The time-indexed model of the problem, for HiGHS and CBC.

A binary for each place of a job (unit and start); on, started and stopped for each unit and interval. Sums of running
jobs are recursions over time (what ran before, plus what starts, less what ends): a few terms a row instead of one for
each start that overlaps, the same relaxation, much faster to solve.
"""

from collections.abc import Callable
from dataclasses import dataclass

from instance import Instance
from linear import INFINITY, Linear, Term
from lumps import Lumps
from plan import Plan

Terms = list[Term]


@dataclass
class UnitColumns:
    on: list[int]
    start: dict[int, int]
    stop: dict[int, int]
    input: list[Terms]
    """By interval: what the unit draws."""


class Milp:
    """`is_tight`: with a row a job and demand charge that a relaxation cannot spread thin over many starts."""

    def __init__(self, instance: Instance, *, is_tight: bool = True) -> None:
        self.instance, self.linear = instance, Linear()
        self.intervals = instance.grid.intervals
        self.place = [self.linear.binary() for _ in instance.places]
        for indices in instance.by_job:
            self.linear.equal([(self.place[index], 1.0) for index in indices], 1.0)
        self.units = [self._unit(unit) for unit in range(len(instance.units))]
        self._crew()
        self._predecessors()
        self._energy()
        if instance.charges or instance.limit is not None:
            self._demand(is_tight=is_tight)

    def plan(self, values: list[float]) -> Plan:
        chosen = [index for index, column in enumerate(self.place) if values[column] > 0.5]
        on = [[values[column] > 0.5 for column in unit.on] for unit in self.units]
        return Plan.of(self.instance, chosen, on)

    def _unit(self, unit: int) -> UnitColumns:
        columns = self._on_off(unit)
        self._run_time(unit, columns)
        if self.instance.is_one_at_a_time(unit):
            self._one_at_a_time(unit, columns)
        else:
            self._together(unit, columns)
        data = self.instance.units[unit]
        for states, draw in ((columns.start, data.start_draw), (columns.stop, data.stop_draw)):
            for t, column in states.items():
                for at, kw in draw(t):
                    columns.input[at].append((column, float(kw)))
        return columns

    def _on_off(self, unit: int) -> UnitColumns:
        data, linear, intervals = self.instance.units[unit], self.linear, range(self.intervals)
        on = [linear.binary(may_be_one=data.can_be_on(t)) for t in intervals]
        start = {t: linear.binary() for t in intervals if data.can_start(t)}
        stop = {t: linear.column(1.0) for t in range(self.intervals + 1) if data.can_stop(t)}
        for t in range(self.intervals + 1):
            terms = [(on[t], 1.0)] if t < self.intervals else []
            terms += [(start[t], -1.0)] if t in start else []
            terms += [(stop[t], 1.0)] if t in stop else []
            terms += [(on[t - 1], -1.0)] if t else []
            linear.equal(terms, float(data.is_on_before and t == 0))
        return UnitColumns(on, start, stop, [[] for _ in intervals])

    def _run_time(self, unit: int, columns: UnitColumns) -> None:
        data, linear = self.instance.units[unit], self.linear
        days: dict[int, Terms] = {}
        for t, on in enumerate(columns.on):
            started = [columns.start[at] for at in range(max(t + 1 - data.min_run, 0), t + 1) if at in columns.start]
            stopped = [columns.stop[at] for at in range(max(t + 1 - data.rest, 0), t + 1) if at in columns.stop]
            linear.at_most([*((column, 1.0) for column in started), (on, -1.0)], 0.0)
            linear.at_most([*((column, 1.0) for column in stopped), (on, 1.0)], 1.0)
            if t in columns.start:
                days.setdefault(self.instance.day(t), []).append((columns.start[t], 1.0))
        if data.most_starts is not None:
            for terms in days.values():
                linear.at_most(terms, float(data.most_starts))

    def _one_at_a_time(self, unit: int, columns: UnitColumns) -> None:
        """The unit is held by one job at a time, while on; its heat is the job's, at least the minimum load."""
        instance, data = self.instance, self.instance.units[unit]
        per_kw = float(data.per_kw)

        def above(index: int) -> float:
            return max(float(instance.jobs[instance.places[index].job].kw - data.least), 0.0)

        held = self._running(unit, 1.0, lambda _: 1.0)
        heat = self._running(unit, INFINITY, above)
        for t, on in enumerate(columns.on):
            self.linear.at_most([(held[t], 1.0), (on, -1.0)], 0.0)
            columns.input[t] += [(heat[t], per_kw), (on, float(data.least) * per_kw)]
        for index in instance.by_unit[unit]:
            unused = float(1 - instance.jobs[instance.places[index].job].fill) * above(index) * per_kw
            if unused:
                columns.input[instance.span(index)[-1]].append((self.place[index], -unused))

    def _together(self, unit: int, columns: UnitColumns) -> None:
        """Jobs share the capacity; heat is at least theirs and at least the minimum load."""
        instance, linear, data = self.instance, self.linear, self.instance.units[unit]
        capacity, least, per_kw = float(data.capacity), float(data.least), float(data.per_kw)
        power = self._running(unit, capacity, lambda index: float(instance.jobs[instance.places[index].job].kw))
        unused: list[Terms] = [[] for _ in columns.on]
        for index in instance.by_unit[unit]:
            job = instance.jobs[instance.places[index].job]
            unused[instance.span(index)[-1]].append((self.place[index], -float((1 - job.fill) * job.kw)))
        for t, on in enumerate(columns.on):
            linear.at_most([(power[t], 1.0), (on, -capacity)], 0.0)
            heat = linear.column(max(capacity, least))
            linear.at_most([(on, least), (heat, -1.0)], 0.0)
            taken = [(power[t], 1.0), *unused[t]]
            linear.at_most([*taken, (heat, -1.0)], 0.0)
            if data.price[t] < 0:  # heat is not wasted for money
                linear.at_most([(heat, 1.0), (on, -least), *((column, -factor) for column, factor in taken)], 0.0)
            columns.input[t].append((heat, per_kw))
        if data.most_jobs is not None:
            jobs = self._running(unit, float(data.most_jobs), lambda _: 1.0)
            for column, on in zip(jobs, columns.on, strict=True):
                linear.at_most([(column, 1.0), (on, -float(data.most_jobs))], 0.0)

    def _running(self, unit: int, upper: float, size: Callable[[int], float]) -> list[int]:
        """By interval: sum over the jobs that run on the unit."""
        changes: list[Terms] = [[] for _ in range(self.intervals + 1)]
        for index in self.instance.by_unit[unit]:
            span, of_job = self.instance.span(index), size(index)
            changes[span.start].append((self.place[index], of_job))
            changes[span.stop].append((self.place[index], -of_job))
        columns = [self.linear.column(upper) for _ in range(self.intervals)]
        for t, column in enumerate(columns):
            before = [(columns[t - 1], 1.0)] if t else []
            self.linear.equal([*before, *changes[t], (column, -1.0)], 0.0)
        return columns

    def _crew(self) -> None:
        instance, step = self.instance, self.instance.grid.step
        needing = [index for index, place in enumerate(instance.places) if instance.jobs[place.job].crew]
        for crew in instance.crew:
            terms = [
                (self.place[index], float(job.crew))
                for index in needing
                for job in [instance.jobs[instance.places[index].job]]
                if 0 <= crew.minute - instance.places[index].start * step < job.minutes
            ]
            self.linear.at_most(terms, float(crew.people))

    def _predecessors(self) -> None:
        """Up to each interval, a job has started only if its predecessor has ended."""
        instance = self.instance
        for job, data in enumerate(instance.jobs):
            if data.predecessor is None:
                continue
            for t in range(self.intervals):
                begun = [index for index in instance.by_job[job] if instance.places[index].start <= t]
                ended = [index for index in instance.by_job[data.predecessor] if instance.span(index).stop <= t]
                terms = [(self.place[index], 1.0) for index in begun]
                self.linear.at_most(terms + [(self.place[index], -1.0) for index in ended], 0.0)

    def _energy(self) -> None:
        for columns, data in zip(self.units, self.instance.units, strict=True):
            for terms, price in zip(columns.input, data.price, strict=True):
                for column, kw in terms:
                    self.linear.cost[column] += kw * float(price)

    def _demand(self, *, is_tight: bool) -> None:
        instance, linear = self.instance, self.linear
        load = [linear.column() for _ in range(self.intervals)]
        for t, column in enumerate(load):
            inputs = (
                term
                for columns, data in zip(self.units, instance.units, strict=True)
                if data.is_electric
                for term in columns.input[t]
            )
            linear.equal([*inputs, (column, -1.0)], -float(instance.base[t]))
        for charge in instance.charges:
            billed = linear.column()
            linear.cost[billed] = float(charge.rate)
            for window in charge.windows:
                terms = [(load[t], float(share)) for t, share in window.items()]
                linear.at_most([*terms, (billed, -1.0)], float(charge.paid))
            if is_tight:
                lumps = Lumps(instance, charge)
                for indices in instance.by_job:
                    terms = [(self.place[index], lumps.of(index)) for index in indices]
                    linear.at_most([*terms, (billed, -1.0)], 0.0)
        for window in instance.limit_windows:
            terms = [(load[t], float(share)) for t, share in window.items()]
            linear.at_most(terms, float(instance.limit or 0))
