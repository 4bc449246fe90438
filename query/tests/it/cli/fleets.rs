//! `heatsched bill` of many sites at once, and by tariffs that are tables.

use super::Bench;

/// January 2026 in Chicago, 10 kW, and 20 kW from 08:00 to 09:00 on the 5th.
const LOAD: &str = "SELECT site_id, arrow_cast(to_timestamp_micros(1767247200000000 + value * 3600000000), \
    'Timestamp(Microsecond, Some(\"UTC\"))') AS start, \
    CAST(CASE WHEN value = 104 THEN 20.0 ELSE 10.0 END AS DECIMAL(18, 6)) AS kw \
    FROM range(0, 744) CROSS JOIN (VALUES ('a'), ('b'), ('c')) AS sites(site_id)";

const FLAT: &str =
    r#"{"tariff_id": "flat", "currency": "USD", "periods": [{"period_category": "any", "energy_rate_kwh": "0.10"}]}"#;
const PERIODS: &str = "day_type,start_time,end_time,period_category,energy_rate_kwh,demand_rate_kw\n\
    all,08:00,20:00,day,0.20,5\nall,20:00,08:00,night,0.10,\n";

fn bench() -> Bench {
    let bench = Bench::with_warehouse();
    std::fs::create_dir_all(bench.path("tou")).expect("a folder");
    bench.write("tou/tariffs.csv", "tariff_id,currency,time_zone,further_charges\n\
        tou,USD,America/Chicago,\"{\"\"riders\"\": [{\"\"name\"\": \"\"fuel\"\", \"\"rate\"\": \"\"0.01\"\", \"\"unit\"\": \"\"kWh\"\"}], \
        \"\"taxes\"\": [{\"\"name\"\": \"\"vat\"\", \"\"percent\"\": 10}]}\"\n");
    bench.write("tou/tariff_periods.csv", PERIODS);
    bench.write("tou/demand_charges.csv", "name,rate_kw,window_minutes\nfacility,2,60\n");
    bench.write("tou/fixed_charges.csv", "name,amount,per\nmeter,31.00,month\n");
    bench.write("tou.csv", PERIODS);
    bench.write("flat.json", FLAT);
    for (file, sites) in [("a.parquet", "site_id = 'a'"), ("all.parquet", "true")] {
        bench.run(&["-c", &format!("{LOAD} WHERE {sites} ORDER BY 1, 2"), "--output", file]).succeeds();
    }
    bench
}

/// Energy: 31 x 120 kWh + 10 at 0.20 = 746.00, and 31 x 120 kWh at 0.10 = 372.00. Demand: 20 kW x 2 and 20 kW x 5. Rider:
/// 7450 kWh x 0.01 = 74.50. Tax: 10 % of 746 + 372 + 40 + 100 + 31 + 74.50 = 1363.50. In all 1499.85. By the CSV file of
/// periods alone: 746 + 372 + 100.
#[test]
fn a_tariff_may_be_tables() {
    let bench = bench();
    let total = |tariff: &str| {
        let arguments = ["bill", "--tariff", tariff, "--load", "a.parquet", "--time-zone", "America/Chicago"];
        let text = bench.run(&[arguments.as_slice(), &["--format", "json"]].concat()).succeeds().text();
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["total"].to_string()
    };
    assert_eq!(total("tou"), "1499.85");
    assert_eq!(total("tou.csv"), "1218.00");
    bench.run(&["import", "tou/tariffs.csv", "tou/tariff_periods.csv", "--tariff", "tou"]).succeeds();
    bench.run(&["-c", "SELECT * EXCLUDE (tenant_id) FROM tariff_periods", "--output", "periods.xlsx"]).succeeds();
    bench.write("bad.csv", &PERIODS.replace("0.20", "dear"));
    let ran = bench.run(&["bill", "--tariff", "bad.csv", "--load", "a.parquet"]).ends_with_code(1);
    assert!(ran.stderr.contains("bad.csv[2].energy_rate_kwh"), "{}", ran.stderr);
}

#[test]
fn every_site_has_its_bill() {
    let bench = bench();
    bench.write("sites.csv", "site_id,tariff_id\na,tou\nb,flat\n");
    let arguments = ["bill", "--tariff", "tou", "--tariff", "flat.json", "--load", "all.parquet", "--by-site"];
    let zone = ["--time-zone", "America/Chicago", "--format", "csv"];
    let ran = bench.run(&[arguments.as_slice(), &["--site-tariffs", "sites.csv"], &zone].concat()).ends_with_code(3);
    assert_eq!(
        ran.text(),
        "site_id,tariff_id,currency,month,energy,demand_any_time,demand_tou,coincident,reactive,fixed,rider,minimum,tax,rounding,total\n\
        a,tou,USD,2026-01,1118.00,40.00,100.00,0.00,0.00,31.00,74.50,0.00,136.35,0.00,1499.85\n\
        b,flat,USD,2026-01,745.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,745.00\n"
    );
    assert!(ran.stderr.contains("error[HS1009]: load (c)"), "{}", ran.stderr);
    let ran = bench.run(&[arguments.as_slice(), &zone].concat()).ends_with_code(3);
    assert!(ran.stderr.contains("2 tariffs are given"), "{}", ran.stderr);
    bench.write("sites.csv", "site_id,tariff_id\na,none\na,tou\na,flat\n");
    let ran = bench.run(&[arguments.as_slice(), &["--site-tariffs", "sites.csv"], &zone].concat()).ends_with_code(1);
    for part in ["sites.csv[2].tariff_id", "sites.csv[4].site_id"] {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
}
