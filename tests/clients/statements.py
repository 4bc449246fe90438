"""The walk-through as text, a statement a line, for clients that read it so."""

import walk


def literal(text):
    return "'" + text.replace("'", "''") + "'"


for sql, rows in walk.plant("%s"):
    print(sql.replace("%s", literal(rows)) + ";")
for name in walk.QUESTIONS:
    print(walk.question(name, f"timestamptz '{walk.RATE_AT.isoformat()}'") + ";")
