#!/usr/bin/env bash
# isql over psqlODBC: text, with nothing for NULL. The statements are those of the others.
set -euo pipefail
cd "$(dirname "$0")"
python=$1
# what is asked of heatsched serve, of all that is asked of Postgres
expected() { if [ -n "${HEATSCHED_SERVED:-}" ]; then sed -n '1,2p;4,8p;12p' "$1"; else cat "$1"; fi; }

source="DRIVER={PostgreSQL Unicode};Servername=$PGHOST;Port=${PGPORT:-5432};Password=${PGPASSWORD:-};Database=$PGDATABASE;Username=$PGUSER;ConnSettings=SET+TimeZone+=+'UTC'"
printed=$("$python" statements.py | isql -k "$source" -b -d'|')
diff -u <(expected isql.txt) <(echo "$printed")
