"""How fast order operations come over OData pages, next to plain COPY of the same rows.

    cargo build --release -p query --bin heatsched
    .ci/with-postgres python3 tests/bench/loads.py --heatsched target/release/heatsched [--operations 1000000]

A server on loopback answers as SAP does: orders of ten operations, sorted by their last change, spread over thirty days.
`heatsched load` brings them into a warehouse and into Postgres; then `COPY` brings the rows that came into an empty database
of the same tables, with their indexes, constraints and triggers. Printed are seconds, rows a second, the ratio to COPY and the
most memory that the load held; before them, how long the server alone takes to hand out its pages.
"""

import argparse
import datetime
import http.client
import json
import os
import re
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OPERATIONS = 10
DAYS = 30
PAGE = 500
NUMBER = 10_000_000
FIRST = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
TYPES = """<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><Schema Namespace="S"><EntityType Name="T">
%s</EntityType><EntityContainer><EntitySet Name="A_ProductionOrder_2" EntityType="S.T"/></EntityContainer></Schema></edmx:Edmx>"""
PROPERTIES = [
    "ManufacturingOrder", "Material", "ProductionPlant", "ProductionUnit", "TotalQuantity", "OrderIsClosed",
    "MfgOrderPlannedStartDate", "MfgOrderPlannedStartTime", "MfgOrderPlannedEndDate", "MfgOrderPlannedEndTime",
    "LastChangeDateTime",
]  # fmt: skip
JOBS = """
[job.sap]
kind = "sap"
site = "plant-a"
url = "http://127.0.0.1:%d"
plant = "1710"
time_zone = "UTC"
page_size = %d
%sprocess = [{ work_center = "FURN*", heating_kwh_per_unit = "0.42", equipment = ["F1", "F2"] }]
"""


def template():
    """An order whose number, day and last change are to be filled in."""
    steps = [
        {
            "OrderInternalBillOfOperations": "NAME", "OrderIntBillOfOperationsItem": f"{step}", "ManufacturingOrder": "NAME",
            "ManufacturingOrderSequence": "0", "ManufacturingOrderOperation": f"{step:04}",
            "MfgOrderOperationText": "harden", "WorkCenter": "FURN01", "OperationIsClosed": "",
            "OperationIsConfirmed": "", "OperationIsDeleted": "", "OperationIsTechlyCompleted": "",
            "OpErlstSchedldExecStrtDte": "DATE", "OpErlstSchedldExecStrtTme": "PT06H00M00S",
            "OpErlstSchedldExecEndDte": "DATE", "OpErlstSchedldExecEndTme": "PT08H00M00S",
            "OpPlannedTotalQuantity": "500.000", "OperationUnit": "PC",
        }
        for step in range(10, 10 + 10 * OPERATIONS, 10)
    ]  # fmt: skip
    head = {
        "ManufacturingOrder": "NAME", "Material": "AXLE-7", "ProductionPlant": "1710", "ProductionUnit": "PC",
        "TotalQuantity": "500.000", "OrderIsClosed": "", "MfgOrderPlannedStartDate": "DATE",
        "MfgOrderPlannedStartTime": "PT05H00M00S", "MfgOrderPlannedEndDate": "DATE",
        "MfgOrderPlannedEndTime": "PT20H00M00S", "LastChangeDateTime": "CHANGED",
        "to_ProductionOrderOperation": {"results": steps},
    }  # fmt: skip
    return json.dumps(head, separators=(",", ":"))


ORDER = template()
DATES = [f"\\/Date({int((FIRST + datetime.timedelta(days=day)).timestamp()) * 1000})\\/" for day in range(DAYS)]


def order(number):
    changed = FIRST - datetime.timedelta(days=400) + datetime.timedelta(seconds=number)
    filled = ORDER.replace("NAME", f"{NUMBER + number}").replace("DATE", DATES[number % DAYS])
    return filled.replace("CHANGED", f"{changed:%Y%m%d%H%M%S}")


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    orders = 0

    def do_GET(self):
        if "$metadata" in self.path:
            kind, text = "application/xml", TYPES % "".join(
                f'<Property Name="{name}" Type="Edm.String"/>' for name in PROPERTIES
            )
        else:
            after = re.search(r"ManufacturingOrder%20gt%20%27(\d+)%27", self.path)
            first = int(after[1]) - NUMBER + 1 if after else 0
            top = int(re.search(r"\$top=(\d+)", self.path)[1])
            page = ",".join(order(number) for number in range(first, min(first + top, self.orders)))
            kind, text = "application/json", '{"d":{"results":[' + page + "]}}"
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def hand_out(port):
    """The server's pages, read and thrown away."""
    client, read, begun = http.client.HTTPConnection("127.0.0.1", port), 0, time.perf_counter()
    for first in range(0, Gateway.orders, PAGE):
        client.request("GET", f"/?$top={PAGE}&$filter=ManufacturingOrder%20gt%20%27{NUMBER + first - 1}%27")
        read += len(client.getresponse().read())
    seconds = time.perf_counter() - begun
    print(f"pages alone: {seconds:.1f} s, {Gateway.orders * OPERATIONS / seconds:.0f} rows/s, {read >> 20} MiB")


def timed(command, **more):
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, **more)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"{command} failed: {said}")
    return seconds, usage.ru_maxrss / 1024, said


def psql(database, sql):
    command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", os.environ["HEATSCHED_POSTGRES"], "-U", "postgres"]
    return timed([*command, "-d", database, "-c", sql])


def database(name):
    psql("postgres", f"CREATE DATABASE {name}")
    psql(name, "CREATE EXTENSION pg_heatsched; INSERT INTO heatsched.tenant_members VALUES ('postgres', 'default')")
    site = "('default', 'plant-a', 'A', 'UTC', 'EUR', NULL, NULL, 'bench', 'x', 'x')"
    psql(name, f"INSERT INTO heatsched.sites VALUES {site}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heatsched", default=os.environ.get("HEATSCHED_BINARY"))
    parser.add_argument("--operations", type=int, default=1_000_000)
    parser.add_argument("--batch-rows", type=int, help="other than the command's own")
    args = parser.parse_args()
    heatsched = str(Path(args.heatsched).resolve())
    Gateway.orders = args.operations // OPERATIONS
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = ["load_bench", "load_bench_copy"]
    with tempfile.TemporaryDirectory() as folder:
        batch = f"batch_rows = {args.batch_rows}\n" if args.batch_rows else ""
        Path(folder, "loads.toml").write_text(JOBS % (server.server_port, PAGE, batch))
        hand_out(server.server_port)
        try:
            for name in names:
                database(name)
            run(heatsched, folder, names)
        finally:
            for name in names:
                psql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def run(heatsched, folder, names):
    timed([heatsched, "init", "--quiet"], cwd=folder)
    dsn = f"host={os.environ['HEATSCHED_POSTGRES']} user=postgres dbname={names[0]}"
    load = [heatsched, "load", "run", "sap", "--quiet"]
    found = {
        "into Postgres": timed([*load, "--to", "postgres", "--dsn", dsn], cwd=folder),
        "into the warehouse": timed(load, cwd=folder),
    }
    for table in ["schedules", "production_jobs"]:
        psql(names[0], f"\\copy heatsched.{table} TO '{folder}/{table}.csv' CSV")
    psql(names[1], f"\\copy heatsched.schedules FROM '{folder}/schedules.csv' CSV")
    copy, _, _ = psql(names[1], f"\\copy heatsched.production_jobs FROM '{folder}/production_jobs.csv' CSV")
    rows = int(psql(names[1], "SELECT count(*) FROM heatsched.production_jobs")[2])
    print(f"COPY of {rows} rows: {copy:.1f} s, {rows / copy:.0f} rows/s")
    for name, (seconds, mebibytes, said) in found.items():
        summary = json.loads(said.splitlines()[-1])
        print(
            f"{name}: {seconds:.1f} s, {rows / seconds:.0f} rows/s, {copy / seconds:.2f} of COPY, {mebibytes:.0f} MiB; "
            f"{summary['rows_written']} rows written, {summary['requests']} requests, {summary['bytes'] >> 20} MiB read"
        )


if __name__ == "__main__":
    main()
