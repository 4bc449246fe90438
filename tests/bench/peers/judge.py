"""Every plan is billed and checked by the same program, ours."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHANGED_BY_PLANS = ("energy", "demand", "fuel")
"""Parts of the bill that a plan changes; fixed charges are left out, as the solvers leave them out."""
FIGURES = "cost_mismatch"
"""Code of a figure that a document reports wrongly."""
WRITTEN, NOT_CLEAN = 0, 3


@dataclass(frozen=True)
class Verdict:
    cost: float | None
    """Billed to the cent, a line at a time."""
    violations: list[str]


def judge(program: Path, problem: Path, result: Path, *, has_figures: bool) -> Verdict:
    """`has_figures`: the document states costs and loads, which are checked too; else it states decisions alone."""
    documents = ["--problem", str(problem), "--result", str(result), "--format", "json"]
    lines = _run([str(program), "bill", *documents])
    findings = _run([str(program), "validate", *documents])
    broken = [row for row in findings if has_figures or FIGURES not in _code(row)]
    cost = sum(line["amount"] for line in lines if line["charge"] in CHANGED_BY_PLANS)
    return Verdict(round(cost, 2) if lines else None, [f"{_code(row)} {row.get('subject', '')}".strip() for row in broken])


def _code(row: dict[str, str]) -> str:
    return str(row.get("code", row))


def _run(command: list[str]) -> list[dict]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (WRITTEN, NOT_CLEAN):
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return json.loads(done.stdout)
