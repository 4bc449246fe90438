"""ADBC: rows as Arrow."""

from decimal import Decimal

import adbc_driver_postgresql.dbapi
import pyarrow
import walk


def native(field, column):
    """Numbers come as text, because Arrow's decimals have one scale a column and Postgres's need not."""
    values = column.to_pylist()
    if isinstance(field.type, pyarrow.OpaqueType) and field.type.type_name == "numeric":
        return [None if value is None else Decimal(value) for value in values]
    return values


with adbc_driver_postgresql.dbapi.connect(f"postgresql:///{walk.DATABASE}?host={walk.HOST}&user={walk.USER}") as connection:
    with connection.cursor() as cursor:
        for sql, rows in walk.plant("$1"):
            cursor.execute(sql, (rows,))
        connection.commit()
        for name in walk.QUESTIONS:
            sql = walk.question(name, "$1")
            cursor.execute(sql, (walk.RATE_AT,) if "$1" in sql else None)
            table = cursor.fetch_arrow_table()
            connection.commit()
            columns = [native(field, table[field.name]) for field in table.schema]
            walk.check(name, zip(*columns, strict=True))
