"""Every plan is billed and checked by the same program, ours."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHANGED_BY_PLANS = ("energy", "demand", "fuel")
"""Parts of the bill that a plan changes; fixed charges are left out, as the solvers leave them out."""
FIGURES = "HS2017"
"""Code of a figure that a document reports wrongly."""
WRITTEN, NOT_CLEAN = 0, 3


class UnreadableError(Exception):
    """The program could not read the plan."""


@dataclass(frozen=True)
class Verdict:
    cost: float | None
    """Billed to the cent, a line at a time."""
    violations: list[str]


def judge(program: Path, problem: Path, result: Path, *, has_figures: bool) -> Verdict:
    """`has_figures`: the document states costs and loads, which are checked too; else it states decisions alone."""
    documents = ["--problem", str(problem), "--result", str(result), "--format", "json"]
    try:
        lines = _run([str(program), "bill", *documents])
        findings = _run([str(program), "validate", *documents])
    except UnreadableError as error:
        return Verdict(None, [f"unreadable: {error}"])
    broken = [row for row in findings if row["severity"] != "warning" and (has_figures or row["code"] != FIGURES)]
    cost = sum(line["amount"] for line in lines if line["charge"] in CHANGED_BY_PLANS)
    return Verdict(round(cost, 2) if lines else None, [f"{row['code']} {row['subject']}" for row in broken])


def _run(command: list[str]) -> list[dict]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (WRITTEN, NOT_CLEAN):
        raise UnreadableError(done.stderr.strip().splitlines()[0])
    return json.loads(done.stdout)
