use super::*;

#[test]
fn good_rows_are_kept_and_all_that_is_wrong_is_said_at_once() {
    let text = format!(
        "{HEADER},priority\n\
         J1,310,150,2026-01-05T06:00:00-06:00,2026-01-05T20:00:00-06:00,2\n\
         J2,abc,0,2026-01-05 06:00,2026-01-05T20:00:00Z,9\n\
         \n\
         J3,10,0,2026-01-05T06:00:00Z,2026-01-05T20:00:00Z,1\n\
         J4,10\n\
         J1,310,150,2026-01-05T06:00:00-06:00,2026-01-05T20:00:00-06:00,2\n"
    );
    let site = Options { site_zone: Some(chrono_tz::America::Chicago), ..options() };
    let import = import("jobs.csv", &text, &site);
    assert_eq!(import.rows_read, 5);
    let jobs = rows(&import, "production_jobs");
    assert_eq!(jobs.len(), 1);
    assert_eq!(cell(&jobs[0], "earliest_start"), "2026-01-05T12:00:00+00:00");
    assert_eq!(cell(&jobs[0], "source_reference"), "\"jobs.csv:2\"");
    assert_eq!(cell(&jobs[0], "schedule_id"), "\"S-2026-01-05\"");
    assert_eq!(cell(&jobs[0], "crew_size"), "0");
    let expected = [
        (3, Code::WrongType),
        (3, Code::OutOfRange),
        (5, Code::ZeroDuration),
        (6, Code::Malformed),
        (7, Code::DuplicateId),
    ];
    assert_eq!(codes(&import), expected);
    assert!(import.quarantined[0].raw.contains("abc"));
    let schedules = rows(&import, "schedules");
    assert_eq!(schedules.len(), 1);
    assert_eq!(cell(&schedules[0], "schedule_date"), "2026-01-05");
}
