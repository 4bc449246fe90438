"""Runs of a solver on a problem, kept in a folder; one that is there already is not run again."""

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import heatsched
from document import Row
from judge import judge
from solver import Limits

OURS = "heatsched"
HERE = Path(__file__).resolve().parent
NOT_MODELS = {"plot.py", "readme.py", "run.py", "table.py"}
BUILD_SECONDS = 900
"""A peer's model may take so long to build, and an answer so long after its time is over."""


@dataclass(frozen=True)
class Run:
    problem: Path
    solver: str
    limits: Limits

    def path(self, folder: Path) -> Path:
        limits = f"{self.limits.seconds:g}s.{self.limits.threads}t"
        return folder / f"{self.problem.stem}.{self.solver}.{limits}.json"

    def is_done(self, folder: Path, program: Path) -> bool:
        path = self.path(folder)
        return path.exists() and json.loads(path.read_text())["of"] == self._of(program)

    def do(self, folder: Path, program: Path) -> Row:
        folder.mkdir(parents=True, exist_ok=True)
        found = self._ours(folder, program) if self.solver == OURS else self._peer(folder)
        row = {**self._about(program), **found, "cost": None, "violations": []}
        if found.get("plan"):
            document = folder / f"{self.problem.stem}.{self.solver}.plan.json"
            document.write_text(json.dumps(found["plan"]))
            verdict = judge(program, self.problem, document, has_figures=self.solver == OURS)
            row |= {"cost": verdict.cost, "violations": verdict.violations}
            document.unlink()
        self.path(folder).write_text(json.dumps(row, indent=1))
        return row

    def _ours(self, folder: Path, program: Path) -> Row:
        result = folder / f"{self.problem.stem}.result.json"
        result.unlink(missing_ok=True)
        solver, status, trace, seconds = heatsched.solve(program, self.problem, self.limits, result)
        plan = json.loads(result.read_text()) if result.exists() else None
        result.unlink(missing_ok=True)
        return {
            "solver": solver,
            "status": status,
            "seconds": round(seconds, 3),
            "seconds_before": 0.0,
            "bound": trace.bound,
            "trace": trace.rows(),
            "plan": plan,
        }

    def _peer(self, folder: Path) -> Row:
        result = folder / f"{self.problem.stem}.{self.solver}.partial.json"
        command = [sys.executable, HERE / "worker.py", self.solver, self.problem, result]
        command += [self.limits.seconds, self.limits.threads]
        try:
            patience = BUILD_SECONDS + self.limits.seconds
            done = subprocess.run(
                [str(part) for part in command], capture_output=True, text=True, timeout=patience, check=False
            )
        except subprocess.TimeoutExpired as late:
            return {"solver": self.solver, "status": f"no answer after {late.timeout:.0f} s"}
        if done.returncode or not result.exists():
            last = (done.stderr.strip().splitlines() or [""])[-1]
            return {"solver": self.solver, "status": f"failed ({done.returncode}): {last}"}
        found: Row = json.loads(result.read_text())
        result.unlink()
        return found

    def _about(self, program: Path) -> Row:
        problem = json.loads(self.problem.read_text())
        return {
            "of": self._of(program),
            "problem": self.problem.stem,
            "jobs": len(problem["jobs"]),
            "equipment": len(problem["equipment"]),
            "by": self.solver,
            "limit_seconds": self.limits.seconds,
            "threads": self.limits.threads,
            "machine": machine(),
        }

    def _of(self, program: Path) -> str:
        """What was run on what."""
        models = (path for path in sorted(HERE.glob("*.py")) if path.name not in NOT_MODELS)
        return digest([self.problem, program] if self.solver == OURS else [self.problem, *models])


def all_runs(problems: list[Path], solvers: list[str], seconds: list[float], threads: int) -> Iterator[Run]:
    """Solvers in turn on each problem, so that they meet the same machine."""
    for limit in seconds:
        for problem in problems:
            for solver in solvers:
                yield Run(problem, solver, Limits(limit, threads))


@cache
def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(_digest(path) for path in paths)).hexdigest()[:16]


def machine() -> str:
    about = Path("/proc/cpuinfo")
    names = [line for line in about.read_text().splitlines() if line.startswith("model name")] if about.exists() else []
    name = names[0].split(":", 1)[1].strip() if names else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores of {name}, {platform.system()}"
