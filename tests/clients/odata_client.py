"""python-odata: the feed of heatsched serve, found by its metadata. Called with the address and a token."""

import sys
from decimal import Decimal

import odata
import requests
import walk

address, token = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
service = odata.ODataService(f"{address}/odata/", session=session, reflect_entities=True)

costs = service.entities["cost_by_period"]
query = service.query(costs).filter(costs.schedule_kind == "optimized").order_by(costs.period_category.asc())
rows = [[row.period_category, row.energy_kwh, row.energy_cost, row.billed_demand_kw, row.demand_cost] for row in query]
exact = [[cell if isinstance(cell, str) else Decimal(str(cell)) for cell in row] for row in rows]
expected = [[cell if i == 0 else Decimal(cell.removeprefix("numeric ")) for i, cell in enumerate(row)] for row in walk.EXPECTED["costs"]]
assert exact == expected, exact

# by the links from page to page
session.headers["Prefer"] = "odata.maxpagesize=5"
profile = service.entities["load_profile"]
read = [(row.start, row.equipment_id, row.schedule_kind) for row in service.query(profile)]
assert len(set(read)) == len(read) == int(session.get(f"{address}/odata/load_profile/$count").text) > 20, len(read)
assert all(start.tzinfo is not None for start, _, _ in read)
