"""Imports the datasets as a user does, then asks for every metric of each, as a chart would."""

import io
import os
import zipfile
from pathlib import Path

from superset.app import create_app

EXPORT = Path(__file__).parent / "../../sql/dashboards/superset"
USER = {"username": "admin", "password": "admin"}


def bundle():
    """What `zip -r superset.zip superset` makes of the folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(EXPORT.rglob("*.yaml")):
            archive.write(path, Path("superset") / path.relative_to(EXPORT))
    file.seek(0)
    return file


def answer(response):
    assert response.status_code == 200, response.get_data(as_text=True)[:2000]
    return response.get_json()


app = create_app()
with app.app_context():
    app.appbuilder.sm.add_user("admin", "a", "b", "admin@example.org", app.appbuilder.sm.find_role("Admin"), USER["password"])
client = app.test_client()
token = answer(client.post("/api/v1/security/login", json=USER | {"provider": "db"}))["access_token"]
headers = {"Authorization": f"Bearer {token}"}

host, port, user, password = (os.environ[name] for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"))
passwords = f'{{"databases/heatsched.yaml": "{password}"}}'
form = {"formData": (bundle(), "superset.zip"), "passwords": passwords}
answer(client.post("/api/v1/dataset/import/", data=form, headers=headers, content_type="multipart/form-data"))
database = answer(client.get("/api/v1/database/", headers=headers))["result"][0]
assert database["database_name"] == "heatsched", database
uri = f"postgresql+psycopg2://{user}:{password}@{host}:{port}/heatsched"
answer(client.put(f"/api/v1/database/{database['id']}", json={"sqlalchemy_uri": uri}, headers=headers))

datasets = answer(client.get("/api/v1/dataset/", headers=headers))["result"]
assert len(datasets) == len(list(EXPORT.glob("datasets/*/*.yaml"))), datasets
for found in datasets:
    dataset = answer(client.get(f"/api/v1/dataset/{found['id']}", headers=headers))["result"]
    metrics = [metric["metric_name"] for metric in dataset["metrics"]]
    group = "site_id"
    query = {"metrics": metrics, "columns": [group], "row_limit": 100, "orderby": [], "filters": []}
    chart = {"datasource": {"id": found["id"], "type": "table"}, "queries": [query], "result_format": "json", "result_type": "full"}
    result = answer(client.post("/api/v1/chart/data", json=chart, headers=headers))["result"][0]
    assert result["status"] == "success" and (result["rowcount"] > 0 or found["table_name"] == "forecast"), result
    print(f"{found['table_name']}: {', '.join(metrics)} by {group}, {result['data']}")
print(f"{len(datasets)} passed, 0 failed")
