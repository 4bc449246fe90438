#!/usr/bin/env bash
# isql over psqlODBC: text, with nothing for NULL. The statements are those of the others.
set -euo pipefail
cd "$(dirname "$0")"
python=$1

source="DRIVER={PostgreSQL Unicode};Servername=$PGHOST;Database=$PGDATABASE;Username=$PGUSER;ConnSettings=SET+TimeZone+=+'UTC'"
printed=$("$python" statements.py | isql -k "$source" -b -d'|')
diff -u isql.txt <(echo "$printed")
