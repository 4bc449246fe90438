use super::linear::Linear;

/// Prices a column by the convex hull of its cost from below: the cost itself where its rate never falls, and no more than
/// it elsewhere. `bends` are where the rate changes.
pub fn price(linear: &mut Linear, column: usize, bends: impl Iterator<Item = f64>, cost: impl Fn(f64) -> f64) {
    let (lower, upper) = (linear.lower[column], linear.upper[column]);
    let inside = bends.filter(|bend| lower < *bend && *bend < upper);
    let mut points: Vec<(f64, f64)> =
        std::iter::once(lower).chain(inside).chain([upper]).map(|at| (at, cost(at))).collect();
    points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let hull = hull(points);
    if let [(from, cost), (to, end)] = hull[..] {
        let rate = (end - cost) / (to - from);
        if to > from && (cost - rate * from).abs() <= 1e-9 * (1.0 + cost.abs()) {
            linear.cost[column] += rate;
            return;
        }
    }
    let always = linear.column(1.0);
    linear.lower[always] = 1.0;
    linear.cost[always] = hull[0].1;
    let mut terms = vec![(column, 1.0)];
    for pair in hull.windows(2) {
        let width = pair[1].0 - pair[0].0;
        if width > 0.0 {
            let piece = linear.column(width);
            linear.cost[piece] = (pair[1].1 - pair[0].1) / width;
            terms.push((piece, -1.0));
        }
    }
    linear.equal(terms, hull[0].0);
}

/// The points of which no line between two others passes below.
fn hull(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for point in points {
        while let [.., before, last] = hull[..]
            && (last.1 - before.1) * (point.0 - last.0) >= (point.1 - last.1) * (last.0 - before.0)
        {
            hull.pop();
        }
        hull.push(point);
    }
    hull
}
