use crate::functions::{text, text_of};
use crate::row::Cell;
use rust_xlsxwriter::{Format, FormatAlign, XlsxError};

use super::charts;
use super::sheet::{Sheets, heading, put, write};
use crate::report::cells::cell;
use crate::report::grid::Form;
use crate::report::rows::Report;
use crate::report::{grids, narrative};

/// What the run says, its costs, and which run it is.
fn facts(report: &Report) -> Vec<(&'static str, Cell, Form)> {
    let of = |name: &str| cell(&report.run, name);
    vec![
        ("Run", text(&report.run_id), Form::Text),
        ("Schedule", of("schedule_id"), Form::Text),
        ("Site", of("site_id"), Form::Text),
        ("Times in", text(report.problem.site.time_zone.name()), Form::Text),
        ("From", of("horizon_start"), Form::Time),
        ("To", of("horizon_end"), Form::Time),
        ("Tariff", of("tariff_id"), Form::Text),
        ("Status", of("status"), Form::Text),
        ("Solver", of("solver"), Form::Text),
        ("Violations, plan", of("constraints_violated"), Form::Count),
        ("Violations, FIFO", of("baseline_violations"), Form::Count),
        ("Input hash", of("input_hash"), Form::Text),
        ("Provenance hash", of("provenance_hash"), Form::Text),
        ("Engine", text(format!("heatsched {}", text_of(&report.run, "engine_version"))), Form::Text),
    ]
}

pub(super) fn write_all(sheets: &mut Sheets<'_>, report: &Report) -> Result<(), XlsxError> {
    let zone = report.problem.site.time_zone;
    let sheet = sheets.book.add_worksheet().set_name("Summary")?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.write_string_with_format(0, 0, narrative::title(report), &heading())?;
    let prose = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut row = 1;
    for sentence in narrative::narrative(report) {
        sheet.merge_range(row, 0, row, 10, &sentence, &prose)?;
        row += 1;
    }
    let costs = put(sheet, &grids::costs(report), row + 1, zone)?;
    let label = Format::new().set_bold().set_align(FormatAlign::Top);
    let left = Format::new().set_align(FormatAlign::Left);
    for (row, (name, cell, form)) in (costs.last + 2..).zip(facts(report)) {
        sheet.write_string_with_format(row, 0, name, &label)?;
        write(sheet, (row, 1), &cell, form, zone)?;
        if form != Form::Text {
            sheet.set_cell_format(row, 1, &super::sheet::format(form).merge(&left))?;
        }
    }
    sheet.set_column_width(0, 20)?.set_column_width(1, 18)?;
    charts::costs(sheet, &costs, "Cost by charge")
}
