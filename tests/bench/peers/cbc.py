"""CBC on the time-indexed model, through PuLP."""

import re
import tempfile
import threading
from pathlib import Path

import pulp
from instance import Instance
from linear import INFINITY, Linear
from milp import Milp
from progress import Trace
from solver import Limits, Outcome

NUMBER = r"(-?[\d.]+(?:e[+-]?\d+)?)"
COSTS = [re.compile(rf"Integer solution of {NUMBER} found")]
BOUNDS = [
    re.compile(pattern)
    for pattern in (
        rf"best possible {NUMBER}",
        rf"Continuous objective value is {NUMBER}",
        rf"changed objective from \S+ to {NUMBER}",
    )
]
VERSION = re.compile(r"^Version: (\S+)", re.MULTILINE)


def solve(instance: Instance, limits: Limits, *, is_tight: bool = True) -> Outcome:
    model = Milp(instance, is_tight=is_tight)
    problem, columns = _pulp(model.linear)
    trace = Trace(float(instance.base_cost))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        command = pulp.PULP_CBC_CMD(
            msg=False,
            threads=limits.threads,
            timeLimit=limits.seconds,
            gapRel=0.0,
            gapAbs=0.0,
            logPath=str(log),
            timeMode="elapsed",
        )
        with Tail(log, trace):
            problem.solve(command)
        seconds, version = trace.seconds, VERSION.search(log.read_text())
    is_found = problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    if is_found:
        trace.add(pulp.value(problem.objective), None)
    plan = model.plan([column.value() or 0.0 for column in columns]) if is_found else None
    name = f"CBC {version[1] if version else '?'}, PuLP {pulp.__version__}"
    return Outcome(name, pulp.LpSolution[problem.sol_status], plan, trace, seconds)


def _pulp(linear: Linear) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    problem = pulp.LpProblem("heat", pulp.LpMinimize)
    columns = [
        pulp.LpVariable(
            f"c{index}",
            linear.lower[index],
            None if upper == INFINITY else upper,
            pulp.LpInteger if linear.is_integer[index] else pulp.LpContinuous,
        )
        for index, upper in enumerate(linear.upper)
    ]
    problem.addVariables(columns)
    problem.setObjective(pulp.LpAffineExpression([(columns[at], cost) for at, cost in enumerate(linear.cost) if cost]))
    for terms, lower, upper in zip(linear.rows, linear.row_lower, linear.row_upper, strict=True):
        sense = pulp.LpConstraintEQ if lower == upper else pulp.LpConstraintLE
        left = pulp.LpAffineExpression([(columns[column], factor) for column, factor in terms])
        problem.addConstraint(pulp.LpConstraint(left, sense, rhs=upper))
    return problem, columns


class Tail:
    """Reads CBC's log while it is written; the clock starts with its first line."""

    def __init__(self, path: Path, trace: Trace) -> None:
        self.path, self.trace, self.rest, self.read = path, trace, "", 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._follow)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _follow(self) -> None:
        while not self.over.wait(0.05):
            self._take()
        self._take()

    def _take(self) -> None:
        if not self.path.exists():
            return
        with self.path.open() as log:
            log.seek(self.read)
            new = log.read()
            if not self.read and new:
                self.trace.start()
            self.read = log.tell()
        *lines, self.rest = (self.rest + new).split("\n")
        for line in lines:
            self.trace.add(_found(COSTS, line), _found(BOUNDS, line))


def _found(patterns: list[re.Pattern[str]], line: str) -> float | None:
    for pattern in patterns:
        if match := pattern.search(line):
            return float(match[1])
    return None
