//! 12 x 24 matrices of period indices, and hours of days of months.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use crate::error::Code;
use crate::model::{DayType, LocalTime};
use crate::row::Cell;

/// By month and hour.
pub(super) type Matrix<T = usize> = [[T; 24]; 12];

/// Indices from Monday to Friday, and on Saturday and Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Week<T = usize> {
    pub weekday: Matrix<T>,
    pub weekend: Matrix<T>,
}

/// A matrix whose indices are below `end`. Nothing where it is absent or wrong; what is wrong is noted.
pub(super) fn read(source: &mut Source<'_>, name: &str, end: usize) -> Option<Matrix> {
    let months = source.list(name, Some(12))?;
    let mut matrix = [[0; 24]; 12];
    let mut complete = true;
    // a wrong index is told where it is first
    let mut wrong: Vec<&Cell> = Vec::new();
    for (month, cell) in months.iter().enumerate() {
        let path = format!("{name}[{month}]");
        let Some(hours) = source.list_in(cell, &path, Some(24)) else {
            complete = false;
            continue;
        };
        for (hour, cell) in hours.iter().enumerate() {
            if wrong.contains(&cell) {
                continue;
            }
            match source.index_in(cell, &format!("{path}[{hour}]"), end) {
                Some(index) => matrix[month][hour] = index,
                None => wrong.push(cell),
            }
        }
    }
    (complete && wrong.is_empty()).then_some(matrix)
}

/// Both matrices; one that is missing is noted.
pub(super) fn read_week(source: &mut Source<'_>, weekday: &str, weekend: &str, end: usize) -> Option<Week> {
    for name in [weekday, weekend] {
        if source.get(name).is_none() {
            source.error(Code::MissingField, name, "no schedule", "give 12 lists of 24 period indices");
        }
    }
    let (weekday, weekend) = (read(source, weekday, end), read(source, weekend, end));
    Some(Week { weekday: weekday?, weekend: weekend? })
}

/// Hours in which one index holds, on some days of some months.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    pub index: usize,
    pub day_type: DayType,
    pub start: LocalTime,
    pub end: LocalTime,
    pub months: Option<BTreeSet<u32>>,
}

/// The schedule as blocks: hours in one piece, over midnight too, and months with the same hours together.
pub(super) fn blocks(week: &Week) -> Vec<Block> {
    let mut months: BTreeMap<(usize, DayType, LocalTime, LocalTime), BTreeSet<u32>> = BTreeMap::new();
    for (month, (weekday, weekend)) in (1..).zip(week.weekday.iter().zip(&week.weekend)) {
        let days = if weekday == weekend {
            vec![(DayType::All, weekday)]
        } else {
            vec![(DayType::Weekday, weekday), (DayType::Weekend, weekend)]
        };
        for (day_type, hours) in days {
            for (index, start, end) in pieces(hours) {
                months.entry((index, day_type.clone(), start, end)).or_default().insert(month);
            }
        }
    }
    months
        .into_iter()
        .map(|((index, day_type, start, end), months)| {
            let months = (months.len() < 12).then_some(months);
            Block { index, day_type, start, end, months }
        })
        .collect()
}

fn pieces(hours: &[usize; 24]) -> Vec<(usize, LocalTime, LocalTime)> {
    let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
    for (hour, index) in hours.iter().enumerate() {
        match pieces.last_mut() {
            Some(last) if last.0 == *index => last.2 = hour + 1,
            _ => pieces.push((*index, hour, hour + 1)),
        }
    }
    if let [first, .., last] = pieces[..]
        && first.0 == last.0
    {
        pieces.pop();
        pieces[0] = (first.0, last.1, first.2);
    }
    pieces.into_iter().map(|(index, start, end)| (index, clock(start), clock(end))).collect()
}

fn clock(hour: usize) -> LocalTime {
    u16::try_from(hour * 60).ok().and_then(LocalTime::from_minute).unwrap_or(LocalTime::END_OF_DAY)
}

/// Why hours cannot be in a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    Day,
    Minutes,
    Taken,
}

impl<T: Copy + PartialEq> Week<Option<T>> {
    pub const EMPTY: Self = Self { weekday: [[None; 24]; 12], weekend: [[None; 24]; 12] };

    /// Puts `index` where the hours are. An hour that has another index stays.
    pub fn put(
        &mut self,
        index: T,
        day_type: &DayType,
        months: &BTreeSet<u32>,
        (start, end): (LocalTime, LocalTime),
    ) -> Result<(), Unfit> {
        let (weekday, weekend) = parts_of_week(day_type).ok_or(Unfit::Day)?;
        let (start, end) = (start.minute_of_day(), end.minute_of_day());
        if start % 60 != 0 || end % 60 != 0 {
            return Err(Unfit::Minutes);
        }
        let (start, end) = (usize::from(start / 60), usize::from(end / 60));
        let covers =
            |hour: usize| if start <= end { (start..end).contains(&hour) } else { hour >= start || hour < end };
        let mut fits = Ok(());
        for (part, applies) in [(&mut self.weekday, weekday), (&mut self.weekend, weekend)] {
            let rows = (1..).zip(part.iter_mut()).filter(|(month, _)| applies && months.contains(month));
            for cell in rows.flat_map(|(_, hours)| hours.iter_mut().enumerate()) {
                match cell {
                    (hour, cell) if covers(hour) && cell.is_none() => *cell = Some(index),
                    (hour, cell) if covers(hour) && *cell != Some(index) => fits = Err(Unfit::Taken),
                    _ => {}
                }
            }
        }
        fits
    }

    pub fn cells(&mut self) -> impl Iterator<Item = &mut Option<T>> {
        self.weekday.iter_mut().chain(&mut self.weekend).flatten()
    }
}

/// Whether the days are all from Monday to Friday, and both of the weekend.
fn parts_of_week(day_type: &DayType) -> Option<(bool, bool)> {
    match day_type {
        DayType::All => Some((true, true)),
        DayType::Weekday => Some((true, false)),
        DayType::Weekend => Some((false, true)),
        DayType::Holiday => None,
        DayType::Days(days) => {
            let (weekday, weekend) = days.split_at(5);
            let all_alike = |days: &[bool]| days.iter().all(|day| *day == days[0]);
            (all_alike(weekday) && all_alike(weekend)).then_some((weekday[0], weekend[0]))
        }
    }
}

pub(super) fn matrix_cell(matrix: &Matrix<Option<usize>>) -> Cell {
    let index = |index: &Option<usize>| index.map_or(Cell::Null, |index| Cell::Number(index.into()));
    Cell::List(matrix.iter().map(|hours| Cell::List(hours.iter().map(index).collect())).collect())
}

/// Indices of a kept matrix; what is no index is nothing.
pub(super) fn kept_matrix(cell: Option<&Cell>) -> Matrix<Option<usize>> {
    let mut matrix = [[None; 24]; 12];
    for (hours, cell) in matrix.iter_mut().zip(super::attributes::list(cell)) {
        for (index, cell) in hours.iter_mut().zip(super::attributes::list(Some(cell))) {
            *index = kept_index(cell);
        }
    }
    matrix
}

pub(super) fn kept_index(cell: &Cell) -> Option<usize> {
    match cell {
        Cell::Number(number) if number.fract().is_zero() => usize::try_from(*number).ok(),
        _ => None,
    }
}
