#!/usr/bin/env python3
"""Makes the files of the demo plant in data/, the same bytes every time: `generate.py`, or `generate.py --check`.

Plant A hardens, dries and cooks for four weeks from Monday 5 January 2026, and on 8 March, when clocks go forward.
Every day can be planned first come first served: the generator places each day's jobs so and stops if one would be late.
"""

import csv
import io
import random
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
UTC = ZoneInfo("UTC")
DATA = Path(__file__).parent / "data"
DAYS = [date(2026, 1, 5) + timedelta(days=n) for n in range(28)] + [date(2026, 3, 8)]
HOLIDAYS = [(date(2026, 1, 1), "New Year's Day"), (date(2026, 1, 19), "Martin Luther King Jr. Day")]

EQUIPMENT_HEADER = (
    "equipment_id,equipment_name,equipment_type,capacity_kw,min_load_kw,efficiency_percent,cop,fuel_type,"
    "fuel_rate_per_kwh,min_run_time_minutes,max_starts_per_day,startup_energy_kwh,shutdown_energy_kwh,"
    "max_concurrent_jobs,min_temperature_c,max_temperature_c,initial_state"
)
EQUIPMENT = [
    "B1,Steam boiler 1,gas_boiler,400,80,88,,natural_gas,0.0380,60,,20,0,,,180,off",
    "B2,Steam boiler 2,gas_boiler,300,60,86,,natural_gas,0.0380,60,,15,0,,,180,off",
    "B3,Thermal oil heater,gas_boiler,200,40,84,,natural_gas,0.0380,60,,12,0,,,280,off",
    "E1,Batch furnace 1,electric,200,40,95,,electricity,,60,10,18,0,1,300,1100,off",
    "E2,Batch furnace 2,electric,180,36,95,,electricity,,60,10,16,0,1,300,1100,off",
    "E3,Batch furnace 3,electric,150,30,93,,electricity,,60,10,12,0,1,300,950,off",
    "E4,Tempering furnace,electric,120,24,92,,electricity,,60,10,8,0,1,150,700,off",
    "H1,Heat pump 1,heat_pump,200,40,,3.2,electricity,,30,,4,0,,,85,off",
    "H2,Heat pump 2,heat_pump,150,30,,3.0,electricity,,30,,3,0,,,85,off",
    "H3,Heat pump 3,heat_pump,100,20,,2.8,electricity,,30,,2,0,,,75,off",
]

MAINTENANCE = [
    ("B2", "2026-01-07 08:00", "2026-01-07 12:00", "maintenance"),
    ("E3", "2026-01-14 06:00", "2026-01-14 14:00", "maintenance"),
    ("H1", "2026-01-21 00:00", "2026-01-22 00:00", "repair"),
    ("E4", "2026-01-28 13:00", "2026-01-28 15:30", "maintenance"),
    ("B3", "2026-01-31 06:00", "2026-02-01 18:00", "maintenance"),
    ("E2", "2026-03-08 10:00", "2026-03-08 14:00", "maintenance"),
]

# day type, from, to, category, $/kWh, $/kW
PERIODS = [
    ("weekday", "22:00", "06:00", "off-peak", "0.0450", "8.00"),
    ("weekday", "06:00", "10:00", "mid-peak", "0.0850", "12.00"),
    ("weekday", "10:00", "14:00", "on-peak", "0.1250", "18.00"),
    ("weekday", "14:00", "18:00", "critical", "0.1450", "22.00"),
    ("weekday", "18:00", "22:00", "mid-peak", "0.0850", "12.00"),
    ("weekend", "20:00", "08:00", "off-peak", "0.0450", "8.00"),
    ("weekend", "08:00", "20:00", "mid-peak", "0.0850", "12.00"),
    ("holiday", "00:00", "24:00", "off-peak", "0.0450", "8.00"),
]

# material, description, pieces, setpoint range, thermal kW range, hours, operators
FURNACE = [
    ("AX-4140", "Axle shaft, harden", 160, (840, 870), (110, 145), (2, 3.5), 1),
    ("GR-8620", "Ring gear, carburize", 90, (920, 945), (90, 130), (3, 4.5), 1),
    ("SP-5160", "Leaf spring, harden", 240, (850, 880), (115, 148), (1.5, 2.5), 1),
    ("CS-0030", "Cast housing, anneal", 40, (660, 690), (80, 115), (2.5, 4), 1),
]
TEMPER = [
    ("AX-4140T", "Axle shaft, temper", 160, (420, 560), (60, 100), (1.5, 3), 1),
    ("SP-5160T", "Leaf spring, temper", 240, (380, 450), (65, 105), (1.25, 2), 1),
]
LOW = [
    ("WB-ALK", "Wash bath, alkaline", 12000, (55, 65), (35, 75), (1, 3), 0),
    ("DR-PRT", "Part dryer", 900, (70, 75), (40, 80), (1.5, 3), 0),
    ("PH-ZNC", "Phosphating bath", 8000, (60, 72), (45, 85), (2, 4), 0),
]
STEAM = [
    ("AU-CMP", "Autoclave, composite cure", 24, (140, 175), (90, 150), (1.5, 2.5), 0),
    ("DG-STM", "Degreaser, steam", 400, (120, 140), (50, 110), (1, 2), 0),
]

JOB_HEADER = [
    "Order", "Material", "Description", "Order qty", "UoM", "Heat (kWh)", "Setpoint (°C)", "Run time (min)",
    "Release", "Due", "Prio", "Operators", "Preceding order", "Work center", "Planner",
]  # fmt: skip
PRIORITIES = {1: "Urgent", 2: "High", 3: "Normal", 4: "Low"}


class Draw:
    """Draws by `random()` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def between(self, low, high, step):
        return low + step * int(self.random() * (int(round((high - low) / step)) + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]


def at(day, hours):
    """Local wall time on the day's clock; 24 is the next midnight."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=round(hours * 60))


def minute(local):
    return int(local.replace(tzinfo=ZONE).astimezone(UTC).timestamp()) // 60


def heat_job(draw, day, kind, release, due, priority):
    material, description, quantity, setpoint, power, hours, crew = kind
    minutes = int(draw.between(hours[0] * 60, hours[1] * 60, 15))
    heat = round(draw.between(power[0], power[1], 1) * minutes / 60)
    slack = at(day, 24) if due is None else at(day, release) + timedelta(minutes=minutes + round(due * 60))
    return {
        "kind": kind, "material": material, "description": description,
        "quantity": int(draw.between(quantity // 2, quantity, max(1, quantity // 20))), "crew": crew,
        "setpoint": int(draw.between(setpoint[0], setpoint[1], 5)), "minutes": minutes, "heat": heat,
        "release": at(day, release), "due": min(slack, at(day, 24)), "priority": priority, "after": None,
    }  # fmt: skip


def day_jobs(day, number):
    draw = Draw(20260105 + number)
    working = day.weekday() < 5 and day not in dict(HOLIDAYS)
    jobs = []

    def add(kinds, releases, due, count, priority=3):
        for _ in range(count):
            hours = draw.pick(releases)
            jobs.append(heat_job(draw, day, draw.pick(kinds), hours, due, priority))

    # what the night shift takes over, what customers wait for, and what only has to be done by tonight
    add(FURNACE, [0, 0.5], 8, 2)
    add(FURNACE, [6, 6.5, 7], None, 3 if working else 2)
    add(FURNACE, [8, 8.5, 9, 10], None, 3 if working else 2)
    add(FURNACE[2:3], [11, 12, 13], 5, 1 if working else 0, 1)
    add(TEMPER, [8, 10, 13], None, 3 if working else 2)
    add(LOW, [0, 3, 4], 7, 3, 4)
    add(LOW, [6, 7, 8, 9], None, 5 if working else 4)
    add(LOW, [10, 12, 14], 4, 3 if working else 2)
    add(STEAM, [6, 7, 9], 6, 4 if working else 3, 2)
    add(STEAM, [11, 13, 15], 4, 3 if working else 2)
    add(STEAM, [14, 16], None, 2)
    # an axle is tempered after it was hardened
    hardened = [job for job in jobs if job["material"] == "AX-4140" and job["release"] <= at(day, 10)]
    for job in hardened[:2]:
        temper = heat_job(draw, day, TEMPER[0], 0, None, 3)
        temper["release"] = job["release"] + timedelta(minutes=(job["minutes"] + 29) // 30 * 30)
        temper["after"] = job
        jobs.append(temper)
    jobs.sort(key=lambda job: (job["release"], job["description"], job["heat"]))
    for n, job in enumerate(jobs, 1):
        job["order"] = f"{day:%y%m%d}{n:03}"
    jobs[0]["release"] = at(day, 0)
    return jobs


def place_first_come(day, jobs):
    """Each job at its earliest start on the first equipment that can take it, price-blind. Stops if one is late."""
    start, end = minute(at(day, 0)), minute(at(day, 24))
    heaters = []
    for line in EQUIPMENT:
        row = dict(zip(EQUIPMENT_HEADER.split(","), line.split(",")))
        down = [(minute(datetime.fromisoformat(a)), minute(datetime.fromisoformat(b))) for e, a, b, _ in MAINTENANCE if e == row["equipment_id"]]
        heaters.append((row, [0.0] * (end - start), [0] * (end - start), down))
    crew = [0] * (end - start)
    starts, ends = {}, {}

    def fits(heater, job, begin):
        row, load, running, down = heater
        finish, power = begin + job["minutes"], job["heat"] * 60 / job["minutes"]
        limit = int(row["max_concurrent_jobs"] or 99)
        low, high = float(row["min_temperature_c"] or -99), float(row["max_temperature_c"])
        span = range(begin - start, finish - start)
        return (
            low <= job["setpoint"] <= high
            and all(finish <= a or b <= begin for a, b in down)
            and all(load[m] + power <= float(row["capacity_kw"]) and running[m] < limit for m in span)
            and all(crew[m] + job["crew"] <= 4 for m in span)
        )

    for job in sorted(jobs, key=lambda job: (job["release"], job["priority"], job["order"])):
        begin = -(-minute(job["release"]) // 15) * 15
        if job["after"]:
            begin = max(begin, -(-ends[job["after"]["order"]] // 15) * 15)
        while True:
            if begin + job["minutes"] > min(minute(job["due"]), end):
                raise SystemExit(f"{day} {job['order']} {job['description']} would be late")
            heater = next((heater for heater in heaters if fits(heater, job, begin)), None)
            if heater:
                break
            begin += 15
        row, load, running, _ = heater
        for m in range(begin - start, begin - start + job["minutes"]):
            load[m] += job["heat"] * 60 / job["minutes"]
            running[m] += 1
            crew[m] += job["crew"]
        ends[job["order"]] = begin + job["minutes"]
        starts[row["equipment_id"]] = starts.get(row["equipment_id"], 0) + 1
    limits = [line.split(",") for line in EQUIPMENT]
    assert all(starts.get(row[0], 0) <= int(row[10] or 99) for row in limits), f"{day}: too many starts"


def work_center(job):
    return "HARDENING" if job["setpoint"] > 300 else "STEAM" if job["setpoint"] > 100 else "WET"


def job_rows():
    for number, day in enumerate(DAYS):
        jobs = day_jobs(day, number)
        place_first_come(day, jobs)
        for job in jobs:
            yield [
                job["order"], job["material"], job["description"], job["quantity"], "pieces", job["heat"], job["setpoint"],
                job["minutes"], job["release"], job["due"], PRIORITIES[job["priority"]], job["crew"],
                job["after"]["order"] if job["after"] else "", work_center(job), f"P{1 + number % 3}",
            ]  # fmt: skip


def quarters(day):
    start, end = at(day, 0).replace(tzinfo=ZONE).astimezone(UTC), at(day, 24).replace(tzinfo=ZONE).astimezone(UTC)
    while start < end:
        yield start, start + timedelta(minutes=15)
        start += timedelta(minutes=15)


def load_rows():
    """Lights, compressors, offices: low at night, highest in the early afternoon."""
    shape = [255, 250, 248, 246, 250, 268, 320, 372, 408, 428, 442, 450, 446, 455, 462, 452, 430, 396, 358, 334, 318, 300, 282, 266]
    for number, day in enumerate(DAYS):
        draw = Draw(77000 + number)
        share = 1.0 if day.weekday() < 5 and day not in dict(HOLIDAYS) else 0.55
        for start, end in quarters(day):
            local = start.astimezone(ZONE)
            here, there = shape[local.hour], shape[(local.hour + 1) % 24]
            kw = (here + (there - here) * local.minute / 60) * share + draw.between(-6, 6, 0.5)
            yield [local.isoformat(timespec="minutes"), end.astimezone(ZONE).isoformat(timespec="minutes"), f"{kw:.1f}"]


def shift_rows():
    for day in DAYS:
        crew = (8, 7, 5) if day.weekday() < 5 else (5, 5, 4)
        night, early, late, midnight = (f"{at(day, h):%Y-%m-%d %H:%M}" for h in (0, 6, 14, 22))
        end = f"{at(day, 24):%Y-%m-%d %H:%M}"
        yield [f"{day}-night", night, early, crew[2]]
        yield [f"{day}-early", early, late, crew[0]]
        yield [f"{day}-late", late, midnight, crew[1]]
        yield [f"{day}-night-2", midnight, end, crew[2]]


def csv_bytes(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"{cell:%m/%d/%Y %H:%M}" if isinstance(cell, datetime) else cell for cell in row] for row in rows)
    return out.getvalue().encode()


def xlsx_bytes(sheet, header, rows):
    """A workbook of one sheet with real date cells (style 1), texts inline."""

    def cell(value, column, row):
        name = f"{chr(65 + column)}{row}"
        if isinstance(value, datetime):
            serial = (value - datetime(1899, 12, 30)) / timedelta(days=1)
            return f'<c r="{name}" s="1"><v>{serial!r}</v></c>'
        if isinstance(value, str):
            return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
        return f'<c r="{name}"><v>{value}</v></c>'

    lines = [f'<row r="{r}">{"".join(cell(v, c, r) for c, v in enumerate(row))}</row>' for r, row in enumerate([header, *rows], 1)]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), head + content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


MAPPING = """\
# How the plant's ERP names the columns of its order export.
time_zone = "America/Chicago"

[production_jobs]
sheet = "Orders"
date_format = "%m/%d/%Y %H:%M"
ignore = ["Work center", "Planner"]

[production_jobs.columns]
job_id = "Order"
product_id = "Material"
product_name = "Description"
quantity = "Order qty"
unit = "UoM"
heating_requirement_kwh = "Heat (kWh)"
temperature_setpoint_c = "Setpoint (°C)"
duration_minutes = "Run time (min)"
earliest_start = "Release"
latest_end = "Due"
priority = { header = "Prio", values = { Urgent = "1", High = "2", Normal = "3", Low = "4" } }
crew_size = "Operators"
predecessor_job_id = "Preceding order"
"""


def files():
    jobs = list(job_rows())
    lines = lambda header, rows: ("\n".join([header, *rows]) + "\n").encode()
    tariff = "ind-tou"
    return {
        "sites.csv": lines("site_id,site_name,time_zone,currency,tariff_id", [f"plant-a,Plant A,America/Chicago,USD,{tariff}"]),
        "heating_equipment.csv": lines(EQUIPMENT_HEADER, EQUIPMENT),
        "equipment_availability.csv": csv_bytes(["equipment_id", "unavailable_start", "unavailable_end", "reason"], MAINTENANCE),
        "tariffs.csv": lines(
            "tariff_id,tariff_name,utility_provider,rate_schedule_code,currency,time_zone,effective_date,expiry_date",
            [f"{tariff},Industrial time of use,Example Utility,IND-TOU,USD,America/Chicago,2026-01-01,"],
        ),
        "tariff_periods.csv": csv_bytes(
            ["tariff_id", "period_no", "day_type", "start_time", "end_time", "period_category", "energy_rate_kwh", "demand_rate_kw"],
            [[tariff, n, *period] for n, period in enumerate(PERIODS, 1)],
        ),
        "demand_charges.csv": lines("tariff_id,name,rate_kw,window_minutes", [f"{tariff},facility,3.50,15"]),
        "fixed_charges.csv": lines("tariff_id,name,amount,per", [f"{tariff},customer,250.00,month"]),
        "holidays.csv": csv_bytes(["tariff_id", "holiday", "holiday_name"], [[tariff, *holiday] for holiday in HOLIDAYS]),
        "workforce_shifts.csv": csv_bytes(["shift_id", "start", "end", "crew"], shift_rows()),
        "site_load.csv": csv_bytes(["start", "end", "kw"], load_rows()),
        "jobs.csv": csv_bytes(JOB_HEADER, jobs),
        "jobs.xlsx": xlsx_bytes("Orders", JOB_HEADER, jobs),
        "mapping.toml": MAPPING.encode(),
    }


def content(name, data):
    """Workbooks are compared by their parts: compression differs between versions of zlib."""
    if not name.endswith(".xlsx"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {part: book.read(part) for part in book.namelist()}


def main():
    made = files()
    if "--check" in sys.argv:
        stale = [name for name, data in made.items() if content(name, (DATA / name).read_bytes()) != content(name, data)]
        sys.exit(f"not what generate.py makes: {', '.join(stale)}" if stale else 0)
    DATA.mkdir(exist_ok=True)
    for name, data in made.items():
        (DATA / name).write_bytes(data)


if __name__ == "__main__":
    main()
