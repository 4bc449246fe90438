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

#[test]
fn german_exports_are_read_as_they_come() {
    let text = "\u{feff}Job ID;Heating requirement [MWh];Duration (h);Earliest start;Latest end;Bemerkung\r\n\
                1001;1,25;2,5;2026-01-05T06:00;2026-01-05T20:00;\"zwei\r\nZeilen\"\r\n\
                1002;\"1.000,5\";1;2026-01-05T06:00;2026-01-05T20:00;\r\n\
                1003;x;1;2026-01-05T06:00;2026-01-05T20:00;\r\n";
    let import = import("jobs.csv", text, &chicago());
    let jobs = rows(&import, "production_jobs");
    assert_eq!(cell(&jobs[0], "heating_requirement_kwh"), "1250");
    assert_eq!(cell(&jobs[0], "duration_minutes"), "150");
    assert_eq!(cell(&jobs[1], "heating_requirement_kwh"), "1000500");
    assert_eq!(cell(&jobs[1], "source_reference"), "\"jobs.csv:3\"");
    assert_eq!(codes(&import), [(4, Code::WrongType)]);
    assert!(import.issues.0[0].message.contains("Bemerkung"), "{}", import.issues);
}

#[test]
fn windows_1252_is_read_with_a_warning() {
    let text = b"equipment_id,equipment_name,capacity_kw,efficiency_percent\nE1,H\xe4rteofen,200,95\n";
    let import = read_bytes("equipment.csv", text, &options(), &Mapping::default()).expect("readable");
    assert_eq!(cell(&rows(&import, "heating_equipment")[0], "equipment_name"), "\"Härteofen\"");
    assert_eq!(import.issues.0.len(), 1);
}

#[test]
fn a_missing_column_is_one_error_with_the_nearest_header() {
    let issues =
        refused("jobs.csv", b"job_id,heat_requirement,duration_minutes,earliest_start,latest_end\nJ1,1,1,a,b\n");
    assert_eq!(issues.len(), 2, "{issues:?}");
    let missing = issues.iter().find(|issue| issue.code == Code::MissingField).expect("missing column");
    assert!(missing.message.contains("heating_requirement_kwh"), "{missing}");
    assert!(missing.fix.contains("heat_requirement"), "{missing}");
}

#[test]
fn a_header_that_is_there_twice_is_refused() {
    let issues = refused("jobs.csv", format!("{HEADER},Job ID,job_id\n").as_bytes());
    assert!(issues.iter().any(|issue| issue.code == Code::DuplicateId), "{issues:?}");
}

#[test]
fn empty_files_say_so() {
    assert_eq!(refused("jobs.csv", b"")[0].code, Code::EmptyInput);
    assert_eq!(refused("jobs.csv", b"\n\n")[0].code, Code::EmptyInput);
    let header_only = import("jobs.csv", &format!("{HEADER}\n"), &chicago());
    assert_eq!(header_only.issues.0[0].code, Code::EmptyInput);
    assert!(!header_only.issues.has_errors());
}

#[test]
fn the_rows_of_an_import_share_a_hash_that_changes_with_them() {
    let text = |heat: u32| {
        format!(
            "{HEADER}\nJ1,{heat},60,2026-01-05T06:00:00Z,2026-01-05T20:00:00Z\nJ2,5,60,2026-01-05T06:00:00Z,2026-01-05T20:00:00Z\n"
        )
    };
    let hashes = |heat| {
        let import = import("jobs.csv", &text(heat), &chicago());
        rows(&import, "production_jobs").iter().map(|row| cell(row, "provenance_hash")).collect::<Vec<_>>()
    };
    assert_eq!(hashes(10)[0], hashes(10)[1]);
    assert_eq!(hashes(10), hashes(10));
    assert_ne!(hashes(10), hashes(11));
}

#[test]
fn rules_of_the_entities_hold() {
    let text = "equipment_id,capacity_kw,efficiency_percent,cop,min_load_kw\nE1,100,0,,\nE2,100,90,3,\nE3,100,90,,200\nE4,100,90,,\n";
    let import = import("equipment.csv", text, &options());
    let expected = [(2, Code::EfficiencyNotPositive), (3, Code::EfficiencyAmbiguous), (4, Code::MinLoadAboveCapacity)];
    assert_eq!(codes(&import), expected);
    assert_eq!(cell(&rows(&import, "heating_equipment")[0], "fuel_type"), "\"electricity\"");
}
