#!/usr/bin/env bash
# psql: text in which NULL can be told from nothing. The statements are those of the others.
set -euo pipefail
cd "$(dirname "$0")"
python=$1
# what is asked of heatsched serve, of all that is asked of Postgres
expected() { if [ -n "${HEATSCHED_SERVED:-}" ]; then sed -n '1,2p;4,8p;12p' "$1"; else cat "$1"; fi; }

printed=$("$python" statements.py | PGTZ=UTC psql --no-psqlrc --quiet --no-align --tuples-only --pset null=NULL --set ON_ERROR_STOP=1)
diff -u <(expected psql.txt) <(echo "$printed")
