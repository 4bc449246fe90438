// node-postgres: numbers come as text, so that no cent is lost in a double.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import pg from "pg";

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url)));
// heatsched serve only reads: what was loaded and planned in Postgres is there already
const served = process.env.HEATSCHED_SERVED?.split(" ");
const questions = Object.fromEntries(Object.entries(read("questions.json")).filter(([name]) => !served || served.includes(name)));
const expected = read("expected.json");
const kept = { tenant_id: "acme", source_system: "fixture", source_reference: "fixture.json", provenance_hash: "fixture" };
const rateAt = new Date("2026-01-05T15:00:00Z");
const { NUMERIC, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;

function told(value, type) {
  if (value === null) return null;
  if (type === NUMERIC && typeof value === "string") return `numeric ${value}`;
  if (type === TIMESTAMPTZ && value instanceof Date) return `instant ${value.toISOString().replace(".000Z", "Z")}`;
  if (type === TIMESTAMP && value instanceof Date) return `local ${new Date(value - value.getTimezoneOffset() * 60000).toISOString().replace(".000Z", "")}`;
  assert(["string", "number", "boolean"].includes(typeof value), `${value} is a ${typeof value}`);
  return value;
}

const client = new pg.Client({ host: process.env.PGHOST, database: process.env.PGDATABASE, user: process.env.PGUSER });
await client.connect();
for (const [table, rows] of Object.entries(served ? {} : read("../slt/fixture.json"))) {
  const sql = `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::text::jsonb)`;
  await client.query(sql, [JSON.stringify(rows.map((row) => ({ ...row, ...kept })))]);
}
for (const [name, sql] of Object.entries(questions)) {
  const { rows, fields } = await client.query({ text: sql, values: sql.includes("$1") ? [rateAt] : [], rowMode: "array" });
  assert.deepEqual(rows.map((row) => row.map((value, i) => told(value, fields[i].dataTypeID))), expected[name], name);
}
await client.end();
