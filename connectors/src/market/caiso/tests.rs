use std::io::Write;

use udfs::Code;

use super::archive;
use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::World;

const HEADER: &str = "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,NODE_ID_XML,NODE_ID,NODE,\
                      MARKET_RUN_ID,LMP_TYPE,XML_DATA_ITEM,PNODE_RESMRID,GRP_TYPE,POS,MW,GROUP\n";
const NODE: &str = "TH_SP15_GEN-APND";

fn settings(server: &FaultServer) -> String {
    format!("kind = 'caiso'\ntariff = 't'\nnode = '{NODE}'\nurl = '{}/oasisapi/SingleZip'", server.address)
}

fn line(start: &str, end: &str, kind: &str, price: &str) -> String {
    format!("{start}:00-00:00,{end}:00-00:00,2026-01-05,1,0,{NODE},{NODE},{NODE},DAM,{kind},X,{NODE},ALL,0,{price},1\n")
}

fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
    archive.write_all(content.as_bytes()).expect("written");
    archive.finish().expect("closed").into_inner()
}

fn reply(name: &str, content: &str) -> Reply {
    Reply::new(200, "application/x-zip-compressed", zipped(name, content))
}

#[test]
fn the_price_is_in_the_column_mw_and_its_parts_are_left_out() {
    let content = [
        HEADER.to_string(),
        line("2026-01-05T09:00", "2026-01-05T10:00", "LMP", "41.12345"),
        line("2026-01-05T08:00", "2026-01-05T09:00", "LMP", "-5"),
        line("2026-01-05T08:00", "2026-01-05T09:00", "MCC", "0.5"),
        line("2026-01-05T10:00", "2026-01-05T11:00", "LMP", ""),
    ]
    .concat();
    let server = FaultServer::script(vec![reply("20260105_PRC_LMP_DAM.csv", &content)]);
    let world = World::at("2026-01-05T12:00:00Z").tariff("USD");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Partial);
    assert_eq!(world.prices(), ["01-05T08:00 01-05T09:00 -0.005", "01-05T09:00 01-05T10:00 0.04112345"]);
    assert_eq!(world.quarantine()[0].1, "HS1003");
    let asked = &server.received()[0];
    assert_eq!(asked.parameter("startdatetime").as_deref(), Some("20251229T12:00-0000"));
    assert_eq!(
        (asked.parameter("queryname").as_deref(), asked.parameter("market_run_id").as_deref()),
        (Some("PRC_LMP"), Some("DAM"))
    );
}

#[test]
fn the_days_of_a_change_of_clocks_have_23_and_25_hours() {
    for (from, hours) in [("2026-03-08T08:00:00Z", 23), ("2026-11-01T07:00:00Z", 25)] {
        let start = crate::market::harness::instant(from);
        let at = |hour| (start + chrono::TimeDelta::hours(hour)).format("%Y-%m-%dT%H:%M").to_string();
        let lines: String = (0..hours).map(|hour| line(&at(hour), &at(hour + 1), "LMP", "30")).collect();
        let server = FaultServer::script(vec![reply("x.csv", &format!("{HEADER}{lines}"))]);
        let world = World::at("2026-11-02T12:00:00Z");
        assert_eq!(world.load(&settings(&server)).counts.written, hours as u64);
        assert!(!world.log().contains("gap"));
    }
}

#[test]
fn five_minute_prices_are_in_another_column() {
    let content =
        format!("{HEADER}{}", line("2026-01-05T08:00", "2026-01-05T08:05", "LMP", "33")).replace("POS,MW", "POS,VALUE");
    let server = FaultServer::script(vec![reply("x.csv", &content)]);
    let world = World::at("2026-01-05T12:00:00Z");
    world.load(&format!("{}\nmarket = 'real_time'", settings(&server)));
    assert_eq!(world.prices(), ["01-05T08:00 01-05T08:05 0.033"]);
    assert_eq!(server.received()[0].parameter("queryname").as_deref(), Some("PRC_INTVL_LMP"));
}

#[test]
fn a_page_for_browsers_is_a_busy_server() {
    let content = format!("{HEADER}{}", line("2026-01-05T08:00", "2026-01-05T09:00", "LMP", "33"));
    let server = FaultServer::script(vec![Reply::logon_page(), reply("x.csv", &content)]);
    let world = World::at("2026-01-05T12:00:00Z");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Done);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn errors_come_as_xml_in_the_archive() {
    let error = |code: &str| {
        format!(
            "<?xml version=\"1.0\"?><m:OASISReport xmlns:m=\"http://www.caiso.com/soa/OASISReport_v1.xsd\"><m:MessagePayload><m:RTO>\
             <m:ERROR><m:ERR_CODE>{code}</m:ERR_CODE><m:ERR_DESC>Invalid node</m:ERR_DESC></m:ERROR></m:RTO></m:MessagePayload></m:OASISReport>"
        )
    };
    let server = FaultServer::script(vec![reply("INVALID_REQUEST.xml", &error("1000"))]);
    assert_eq!(World::at("2026-01-05T12:00:00Z").load(&settings(&server)).outcome, Outcome::Done);
    let server = FaultServer::script(vec![reply("INVALID_REQUEST.xml", &error("1015"))]);
    let failed = World::at("2026-01-05T12:00:00Z").load(&settings(&server)).error.expect("an error");
    assert!(failed.code == Code::UnexpectedAnswer && failed.message.contains("1015: Invalid node"), "{failed}");
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    let large = zipped("x.csv", &" ".repeat(65 << 20));
    assert!(large.len() < 1 << 20);
    assert!(archive::files(&large).expect_err("too large").contains("64 MiB"));
    assert!(archive::files(b"no archive").is_err());
}
