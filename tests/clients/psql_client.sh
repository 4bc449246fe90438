#!/usr/bin/env bash
# psql: text in which NULL can be told from nothing. The statements are those of the others.
set -euo pipefail
cd "$(dirname "$0")"
python=$1

printed=$("$python" statements.py | PGTZ=UTC psql --no-psqlrc --quiet --no-align --tuples-only --pset null=NULL --set ON_ERROR_STOP=1)
diff -u psql.txt <(echo "$printed")
