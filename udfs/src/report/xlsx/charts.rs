//! Native charts. Their fills differ in lightness too, so that they can be read in grey.

use rust_xlsxwriter::{
    Chart, ChartAxisTickType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill,
    ChartPatternFillType, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::sheet::{Placed, Sheets, serial};
use crate::report::overview::{Columns, Pattern};
use crate::report::rows::Report;

const DARK: Color = Color::RGB(0x26_54_82);
const PALE: Color = Color::RGB(0xBE_C7_D1);
const GREY: Color = Color::RGB(0x54_60_6E);
const STRONG: Color = Color::RGB(0xB0_1C_2E);

fn fill(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

fn line(color: Color, width: f64) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(color).set_width(width));
    format
}

/// Cost of each charge or period, the first column, under FIFO and under the plan, the next two.
pub(crate) fn costs(sheet: &mut Worksheet, costs: &Placed, title: &str) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::Column);
    for (column, name, color) in [(1, "FIFO", PALE), (2, "Plan", DARK)] {
        chart
            .add_series()
            .set_name(name)
            .set_categories(costs.range(0))
            .set_values(costs.range(column))
            .set_format(&mut fill(color));
    }
    chart.title().set_name(title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_num_format("#,##0");
    chart.set_width(560).set_height(320).set_alt_text(format!("{title}, under FIFO and under the plan"));
    sheet.insert_chart(costs.first - 1, costs.columns + 1, &chart).map(|_| ())
}

/// Columns of a report's table as bars; where the first chart of a sheet ends, the next begins.
pub(super) fn columns(sheet: &mut Worksheet, table: &Placed, of: &Columns, number: u32) -> Result<(), XlsxError> {
    if table.rows == 0 {
        return Ok(());
    }
    let kind = if of.stacked { ChartType::BarStacked } else { ChartType::Column };
    let mut chart = Chart::new(kind);
    let column = |index: usize| u16::try_from(index).unwrap_or(u16::MAX);
    for (series, (index, name)) in of.values.iter().enumerate() {
        let mut format = pattern(of.pattern(series));
        let series = chart.add_series().set_name(*name).set_categories(table.range(column(of.label)));
        series.set_values(table.range(column(*index))).set_format(&mut format).set_gap(if of.stacked {
            40
        } else {
            60
        });
    }
    if of.stacked {
        chart.y_axis().set_reverse();
    } else {
        chart.x_axis().set_text_axis(true).set_num_format("d mmm");
        chart.y_axis().set_num_format("#,##0").set_name(&of.unit);
    }
    chart.title().set_name(&of.title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(820).set_height(340).set_alt_text(&of.title);
    sheet.insert_chart(1 + 18 * number, table.columns + 1, &chart).map(|_| ())
}

/// As the PDF has it.
fn pattern(pattern: Pattern) -> ChartFormat {
    match pattern {
        Pattern::Solid => fill(DARK),
        Pattern::Empty => outlined(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::White))),
        Pattern::Hatched => {
            let mut lines = ChartPatternFill::new();
            lines.set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards);
            lines.set_foreground_color(GREY).set_background_color(Color::White);
            outlined(ChartFormat::new().set_pattern_fill(&lines))
        }
    }
}

fn outlined(format: &mut ChartFormat) -> ChartFormat {
    format.set_border(ChartLine::new().set_color(GREY).set_width(0.75)).clone()
}

/// Which columns the bars are, and what the axis of time shows of them.
pub(crate) struct Bars<'a> {
    pub lane: u16,
    pub start: u16,
    pub lasts: u16,
    /// First and last, in days.
    pub span: Option<(f64, f64)>,
    pub format: &'a str,
}

/// By the wall clock of the report's site.
pub(super) fn wall_clock(report: &Report) -> Bars<'static> {
    let zone = report.problem.site.time_zone;
    let at = |instant: crate::model::Instant| serial(instant.with_timezone(&zone).naive_local());
    let span = report.problem.horizon.span();
    let span = (at(span.start), at(span.end));
    let format = if span.1 - span.0 > 3.0 { "d mmm" } else { "d mmm hh:mm" };
    Bars { lane: 0, start: 4, lasts: 6, span: Some(span), format }
}

/// A bar a job: the start is a bar that is not seen.
pub(crate) fn gantt(sheets: &mut Sheets<'_>, schedule: &Placed, bars: &Bars<'_>) -> Result<(), XlsxError> {
    if schedule.rows == 0 {
        return Ok(());
    }
    let mut chart = Chart::new(ChartType::BarStacked);
    let mut unseen = ChartFormat::new();
    unseen.set_no_fill().set_no_border();
    let categories = schedule.range(bars.lane);
    chart
        .add_series()
        .set_name("Start")
        .set_categories(categories)
        .set_values(schedule.range(bars.start))
        .set_format(&mut unseen);
    let lasting = chart.add_series().set_name("Job").set_categories(categories).set_values(schedule.range(bars.lasts));
    lasting.set_format(&mut fill(DARK)).set_gap(40);
    chart.title().set_name("Schedule");
    chart.legend().set_hidden();
    // of a bar chart the upright axis has the categories; from above, as the table
    chart.y_axis().set_reverse();
    let axis = chart.x_axis().set_num_format(bars.format);
    if let Some((first, last)) = bars.span {
        axis.set_min(first).set_max(last).set_major_unit(step(last - first));
    } else {
        axis.set_min(0);
    }
    let height =
        u32::try_from(schedule.rows).unwrap_or(u32::MAX).saturating_mul(22).saturating_add(110).clamp(260, 1600);
    chart.set_width(980).set_height(height).set_alt_text("Which job runs when, by equipment");
    sheets.sheet("Schedule")?.insert_chart(1, schedule.columns + 1, &chart).map(|_| ())
}

/// Metered load against the energy rate, which has an axis of its own.
pub(crate) fn load(sheets: &mut Sheets<'_>, load: &Placed) -> Result<(), XlsxError> {
    if load.rows == 0 {
        return Ok(());
    }
    let (start, plan, fifo, rate) = (0, 2, 3, 6);
    let mut chart = Chart::new(ChartType::Area);
    chart
        .add_series()
        .set_name("Plan, kW")
        .set_categories(load.range(start))
        .set_values(load.range(plan))
        .set_format(&mut fill(DARK));
    let mut lines = Chart::new(ChartType::Line);
    lines
        .add_series()
        .set_name("Rate per kWh")
        .set_categories(load.range(start))
        .set_values(load.range(rate))
        .set_secondary_axis(true)
        .set_format(&mut line(STRONG, 2.25));
    chart
        .add_series()
        .set_name("FIFO, kW")
        .set_categories(load.range(start))
        .set_values(load.range(fifo))
        .set_format(&mut pale());
    lines.y2_axis().set_name("rate per kWh").set_min(0);
    chart.combine(&lines);
    chart.title().set_name("Metered load against the tariff");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_name("kW").set_min(0).set_num_format("#,##0");
    let labels = u16::try_from(load.rows / 12).unwrap_or(u16::MAX).max(1);
    let mut font = ChartFont::new();
    let axis = chart.x_axis().set_text_axis(true).set_num_format("d mmm hh:mm").set_font(font.set_rotation(-45));
    axis.set_label_interval(labels).set_tick_interval(labels).set_major_tick_type(ChartAxisTickType::Outside);
    chart.set_width(980).set_height(420).set_alt_text("Metered load of plan and FIFO against the energy rate");
    sheets.sheet("Load profile")?.insert_chart(1, load.columns + 1, &chart).map(|_| ())
}

/// So that what is behind it is seen.
fn pale() -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(PALE).set_transparency(40));
    format
}

/// Days between the labels of an axis that spans so many.
fn step(days: f64) -> f64 {
    [1.0 / 24.0, 2.0 / 24.0, 3.0 / 24.0, 0.25, 0.5, 1.0, 2.0, 7.0]
        .into_iter()
        .find(|step| days / step <= 10.0)
        .unwrap_or(14.0)
}
