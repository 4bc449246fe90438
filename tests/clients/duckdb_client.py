"""DuckDB's scanner of Postgres, over heatsched serve: its tables as DuckDB's own, and queries handed over."""

import importlib.util
import os
from decimal import Decimal
from pathlib import Path

import duckdb
import walk

folder = Path(next(iter(importlib.util.find_spec("duckdb_ext").submodule_search_locations)))
scanner = next(folder.glob("extensions/*/*/postgres_scanner.duckdb_extension"))
database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
database.load_extension(str(scanner))
login = f"host={walk.HOST} port={os.environ['PGPORT']} user={walk.USER} dbname={walk.DATABASE} password=''{os.environ['PGPASSWORD']}''"
# rows of the warehouse have no place in a page
database.execute("SET pg_use_ctid_scan = false")
database.execute(f"ATTACH '{login}' AS served (TYPE postgres, READ_ONLY)")

expected = [[cell if i == 0 else Decimal(cell.removeprefix("numeric ")) for i, cell in enumerate(row)] for row in walk.EXPECTED["costs"]]


def check(sql):
    """DuckDB reads a numeric that states no scale as double."""
    rows = database.execute(sql).fetchall()
    read = [[cell if isinstance(cell, str) else Decimal(str(cell)) for cell in row] for row in rows]
    assert read == expected, read


handed_over = walk.QUESTIONS["costs"].replace("'", "''")
check(f"SELECT * FROM postgres_query('served', '{handed_over}')")
check("""
SELECT p.period_category, p.energy_kwh, p.energy_cost, p.billed_demand_kw, p.demand_cost
FROM served.heatsched.cost_by_period p JOIN served.heatsched.optimization_runs r USING (run_id)
WHERE p.schedule_kind = 'optimized' ORDER BY p.period_category""")
