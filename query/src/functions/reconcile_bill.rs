use std::sync::{Arc, LazyLock};

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, IdAndSpan, LazyRows, SiteBill, number, row, text};
use udfs::billing::{self, Reconciled, reconcile};
use udfs::document::invoice_from_json;
use udfs::error::Issues;
use udfs::model::{Decimal, DemandAllocation};
use udfs::row::{Cell, Row};
use udfs::tables::Kind::{Cents, Int, Quantity, Rate, Text};
use udfs::tables::{Table, optional, required};

const SYNTAX: &str = "reconcile_bill(site_id, start, end, invoice)";

static RECONCILED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "reconciled",
    comment: "An invoice against our bill",
    columns: vec![
        required("line_no", Int, "", "Number within the result"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("charge", Text, "", "energy, demand, ...; in the utility's words where ours has no such line"),
        optional("category", Text, "", "Tariff category, or name of the charge"),
        required("status", Text, "", "agrees, differs, missing (not on the invoice) or extra (not on our bill)"),
        optional("unit", Text, "", "kWh, kW, kvar, day, month or year; percent of money"),
        optional("invoiced_quantity", Quantity, "", "On the invoice"),
        optional("our_quantity", Quantity, "", "On our bill"),
        optional("invoiced_rate", Rate, "currency/unit", "On the invoice"),
        optional("our_rate", Rate, "currency/unit", "On our bill; the mean of several tiers"),
        optional("invoiced_amount", Cents, "currency", "On the invoice"),
        optional("our_amount", Cents, "currency", "On our bill"),
        required("difference", Cents, "currency", "Invoiced less ours; the sum of the parts"),
        required("volume", Cents, "currency", "Part: difference of the energy, times our rate"),
        required("price", Cents, "currency", "Part: difference of the rate, times the invoiced quantity"),
        required("peak", Cents, "currency", "Part: difference of the kW, times our rate"),
        required("charges", Cents, "currency", "Part: a charge that is on one of the two only"),
        required("other", Cents, "currency", "Part: what quantity and rate do not tell, such as rounding"),
    ]
    .leak(),
    key: &["line_no"],
    partition: &[],
});

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"A utility's invoice against our bill of a site's load, line by line: what differs, and whether by the energy
(volume), the rate (price), the demand (peak) or a charge that only one of the two has. The parts of all lines add up to the
difference of the totals.",
    syntax_example = "reconcile_bill(site_id, start, end, invoice)",
    sql_example = r#"```sql
SELECT month, charge, category, status, difference, volume, price, peak, charges
FROM reconcile_bill('plant-a', '2026-01-01', '2026-02-01', '[{"month": "2026-01", "charge": "energy", "category": "on-peak",
    "quantity": 1200, "unit": "kWh", "rate": "0.125", "amount": "150.00"}]');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded."),
    argument(
        name = "invoice",
        description = "JSON: a list of lines with month, charge, category, quantity, unit, rate and amount."
    )
)]
#[derive(Debug)]
pub struct ReconcileBill {
    engine: Engine,
}

impl ReconcileBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ReconcileBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 4..=4)?;
        let call = arguments.name().to_string();
        let (Some(asked), Some(invoice)) = (IdAndSpan::of(&arguments)?, arguments.text(3)?) else {
            return Ok(LazyRows::none(call, &RECONCILED));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| reconciled(&engine, &asked, &invoice);
        Ok(LazyRows::provider(call, &RECONCILED, vec![Arc::new(work)]))
    }
}

fn reconciled(engine: &Engine, asked: &IdAndSpan, invoice: &str) -> Result<Vec<Row>, Issues> {
    let invoice = invoice_from_json(invoice)?;
    let site = SiteBill::find(engine, asked)?;
    let tariff = site.tariff(engine)?;
    let cost = billing::bill(&tariff, site.zone, &site.load, DemandAllocation::default())?.cost;
    let lines = reconcile(&cost.lines, &invoice);
    Ok(lines.iter().enumerate().map(|(i, line)| reconciled_row(i + 1, line)).collect())
}

fn reconciled_row(line_no: usize, line: &Reconciled) -> Row {
    let optional = |value: Option<Decimal>| value.map_or(Cell::Null, Cell::Number);
    let some_text = |value: &str| if value.is_empty() { Cell::Null } else { text(value) };
    let (invoiced, ours) = (line.invoiced.as_ref(), line.ours.as_ref());
    let unit = ours.map(|ours| ours.unit.as_str()).or(invoiced.map(|invoiced| invoiced.unit.as_str()));
    row([
        ("line_no", number(line_no)),
        ("month", text(&line.month)),
        ("charge", text(&line.charge)),
        ("category", some_text(&line.category)),
        ("status", text(line.status.as_str())),
        ("unit", some_text(unit.unwrap_or_default())),
        ("invoiced_quantity", optional(invoiced.and_then(|line| line.quantity))),
        ("our_quantity", optional(ours.map(|line| line.quantity))),
        ("invoiced_rate", optional(invoiced.and_then(|line| line.rate))),
        ("our_rate", optional(ours.and_then(|line| line.rate))),
        ("invoiced_amount", optional(invoiced.map(|line| line.amount))),
        ("our_amount", optional(ours.map(|line| line.amount))),
        ("difference", number(line.difference)),
        ("volume", number(line.volume)),
        ("price", number(line.price)),
        ("peak", number(line.peak)),
        ("charges", number(line.charges)),
        ("other", number(line.other)),
    ])
}

impl DocumentedTable for ReconcileBill {
    fn name(&self) -> &'static str {
        "reconcile_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
