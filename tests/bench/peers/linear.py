"""A mixed-integer linear program in columns and rows, for whichever solver."""

from collections.abc import Iterable
from dataclasses import dataclass, field

INFINITY = float("inf")
Term = tuple[int, float]


@dataclass
class Linear:
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    rows: list[list[Term]] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)

    def column(self, upper: float = INFINITY) -> int:
        self.cost.append(0.0)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.is_integer.append(False)
        return len(self.cost) - 1

    def binary(self, *, may_be_one: bool = True) -> int:
        column = self.column(1.0 if may_be_one else 0.0)
        self.is_integer[column] = True
        return column

    def at_most(self, terms: Iterable[Term], bound: float) -> None:
        self._row(terms, -INFINITY, bound)

    def equal(self, terms: Iterable[Term], bound: float) -> None:
        self._row(terms, bound, bound)

    def _row(self, terms: Iterable[Term], lower: float, upper: float) -> None:
        merged: dict[int, float] = {}
        for column, factor in terms:
            merged[column] = merged.get(column, 0.0) + factor
        self.rows.append([(column, factor) for column, factor in merged.items() if factor])
        self.row_lower.append(lower)
        self.row_upper.append(upper)
