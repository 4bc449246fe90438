use super::ascent::Mean;
use super::region::Region;

/// What a linear relaxation of a region proves.
#[derive(Debug)]
pub struct Relaxed {
    /// No plan there costs less.
    pub bound: f64,
    /// Those behind it, as the market has them.
    pub prices: Vec<f64>,
    pub mean: Mean,
}

/// Solves the linear relaxation of a region; `None` if there is no answer.
pub type Relax<'a> = dyn Fn(&Region) -> Option<Relaxed> + Sync + 'a;
