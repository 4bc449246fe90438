use super::super::model::Model;

/// Energy of starts and stops, in the intervals that draw it.
pub fn startup_shutdown(model: &mut Model<'_>, unit: usize) {
    let costs = &model.instance.units[unit];
    let columns = &mut model.units[unit];
    let states = columns.start.iter().zip(&costs.start).chain(columns.stop.iter().zip(&costs.stop));
    let drawn: Vec<(usize, usize, f64)> = states
        .filter_map(|(column, loads)| column.map(|column| (column, loads)))
        .flat_map(|(column, loads)| loads.iter().map(move |(t, kw)| (*t, column, *kw)))
        .collect();
    for (t, column, kw) in drawn {
        columns.input[t].push((column, kw));
    }
}
