"""CBC on the time-indexed model, through PuLP."""

import re
import tempfile
from pathlib import Path

import pulp  # type: ignore[import-untyped]
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
    )
]
SECONDS = re.compile(rf"{NUMBER} seconds\)?$")
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
        trace.start()
        problem.solve(command)
        seconds, text = trace.seconds, log.read_text()
    version = VERSION.search(text)
    _hear(trace, text)
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


def _hear(trace: Trace, log: str) -> None:
    """Lines that bear their time, in seconds since CBC began; it writes its log in blocks."""
    for line in log.splitlines():
        if at := SECONDS.search(line):
            trace.add(_found(COSTS, line), _found(BOUNDS, line), float(at[1]))


def _found(patterns: list[re.Pattern[str]], line: str) -> float | None:
    for pattern in patterns:
        if match := pattern.search(line):
            return float(match[1])
    return None
