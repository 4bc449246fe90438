"""Prices by interval, and demand charges by metering window."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

from clock import Minute, minutes_of_month
from document import Grid, Row, UnsupportedError, number, only, whole

TARIFF = (
    "tariff_id tariff_name utility_provider rate_schedule_code effective_date expiry_date holidays periods "
    "demand_charges fixed_charges prices month_to_date_peaks currency"
).split()
PERIOD = "day_type months start_time end_time period_category energy_rate_kwh demand_rate_kw".split()
CHARGE = "name rate_kw months hours window_minutes month_to_date_peak_kw".split()
WINDOW_MINUTES = 15

Window = dict[int, Fraction]


@dataclass(frozen=True)
class Charge:
    """Costs `rate` for each kW that the highest window has above `paid`."""

    rate: Fraction
    paid: Fraction
    windows: list[Window]
    """Of each: intervals and their shares."""


class Tariff:
    def __init__(self, problem: Row, grid: Grid, local: list[Minute], zone: ZoneInfo) -> None:
        self.row: Row = problem["tariff"]
        only(self.row, TARIFF, "tariff")
        self.grid, self.local, self.zone = grid, local, zone
        self.is_marginal = problem.get("demand_allocation", "marginal") == "marginal"
        self.periods: list[Row] = self.row["periods"]
        for period in self.periods:
            only(period, PERIOD, "tariff period")
        for charge in self.row.get("demand_charges") or []:
            only(charge, CHARGE, "demand charge")

    def prices(self) -> list[Fraction]:
        """Cost of a mean kW over each interval; a rate that changes inside one counts by its minutes."""
        rates = [self._rate(minute) for minute in self.local]
        for price in self.row.get("prices") or []:
            first, last = self.grid.span(price)
            rates[first:last] = [number(price["energy_rate_kwh"])] * (last - first)
        step = self.grid.step
        return [sum(rates[at : at + step], Fraction(0)) / 60 for at in range(0, len(rates), step)]

    def charges(self) -> list[Charge]:
        months = sorted({minute.month for minute in self.local})
        return [charge for month in months for charge in self._of_month(month, is_first=month == months[0])]

    def limit_window_minutes(self) -> int:
        """The shortest metering window; at least an interval, at most an hour."""
        charges = self.row.get("demand_charges") or []
        lengths = [whole(charge.get("window_minutes"), WINDOW_MINUTES) for charge in charges]
        if any(period.get("demand_rate_kw") is not None for period in self.periods):
            lengths.append(WINDOW_MINUTES)
        return max(min([*lengths, 60] if lengths else [WINDOW_MINUTES]), self.grid.step)

    def windows(self, minutes: int, counts: Callable[[Minute], bool]) -> list[Window]:
        """Each clock-aligned window's minutes that count, as shares of intervals."""
        found: dict[object, dict[int, int]] = {}
        for at, minute in enumerate(self.local):
            if counts(minute):
                window = found.setdefault(minute.window(minutes), {})
                t = at // self.grid.step
                window[t] = window.get(t, 0) + 1
        shares = []
        for window in found.values():
            total = sum(window.values())
            shares.append({t: Fraction(count, total) for t, count in window.items()})
        return list({tuple(share.items()): share for share in shares}.values())

    def _rate(self, minute: Minute) -> Fraction:
        for period in self.periods:
            if minute.is_within(period):
                return number(period["energy_rate_kwh"])
        raise UnsupportedError(f"no energy rate on {minute.day}, minute {minute.of_day}")

    def _of_month(self, month: tuple[int, int], *, is_first: bool) -> list[Charge]:
        to_date = self.row.get("month_to_date_peaks") or {}
        found = []
        for category in sorted({period["period_category"] for period in self.periods}):
            rows = [period for period in self.periods if period["period_category"] == category]
            rate = next((row["demand_rate_kw"] for row in rows if row.get("demand_rate_kw") is not None), None)
            if rate is not None:
                found.append((number(rate), number(to_date.get(category)), WINDOW_MINUTES, rows))
        for charge in self.row.get("demand_charges") or []:
            rows = [{"months": charge.get("months"), **row} for row in charge.get("hours") or [{"day_type": "all"}]]
            minutes = whole(charge.get("window_minutes"), WINDOW_MINUTES)
            found.append((number(charge["rate_kw"]), number(charge.get("month_to_date_peak_kw")), minutes, rows))
        charges = [self._charge(month, is_first, *one) for one in found]
        return [charge for charge in charges if charge.windows and charge.rate]

    def _charge(
        self, month: tuple[int, int], is_first: bool, rate: Fraction, paid: Fraction, minutes: int, rows: list[Row]
    ) -> Charge:
        windows = self.windows(
            minutes, lambda minute: minute.month == month and any(minute.is_within(row) for row in rows)
        )
        if self.is_marginal:
            return Charge(rate, paid if is_first else Fraction(0), windows)
        in_horizon = sum(minute.month == month for minute in self.local)
        return Charge(rate * Fraction(in_horizon, minutes_of_month(month, self.zone)), Fraction(0), windows)
