"""The results of runs, as Markdown, CSV and JSON."""

import csv
import io
from typing import Any

from document import Row

COLUMNS = (
    "problem",
    "jobs",
    "equipment",
    "by",
    "solver",
    "limit_seconds",
    "threads",
    "cost",
    "bound",
    "bound_is_refuted",
    "gap",
    "above_best",
    "first_plan_seconds",
    "within_1_percent_seconds",
    "seconds",
    "seconds_before",
    "status",
    "violations",
)
CENTS = 0.05
"""Costs are rounded a line at a time."""


def rows_of(runs: list[Row]) -> list[Row]:
    """A row a run, with what follows from the other runs on the same problem."""
    best: dict[str, float] = {}
    for run in runs:
        if is_valid(run):
            best[run["problem"]] = min(best.get(run["problem"], float("inf")), run["cost"])
    return [_row(run, best.get(run["problem"])) for run in runs]


def is_valid(run: Row) -> bool:
    return run.get("cost") is not None and not run["violations"]


def markdown(rows: list[Row]) -> str:
    head = "| problem | jobs | solver | cost | its bound | gap | above best | first plan | within 1 % |"
    lines = [head, "|---|---:|---|---:|---:|---:|---:|---:|---:|"]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def comma_separated(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "violations": "; ".join(row["violations"])} for row in rows)
    return out.getvalue()


def _row(run: Row, best: float | None) -> Row:
    cost, bound = run.get("cost"), run.get("bound")
    is_sound = bound is None or best is None or bound <= best + CENTS
    row = {column: run.get(column) for column in COLUMNS}
    row |= {"gap": None, "above_best": None, "first_plan_seconds": None, "within_1_percent_seconds": None}
    row["bound_is_refuted"] = not is_sound
    if best and cost is not None and is_valid(run):
        row["above_best"] = round(cost / best - 1, 5)
        row["gap"] = None if bound is None or not is_sound else round(max(1 - bound / cost, 0.0), 5)
        row["first_plan_seconds"] = _reached(run, float("inf"))
        row["within_1_percent_seconds"] = _reached(run, best * 1.01)
    return row


def _reached(run: Row, cost: float) -> float | None:
    costs = ((point["seconds"], point["cost"]) for point in run.get("trace", []) if point["cost"] is not None)
    return next((seconds for seconds, found in costs if found <= cost), None)


def _cells(row: Row) -> list[str]:
    bound = _text(row["bound"], ".2f") + (" (refuted)" if row["bound_is_refuted"] else "")
    return [
        row["problem"],
        str(row["jobs"]),
        row["by"],
        _cost(row),
        bound,
        _text(row["gap"], ".2%"),
        _text(row["above_best"], ".2%"),
        _text(row["first_plan_seconds"], ".1f", " s"),
        _text(row["within_1_percent_seconds"], ".1f", " s"),
    ]


def _cost(row: Row) -> str:
    if row["cost"] is None:
        return f"none ({row['status']})"
    if row["violations"]:
        return f"rejected: {', '.join(row['violations'][:3])}"
    return f"{row['cost']:.2f}"


def _text(value: Any, form: str, unit: str = "") -> str:
    return "-" if value is None else format(value, form) + unit
