"""Clients that refresh views by OData, as Excel and Power BI do: page by page, by the links.

    clients.py ADDRESS TOKEN PID CLIENTS SECONDS
"""

import http.client
import json
import sys
import threading
import time
from pathlib import Path

VIEWS = ["savings", "cost_by_period", "cost_by_equipment", "equipment_utilization"]


class Client:
    def __init__(self, address, token):
        self.connection = http.client.HTTPConnection(address, timeout=600)
        self.headers = {"Authorization": f"Bearer {token}"}
        self.tags = {}

    def get(self, target, conditional):
        known = {"If-None-Match": self.tags[target]} if conditional and target in self.tags else {}
        begun = time.perf_counter()
        self.connection.request("GET", target, headers=self.headers | known)
        response = self.connection.getresponse()
        body = response.read()
        elapsed = time.perf_counter() - begun
        assert response.status in (200, 304), (target, response.status, body[:300])
        self.tags[target] = response.headers["ETag"]
        return response.status, body, elapsed

    def pages(self, view, conditional):
        """The seconds of each page of a view. Where the first page has not changed, none has."""
        target = f"/odata/{view}"
        while target:
            status, body, elapsed = self.get(target, conditional)
            yield elapsed, body.count(b"\n{")
            link = None if status == 304 else body[-400:].partition(b'"@odata.nextLink":')[2]
            target = "/odata/" + json.loads(link[:-1]).partition("/odata/")[2] if link else None


def resident_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


def measure(name, address, token, pid, clients, seconds, conditional):
    times, rows, memory = [], [0], []
    ends = time.perf_counter() + seconds

    def work(number):
        client = Client(address, token)
        if conditional:
            for view in VIEWS:
                for _ in client.pages(view, False):
                    pass
            barrier.wait()
        while time.perf_counter() < ends:
            for view in VIEWS[number % 4 :] + VIEWS[: number % 4]:
                for elapsed, read in client.pages(view, conditional):
                    times.append(elapsed)
                    rows[0] += read
                    if time.perf_counter() > ends:
                        return

    barrier = threading.Barrier(clients)
    if conditional:
        ends = float("inf")
        barrier = threading.Barrier(clients, action=lambda: begin())

        def begin():
            nonlocal ends
            times.clear()
            ends = time.perf_counter() + seconds

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(resident_mb(pid))
        time.sleep(1)
    times.sort()
    at = lambda part: 1000 * times[int(part * (len(times) - 1))]
    half = len(memory) // 2
    print(
        f"{name:44} {len(times):6} requests {rows[0]:9} rows   p50 {at(0.5):7.1f} ms   p95 {at(0.95):7.1f} ms   "
        f"memory {max(memory[:half] or memory)} MB, then {max(memory[half:])} MB"
    )


address, token, pid, clients, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
first = Client(address, token)
for view in VIEWS:
    begun = time.perf_counter()
    read = sum(count for _, count in first.pages(view, False))
    print(f"{view}: {read} rows, worked out and read the first time in {time.perf_counter() - begun:.1f} s")
measure("one client, every page", address, token, pid, 1, seconds, False)
measure(f"{clients} clients, every page", address, token, pid, clients, seconds, False)
measure(f"{clients} clients, refreshing what they have", address, token, pid, clients, seconds, True)
