//! How data came in: runs of load jobs, how far each has read, what it could not use, and the bytes that came.

use super::Kind::{Int, Text, Time};
use super::column::{optional, required};
use super::{Column, Partition, Table};

const TENANT: Column = required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows");
const JOB: Column = required("job", Text, "", "Load job, as its configuration names it");
const STREAM: Column = required("stream", Text, "", "What is read: a set of records of the system");
const PART: Column = required("part", Text, "", "Plant, area, device or file within the stream; empty for all");
const RUN: Column = required("run_id", Text, "", "Run, as in connector_runs");

pub static CONNECTOR_RUNS: Table = Table {
    name: "connector_runs",
    comment: "Each run of a load job: what it read, wrote and left out",
    columns: &[
        TENANT,
        RUN,
        JOB,
        required("source_system", Text, "", "System it read from"),
        required("started_at", Time, "", "Start"),
        optional("ended_at", Time, "", "End; null while it runs"),
        required(
            "status",
            Text,
            "",
            "running, done, partial (rows in quarantine), failed or abandoned (ended without a word)",
        ),
        required("rows_read", Int, "", "Records that came"),
        required("rows_written", Int, "", "Rows that were new or changed"),
        required("rows_unchanged", Int, "", "Rows that were there already"),
        required("rows_kept", Int, "", "Rows that were not replaced, because someone entered them by hand"),
        required("rows_ignored", Int, "", "Records that are no concern of planning"),
        required("rows_gone", Int, "", "Records that the system has closed or deleted"),
        required("rows_quarantined", Int, "", "Records that could not be used"),
        required("requests", Int, "", "Requests sent, repeated ones too"),
        required("bytes", Int, "", "Bytes of all payloads"),
        optional("drift", Text, "", "Fields that the connector does not know, with their counts, as JSON"),
        optional("error_code", Text, "", "Why it failed"),
        optional("error", Text, "", "Why it failed, without secrets"),
        required("engine_version", Text, "", "Version of heatsched"),
    ],
    key: &["tenant_id", "run_id"],
    partition: &[Partition::Tenant, Partition::Date("started_at")],
};

pub static CONNECTOR_STATE: Table = Table {
    name: "connector_state",
    comment: "How far each load job has read; written with the rows, in one step",
    columns: &[
        TENANT,
        JOB,
        STREAM,
        PART,
        required("cursor_value", Text, "", "Where the next run goes on: a time, or the name of a file by its hash"),
        required("updated_at", Time, "", "When it moved last"),
        RUN,
    ],
    key: &["tenant_id", "job", "stream", "part"],
    partition: &[Partition::Tenant],
};

pub static CONNECTOR_QUARANTINE: Table = Table {
    name: "connector_quarantine",
    comment: "Records that could not be used, as they came, and why",
    columns: &[
        TENANT,
        JOB,
        STREAM,
        required("record_key", Text, "", "The record's own key, or file and row"),
        required("reason_code", Text, "", "Code of the first thing that is wrong"),
        required("detail", Text, "", "All that is wrong, and what to do"),
        required("raw", Text, "", "The record as it came"),
        required("hits", Int, "", "How often it came"),
        required("first_seen", Time, "", "When it came first"),
        required("last_seen", Time, "", "When it came last"),
        optional("resolved_at", Time, "", "When it could be used; null: it is still left out"),
        RUN,
    ],
    key: &["tenant_id", "job", "stream", "record_key"],
    partition: &[Partition::Tenant],
};

pub static CONNECTOR_PAYLOADS: Table = Table {
    name: "connector_payloads",
    comment: "The bytes that each run received, by their hash",
    columns: &[
        TENANT,
        RUN,
        required("payload_no", Int, "", "Number within the run"),
        JOB,
        STREAM,
        required("reference", Text, "", "Address or file it came from, without secrets"),
        required("sha256", Text, "", "SHA-256 of the bytes"),
        required("bytes", Int, "", "Length"),
        required("received_at", Time, "", "When it came"),
    ],
    key: &["tenant_id", "run_id", "payload_no"],
    partition: &[Partition::Tenant, Partition::Date("received_at")],
};
