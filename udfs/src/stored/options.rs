use crate::document;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, DemandAllocation, Options, Problem};
use crate::row::{Cell, Row, RowReader, cell_from_json};

/// The `options` argument of SQL functions and the command line: how to solve, and for a simulation what to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    solver: Row,
    pub demand_allocation: Option<DemandAllocation>,
    /// Another tariff of the store.
    pub tariff_id: Option<String>,
    pub demand_limit_kw: Option<Decimal>,
    /// Plan as if these did not exist.
    pub without_equipment: Vec<String>,
    /// Stay close to the optimised schedule of this run of the store.
    pub previous_run_id: Option<String>,
}

const SOLVER: [&str; 7] =
    ["gap_tolerance", "work_limit", "time_limit_seconds", "threads", "seed", "freeze_until", "move_price"];

impl Overrides {
    /// From a JSON object; an unknown key is an error that names it.
    pub fn from_json(json: &str) -> Result<Self, Issues> {
        let unreadable =
            |message: String| Issue::error(Code::Malformed, Place::new("options"), message, "give a JSON object");
        let row = match cell_from_json(json).map_err(unreadable)? {
            Cell::Row(row) => row,
            other => return Err(unreadable(format!("{} is no JSON object", other.describe())).into()),
        };
        Self::from_row(&row)
    }

    /// As [`Overrides::from_json`].
    pub fn from_row(row: &Row) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let mut reader = RowReader::new(row, Place::new("options"), &mut issues);
        let overrides = Overrides {
            solver: Row(row.0.iter().filter(|(name, _)| SOLVER.contains(&name.as_str())).cloned().collect()),
            demand_allocation: reader.word("demand_allocation", |word| word.parse().ok(), "marginal, prorated"),
            tariff_id: reader.optional("tariff_id"),
            demand_limit_kw: reader.optional("demand_limit_kw"),
            without_equipment: reader.or("without_equipment", Vec::new()),
            previous_run_id: reader.optional("previous_run_id"),
        };
        document::options::read(&mut reader);
        reader.finish();
        issues.into_result(overrides).map(|(overrides, _)| overrides)
    }

    pub fn apply(&self, problem: &mut Problem) -> Result<(), Issues> {
        problem.options = self.options(&problem.options)?;
        problem.demand_allocation = self.demand_allocation.unwrap_or(problem.demand_allocation);
        problem.site.demand_limit_kw = self.demand_limit_kw.or(problem.site.demand_limit_kw);
        for id in &self.without_equipment {
            if problem.equipment_index(id).is_none() {
                let place = Place::new("options").column("without_equipment");
                let message = format!("\"{id}\" is not equipment of site {}", problem.site.site_id);
                return Err(
                    Issue::error(Code::UnknownReference, place, message, "give ids of heating_equipment").into()
                );
            }
        }
        let stays = |id: &String| !self.without_equipment.contains(id);
        problem.equipment.retain(|equipment| stays(&equipment.equipment_id));
        problem.availability.retain(|unavailability| stays(&unavailability.equipment_id));
        Ok(())
    }

    /// What is given here over what the schedule says.
    fn options(&self, stored: &Options) -> Result<Options, Issues> {
        let mut row = document::options::write(stored);
        for (name, cell) in &self.solver.0 {
            row.0.retain(|(known, _)| known != name);
            row.0.push((name.clone(), cell.clone()));
        }
        let mut issues = Issues::default();
        let mut reader = RowReader::new(&row, Place::new("options"), &mut issues);
        let options = document::options::read(&mut reader);
        reader.finish();
        issues.into_result(options).map(|(options, _)| options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused_by_name() {
        let Err(issues) = Overrides::from_json(r#"{"gap": 0.02, "sede": 1}"#) else { panic!("refused") };
        let columns: Vec<_> = issues.0.iter().filter_map(|issue| issue.place.column.as_deref()).collect();
        assert_eq!(columns, ["gap", "sede"]);
    }

    #[test]
    fn given_options_go_over_stored_ones() {
        let stored = Options { seed: 7, ..Options::default() };
        let overrides = Overrides::from_json(r#"{"gap_tolerance": "0.02"}"#).expect("valid");
        let options = overrides.options(&stored).expect("valid");
        assert_eq!((options.seed, options.gap_tolerance), (7, Decimal::new(2, 2)));
    }
}
