"""SQLAlchemy and pandas over psycopg."""

import pandas
import sqlalchemy
import walk

engine = sqlalchemy.create_engine(
    sqlalchemy.URL.create("postgresql+psycopg", username=walk.USER, host=walk.HOST, database=walk.DATABASE)
)
with engine.begin() as connection:
    for sql, rows in walk.plant(":rows"):
        connection.execute(sqlalchemy.text(sql.replace("::", r"\:\:")), {"rows": rows})

for name in walk.QUESTIONS:
    statement = sqlalchemy.text(walk.question(name, "CAST(:at AS timestamptz)").replace("::", r"\:\:"))
    values = {"at": walk.RATE_AT} if ":at" in str(statement) else {}
    with engine.begin() as connection:
        frame = pandas.read_sql_query(statement, connection, params=values, coerce_float=False)
    if name == "jobs":
        zones = [str(getattr(frame[column].dtype, "tz", None)) for column in ("latest_end", "latest_end_local")]
        assert zones[0] != "None" and zones[1] == "None", zones
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False)
    walk.check(name, [[value.to_pydatetime() if isinstance(value, pandas.Timestamp) else value for value in row] for row in rows])
