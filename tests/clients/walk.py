"""The walk-through: what each client asks, and what it must read."""

import json
import os
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
# heatsched serve only reads: what was loaded and planned in Postgres is there already
READS_ONLY = "HEATSCHED_SERVED" in os.environ
QUESTIONS = json.loads((HERE / "questions.json").read_text())
if READS_ONLY:
    QUESTIONS = {name: QUESTIONS[name] for name in os.environ["HEATSCHED_SERVED"].split()}
EXPECTED = json.loads((HERE / "expected.json").read_text())
RATE_AT = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
HOST, DATABASE, USER = (os.environ[name] for name in ("PGHOST", "PGDATABASE", "PGUSER"))


def plant(parameter):
    """Statements that load the plant of the SQL corpus, each with the rows of its table as JSON."""
    if READS_ONLY:
        return
    kept = {"tenant_id": "acme", "source_system": "fixture", "source_reference": "fixture.json", "provenance_hash": "fixture"}
    for table, rows in json.loads((HERE / "../slt/fixture.json").read_text()).items():
        sql = f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, {parameter}::text::jsonb)"
        # a line of isql holds some nine thousand characters
        for start in range(0, len(rows), 25):
            yield sql, json.dumps([row | kept for row in rows[start : start + 25]])


def question(name, parameter):
    return QUESTIONS[name].replace("$1", parameter)


def told(value):
    """A value of the client's own types as text that says the type."""
    match value:
        case Decimal():
            return f"numeric {value}"
        case datetime(tzinfo=None):
            return f"local {value.isoformat()}"
        case datetime():
            return f"instant {value.astimezone(UTC).isoformat().replace('+00:00', 'Z')}"
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"{value!r} is a {type(value).__name__}")


def check(name, rows):
    read = [[told(value) for value in row] for row in rows]
    expected = EXPECTED[name]
    if READS_ONLY:
        # in binary, its zeros have no digits after the point
        read, expected = ([[0 if re.fullmatch(r"numeric 0(\.0+)?", str(cell)) else cell for cell in row] for row in rows] for rows in (read, expected))
    assert read == expected, f"{name}\nread     {read}\nexpected {expected}"
