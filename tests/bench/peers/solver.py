"""What every solver is given, and what it answers."""

from dataclasses import dataclass

from plan import Plan
from progress import Trace


@dataclass(frozen=True)
class Limits:
    seconds: float
    threads: int


@dataclass(frozen=True)
class Outcome:
    solver: str
    """Name and version."""
    status: str
    """In the solver's own words."""
    plan: Plan | None
    trace: Trace
    seconds: float
    """From the moment that the solver had its model."""
