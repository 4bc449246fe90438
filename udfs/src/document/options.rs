use super::text::{cell, number, row};
use crate::error::Code;
use crate::model::{Decimal, Options};
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Options {
    let default = Options::default();
    let options = Options {
        gap_tolerance: reader.or("gap_tolerance", default.gap_tolerance),
        work_limit: reader.optional("work_limit"),
        time_limit_seconds: reader.optional("time_limit_seconds"),
        threads: reader.optional("threads"),
        seed: reader.or("seed", default.seed),
        freeze_until: reader.optional("freeze_until"),
        move_price: reader.optional("move_price"),
    };
    let gap_valid = options.gap_tolerance >= Decimal::ZERO && options.gap_tolerance < Decimal::ONE;
    reader.check(gap_valid, Code::OutOfRange, "gap_tolerance", "a gap that is not in [0, 1)", "0.01 is one percent");
    let time_valid = options.time_limit_seconds.is_none_or(|seconds| seconds > Decimal::ZERO);
    reader.check(time_valid, Code::OutOfRange, "time_limit_seconds", "no time at all", "give seconds above 0, or null");
    let price_valid = options.move_price.is_none_or(|price| price >= Decimal::ZERO);
    let fix = "give money from 0, or null for the default";
    reader.check(price_valid, Code::OutOfRange, "move_price", "a price below 0", fix);
    options
}

/// What re-plans alone have is written where it is given, so that other problems keep their hash.
pub fn write(options: &Options) -> Row {
    let mut written = row([
        ("gap_tolerance", number(options.gap_tolerance)),
        ("work_limit", cell(options.work_limit, number)),
        ("time_limit_seconds", cell(options.time_limit_seconds, number)),
        ("threads", cell(options.threads, number)),
        ("seed", number(options.seed)),
    ]);
    let given =
        [("freeze_until", options.freeze_until.map(Cell::Time)), ("move_price", options.move_price.map(number))];
    written.0.extend(given.into_iter().filter_map(|(name, cell)| Some((name.to_string(), cell?))));
    written
}
