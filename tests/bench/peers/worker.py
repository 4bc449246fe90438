"""One peer on one problem, in a process of its own: what it takes, in memory or time, ends with it."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from document import Row, UnsupportedError
from instance import Instance, load
from solver import Limits, Outcome


def _cp_sat(instance: Instance, limits: Limits, *, has_cumulatives: bool = False) -> Outcome:
    import cp_sat

    return cp_sat.solve(instance, limits, has_cumulatives=has_cumulatives)


def _highs(instance: Instance, limits: Limits, *, is_tight: bool = True) -> Outcome:
    import highs

    return highs.solve(instance, limits, is_tight=is_tight)


def _cbc(instance: Instance, limits: Limits, *, is_tight: bool = True) -> Outcome:
    import cbc

    return cbc.solve(instance, limits, is_tight=is_tight)


PEERS: dict[str, Callable[[Instance, Limits], Outcome]] = {
    "cpsat": _cp_sat,
    "highs": _highs,
    "cbc": _cbc,
    "cpsat-cumulative": lambda instance, limits: _cp_sat(instance, limits, has_cumulatives=True),
    "highs-plain": lambda instance, limits: _highs(instance, limits, is_tight=False),
    "cbc-plain": lambda instance, limits: _cbc(instance, limits, is_tight=False),
}


def run(peer: str, problem: Path, limits: Limits) -> Row:
    begun = time.monotonic()
    try:
        instance = load(problem)
    except UnsupportedError as unsupported:
        return {"solver": peer, "status": f"not stated by the model: {unsupported}"}
    outcome = PEERS[peer](instance, limits)
    return {
        "solver": outcome.solver,
        "status": outcome.status,
        "seconds": round(outcome.seconds, 3),
        "seconds_before": round(time.monotonic() - begun - outcome.seconds, 3),
        "bound": outcome.trace.bound,
        "trace": outcome.trace.rows(),
        "plan": outcome.plan.document(instance, outcome.solver) if outcome.plan else None,
    }


def main() -> None:
    peer, problem, result, seconds, threads = sys.argv[1:]
    found = run(peer, Path(problem), Limits(float(seconds), int(threads)))
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
