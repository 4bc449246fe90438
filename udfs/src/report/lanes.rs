/// Puts stretches, sorted by their start, into as few lanes as keep them apart; gives each one's lane.
pub fn pack(stretches: &[(f64, f64)]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let place = |(start, end): &(f64, f64)| {
        let free = ends.iter().position(|last| last - 1e-6 <= *start);
        let lane = free.unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(*end);
        } else {
            ends[lane] = *end;
        }
        lane
    };
    stretches.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::pack;

    #[test]
    fn only_overlapping_stretches_part() {
        assert_eq!(pack(&[(0.0, 4.0), (1.0, 2.0), (2.0, 6.0), (4.0, 5.0)]), [0, 1, 1, 0]);
        assert!(pack(&[]).is_empty());
    }
}
