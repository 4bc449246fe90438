"""What a demand charge bills at least, by the place of a single job.

A job has exactly one place, so a row of these over all its places adds up; rows by interval let a relaxation spread the
job thin over many starts, and this one does not. In floats: it is asked for each place and charge.
"""

from instance import Instance
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

    def of(self, index: int) -> float:
        """kW billed if nothing but this job runs, beside the base load."""
        instance, place = self.instance, self.instance.places[index]
        span = instance.span(index)
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
