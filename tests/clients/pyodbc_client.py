"""pyodbc. ODBC has no zone: timestamps come in the zone of the session."""

import os
import sys
from zoneinfo import ZoneInfo

import pyodbc
import walk

INSTANTS = {"published_at", "horizon_end", "latest_end"}


def main(zone):
    settings = f"SET TimeZone = '{zone}'".replace(" ", "+")
    connection = pyodbc.connect(
        f"Driver={{PostgreSQL Unicode}};Servername={walk.HOST};Port={os.environ.get('PGPORT', 5432)};Password={os.environ.get('PGPASSWORD', '')};Database={walk.DATABASE};Username={walk.USER};BoolsAsChar=0;ConnSettings={settings}",
        autocommit=True,
    )
    cursor = connection.cursor()
    for sql, rows in walk.plant("?"):
        cursor.execute(sql, rows)
    for name in walk.QUESTIONS:
        sql = walk.question(name, "CAST(? AS timestamptz)")
        at = [walk.RATE_AT.astimezone(ZoneInfo(zone)).replace(tzinfo=None)] * sql.count("?")
        rows = cursor.execute(sql, at).fetchall()
        names = [column[0] for column in cursor.description]
        walk.check(name, [[zoned(n, value, zone) for n, value in zip(names, row, strict=True)] for row in rows])


def zoned(name, value, zone):
    return value.replace(tzinfo=ZoneInfo(zone)) if name in INSTANTS and value else value


main(sys.argv[1])
