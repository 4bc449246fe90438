"""What a demand charge bills at least, by the place of a single job.

A job has exactly one place, so a row of these over all its places adds up; rows by interval let a relaxation spread the
job thin over many starts, and this one does not. In floats: it is asked for each place and charge.
"""

from instance import Instance
from jobs import Place
from tariff import Charge


class Lumps:
    def __init__(self, instance: Instance, charge: Charge) -> None:
        self.instance, self.paid = instance, float(charge.paid)
        self.base = [float(kw) for kw in instance.base]
        self.windows: dict[int, list[list[tuple[int, float]]]] = {}
        for window in charge.windows:
            shares = [(t, float(share)) for t, share in window.items()]
            for t in window:
                self.windows.setdefault(t, []).append(shares)
        self.is_plain = all(len(window) == 1 for window in charge.windows)

    def of(self, index: int) -> float:
        """kW billed if nothing but this job runs, beside the base load."""
        instance, place = self.instance, self.instance.places[index]
        span = instance.span(index)
        if self.is_plain and not any(self.base):
            return self._of_plain(place, span)
        own = dict.fromkeys(span, 0.0)
        if instance.units[place.unit].is_electric:
            full, last = instance.alone(place.job, place.unit)
            own = dict.fromkeys(span[:-1], full) | {span[-1]: last}
        highest = 0.0
        for t in span:
            for window in self.windows.get(t, []):
                mean = sum(share * (self.base[at] + own.get(at, 0.0)) for at, share in window)
                highest = max(highest, mean - self.paid)
        return highest

    def _of_plain(self, place: Place, span: range) -> float:
        """Each window is an interval, and nothing else draws: the first interval that counts is the highest."""
        if not self.instance.units[place.unit].is_electric:
            return 0.0
        full, last = self.instance.alone(place.job, place.unit)
        counts = next((t for t in span if t in self.windows), None)
        highest = 0.0 if counts is None else (last if counts == span[-1] else full)
        return max(highest - self.paid, 0.0)
