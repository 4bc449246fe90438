use udfs::Code;

use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::{SECRET, World};

fn settings(server: &FaultServer, folder: &tempfile::TempDir) -> String {
    let path = folder.path().join("envelope.xml");
    let envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><GetTariff><apiKey>${key}</apiKey>\
                    <start>${start}</start><end>${end}</end></GetTariff></s:Body></s:Envelope>";
    std::fs::write(&path, envelope).expect("written");
    format!(
        "kind = 'soap'\ntariff = 't'\npart = 'IND'\nlongest = '30d'\nurl = '{}/soap'\nenvelope = '{}'\naction = 'urn:x:GetTariff'\n\
         key = '${{env:KEY}}'\nprice = {{ element = 'Price', start = 'start', end = 'end', amount = 'price', \
         currency = 'currency', energy = 'unit' }}",
        server.address,
        path.display()
    )
}

fn envelope(content: &str) -> String {
    format!("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>{content}</e:Body></e:Envelope>")
}

#[test]
fn an_envelope_is_filled_and_its_answer_read_by_names() {
    let price = |start: &str, end: &str, price: &str| {
        format!(
            "<t:Price><t:start>2026-01-05T{start}:00+01:00</t:start><t:end>2026-01-05T{end}:00+01:00</t:end><t:price>{price}\
             </t:price><t:currency>EUR</t:currency><t:unit>kWh</t:unit></t:Price>"
        )
    };
    let prices = format!("{}{}", price("01:00", "02:00", "0.21"), price("02:00", "03:00", "?"));
    let body = envelope(&format!(
        "<t:GetTariffResponse xmlns:t=\"urn:x\"><t:Result>{prices}</t:Result></t:GetTariffResponse>"
    ));
    let server = FaultServer::script(vec![Reply::new(200, "text/xml; charset=utf-8", body)]);
    let (world, folder) = (World::at("2026-01-05T06:00:00Z"), tempfile::tempdir().expect("a folder"));
    let summary = world.load(&settings(&server, &folder));
    assert_eq!(summary.outcome, Outcome::Partial, "{:?}", summary.error);
    assert_eq!(world.prices(), ["01-05T00:00 01-05T01:00 0.21"]);
    assert_eq!(world.quarantine(), [("IND/2026-01-05T02:00:00+01:00".to_string(), "HS1003".to_string())]);
    let asked = &server.received()[0];
    assert!(asked.body.contains(&format!("<apiKey>{SECRET}</apiKey><start>2025-12-29T06:00:00Z</start>")));
    assert_eq!(asked.header("soapaction"), Some("\"urn:x:GetTariff\""));
}

#[test]
fn a_fault_is_an_error_whatever_its_status() {
    let fault = |code: &str| {
        envelope(&format!(
            "<e:Fault><faultcode>{code}</faultcode><faultstring>bad key {SECRET}</faultstring></e:Fault>"
        ))
    };
    for (status, code, expected) in [
        (500, "e:Client.Authentication", Code::AccessRefused),
        (500, "e:Server", Code::UnexpectedAnswer),
        (200, "e:Client", Code::UnexpectedAnswer),
    ] {
        let server = FaultServer::script(vec![Reply::new(status, "text/xml", fault(code))]);
        let (world, folder) = (World::at("2026-01-05T06:00:00Z"), tempfile::tempdir().expect("a folder"));
        let error = world.load(&settings(&server, &folder)).error.expect("an error");
        assert_eq!((error.code, server.received().len()), (expected, 1));
        assert!(error.message.contains("bad key ***"), "{error}");
    }
}
