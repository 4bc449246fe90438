"""`heatsched optimize`, its progress read from the log."""

import json
import subprocess
from pathlib import Path
from typing import Any

from progress import Trace
from solver import Limits

GRACE_SECONDS = 60


def solve(program: Path, problem: Path, limits: Limits, result: Path) -> tuple[str, str, Trace, float]:
    """Solver, status, trace and seconds of the whole command, reading and writing included; the plan is in `result`."""
    command = [program, "optimize", "--problem", problem, "--result", result, "--log", "json", "--gap", "0"]
    command += ["--time-limit", str(limits.seconds), "--threads", str(limits.threads)]
    trace = Trace()
    with subprocess.Popen([str(part) for part in command], stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr or []:
                _hear(trace, line)
            process.wait(GRACE_SECONDS)
        finally:
            process.kill()
    seconds = trace.seconds
    document: dict[str, Any] = json.loads(result.read_text()) if result.exists() else {}
    if document:
        bound = document.get("lower_bound")
        trace.add(float(document["objective"]), None if bound is None else float(bound))
    return document.get("solver", "heatsched"), document.get("status", "no plan"), trace, seconds


def _hear(trace: Trace, line: str) -> None:
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        return
    if event.get("level") == "progress":
        trace.add(event.get("incumbent"), event.get("lower_bound"))
