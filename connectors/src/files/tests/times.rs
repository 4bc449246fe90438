use super::*;

const LOAD: &str = "start,end,kw\n";

#[test]
fn offsets_may_be_mixed_but_not_missing() {
    let text = format!(
        "{LOAD}2026-01-05T06:00:00Z,2026-01-05T07:15:00+01:00,10\n\
         2026-01-05 00:15-06:00,2026-01-05T06:30:00Z,10\n\
         2026-01-05T00:30,2026-01-05T06:45:00Z,10\n"
    );
    let without_zone = import("site_load.csv", &text, &options());
    let loads = rows(&without_zone, "site_load");
    assert_eq!(cell(&loads[1], "start"), "2026-01-05T06:15:00+00:00");
    assert_eq!(codes(&without_zone), [(4, Code::NoOffset)]);
    assert_eq!(without_zone.quarantined[0].issues[0].place.column.as_deref(), Some("start"));
    let with_zone = import("site_load.csv", &text, &chicago());
    assert_eq!(cell(&rows(&with_zone, "site_load")[2], "start"), "2026-01-05T06:30:00+00:00");
}

#[test]
fn hours_that_clocks_skip_or_repeat_need_an_offset() {
    let text = format!(
        "{LOAD}2026-03-08T02:30,2026-03-08T03:30,1\n\
         2026-11-01T01:30,2026-11-01T03:00,1\n\
         2026-11-01T01:30-06:00,2026-11-01T03:00,1\n\
         2026-03-08T01:45,2026-03-08T03:00,1\n"
    );
    let import = import("site_load.csv", &text, &chicago());
    assert_eq!(codes(&import), [(2, Code::NoOffset), (3, Code::NoOffset)]);
    assert!(import.quarantined[1].issues[0].fix.contains("-05:00"), "{}", import.quarantined[1].issues[0]);
    let loads = rows(&import, "site_load");
    assert_eq!(
        (cell(&loads[1], "start"), cell(&loads[1], "end")),
        ("2026-03-08T07:45:00+00:00".into(), "2026-03-08T08:00:00+00:00".into())
    );
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_refused() {
    let text = format!(
        "{LOAD}05/01/2026 06:00,2026-01-05T07:00,1\n2026-01-05,2026-01-05T07:00,1\n2026-01-05T06:00:30,2026-01-05T07:00,1\n"
    );
    let import = import("site_load.csv", &text, &chicago());
    assert_eq!(codes(&import), [(2, Code::WrongType), (3, Code::WrongType), (4, Code::NotWholeMinute)]);
}

#[test]
fn jobs_go_into_the_schedule_of_their_local_day() {
    let text = format!(
        "{HEADER}\nJ1,1,60,2026-01-06T05:30:00Z,2026-01-06T20:00:00Z\nJ2,1,60,2026-01-06T06:00:00Z,2026-01-06T20:00:00Z\n"
    );
    let by_day = import("jobs.csv", &text, &chicago());
    let ids: Vec<String> = rows(&by_day, "schedules").iter().map(|row| cell(row, "schedule_id")).collect();
    assert_eq!(ids, ["\"S-2026-01-05\"", "\"S-2026-01-06\""]);
    let one = import("jobs.csv", &text, &Options { schedule_id: Some("week-2".into()), ..chicago() });
    assert_eq!(rows(&one, "schedules").len(), 1);
    assert_eq!(cell(&rows(&one, "production_jobs")[1], "schedule_date"), "2026-01-05");
    let unknown = read_bytes("jobs.csv", text.as_bytes(), &options(), &Mapping::default()).expect_err("no zone");
    assert_eq!(unknown.0[0].code, Code::NoOffset);
}
