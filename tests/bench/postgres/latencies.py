"""Milliseconds a read, from pgbench's log: median, 95th percentile, highest."""

import pathlib
import sys

names = [path.stem for path in sorted(pathlib.Path(sys.argv[2]).glob("*.sql"))]
times = {}
for log in pathlib.Path(sys.argv[1]).glob("log.*"):
    for line in log.read_text().splitlines():
        fields = line.split()
        times.setdefault(names[int(fields[3])], []).append(int(fields[2]) / 1000)


def row(name, values):
    values.sort()
    at = lambda part: values[min(int(part * len(values)), len(values) - 1)]
    print(f"{name:24}{len(values):8}{at(0.5):10.2f}{at(0.95):10.2f}{values[-1]:10.2f}")


print(f"{'read':24}{'count':>8}{'p50':>10}{'p95':>10}{'max':>10}")
for name in names:
    if name in times:
        row(name, times[name])
row("all", [value for values in times.values() for value in values])
