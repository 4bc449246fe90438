use super::super::model::Model;

/// A demand charge bills at least what each job draws alone. A job is one choice, so its row adds up all of them; the
/// rows by interval let a fractional solution spread a job thin, and this one does not.
pub fn lump(model: &mut Model<'_>) {
    for (charge, billed) in model.billed.clone().into_iter().enumerate() {
        let lower = model.linear.lower[billed];
        let rows: Vec<(usize, Vec<(usize, f64)>)> = model
            .choices
            .chunk_by(|a, b| a.task == b.task)
            .filter(|choices| choices.iter().any(|choice| model.lump(charge, choice) > lower))
            .map(|choices| {
                let lumps = choices.iter().map(|choice| (choice.column, model.lump(charge, choice).max(lower)));
                (choices[0].task, lumps.collect())
            })
            .collect();
        for (task, mut row) in rows {
            row.push((billed, -1.0));
            let row = model.linear.at_most(row, 0.0);
            model.priced.push((row, model.market.lump_price(task, charge), 1.0));
        }
    }
}
