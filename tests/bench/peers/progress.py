"""What a solver knew when."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Point:
    seconds: float
    cost: float | None
    bound: float | None


@dataclass
class Trace:
    """Cost of the best plan and lower bound, each time that one of them gets better."""

    constant: float = 0.0
    """Cost that no plan changes: left out of the models, added here."""
    points: list[Point] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        self.begun = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def add(self, cost: float | None, bound: float | None, seconds: float | None = None) -> None:
        last = self.points[-1] if self.points else Point(0.0, None, None)
        least = _best(min, last.cost, self._whole(cost))
        highest = _best(max, last.bound, self._whole(bound))
        if least is not None and highest is not None:
            highest = min(highest, least)  # a bound above its own plan says that nothing is better
        point = Point(round(self.seconds if seconds is None else seconds, 3), least, highest)
        if (point.cost, point.bound) != (last.cost, last.bound):
            self.points.append(point)

    @property
    def bound(self) -> float | None:
        return self.points[-1].bound if self.points else None

    def rows(self) -> list[dict[str, Any]]:
        return [asdict(point) for point in self.points]

    def _whole(self, value: float | None) -> float | None:
        """Solvers say 1e30, 1e50 or infinity for none."""
        return None if value is None or abs(value) >= 1e20 else round(value + self.constant, 4)


def _best(better: Any, before: float | None, now: float | None) -> float | None:
    known = [value for value in (before, now) if value is not None]
    return better(known) if known else None
