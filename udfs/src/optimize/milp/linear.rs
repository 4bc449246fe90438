/// A linear program in columns and rows, kept beside the solver's so that a bound can be added up without it.
///
/// Every column has finite bounds: that makes any row prices prove a bound.
#[derive(Debug, Default)]
pub struct Linear {
    pub cost: Vec<f64>,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    pub rows: Vec<Row>,
}

pub type Terms = Vec<(usize, f64)>;

/// Sum of the terms at most, or equal to, the bound.
#[derive(Debug)]
pub struct Row {
    pub terms: Terms,
    pub equal: bool,
    pub bound: f64,
}

impl Linear {
    pub fn column(&mut self, upper: f64) -> usize {
        self.cost.push(0.0);
        self.lower.push(0.0);
        self.upper.push(upper);
        self.cost.len() - 1
    }

    /// The row's number.
    pub fn at_most(&mut self, terms: Terms, bound: f64) -> usize {
        self.rows.push(Row { terms, equal: false, bound });
        self.rows.len() - 1
    }

    pub fn equal(&mut self, terms: Terms, bound: f64) {
        self.rows.push(Row { terms, equal: true, bound });
    }

    /// A lower bound of the objective that any row prices prove: the Lagrangian, with prices of the wrong sign left out.
    pub fn lagrangian(&self, prices: &[f64]) -> f64 {
        let mut reduced = self.cost.clone();
        let mut bound = 0.0;
        for (row, price) in self.rows.iter().zip(prices) {
            let price = if row.equal { *price } else { price.min(0.0) };
            bound += price * row.bound;
            row.terms.iter().for_each(|(column, factor)| reduced[*column] -= price * factor);
        }
        let least = |j: usize| if reduced[j] > 0.0 { reduced[j] * self.lower[j] } else { reduced[j] * self.upper[j] };
        bound + (0..reduced.len()).map(least).sum::<f64>()
    }
}
