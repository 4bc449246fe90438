"""The corpus's fixture as SQL, for tenant bench."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    tables = json.load(file)
for table, rows in tables.items():
    own = {"tenant_id": "bench", "source_system": "fixture", "provenance_hash": "bench"}
    rows = [row | own | {"source_reference": str(number)} for number, row in enumerate(rows)]
    print(
        f"INSERT INTO heatsched.{table} SELECT * FROM jsonb_populate_recordset(NULL::heatsched.{table}, "
        f"$json${json.dumps(rows)}$json$);"
    )
