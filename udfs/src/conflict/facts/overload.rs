/// Work that has to be done between two times.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    pub job: usize,
    pub from: usize,
    pub to: usize,
    pub amount: i64,
}

/// Work that is more than can be done between its first and last time.
#[derive(Debug, Clone)]
pub struct Overload {
    pub jobs: Vec<usize>,
    pub from: usize,
    pub to: usize,
    pub needed: i64,
    pub available: i64,
}

/// The first stretch, by its begin and then by its end, in which more work lies than `available(from, to)` says can be
/// done.
pub fn overload(mut work: Vec<Work>, available: impl Fn(usize, usize) -> i64) -> Option<Overload> {
    work.retain(|work| work.amount > 0);
    work.sort_unstable_by_key(|work| (work.to, work.job));
    let mut begins: Vec<usize> = work.iter().map(|work| work.from).collect();
    begins.sort_unstable();
    begins.dedup();
    for from in begins {
        let mut needed = 0;
        let mut inside: Vec<usize> = Vec::new();
        for (index, one) in work.iter().enumerate().filter(|(_, one)| one.from >= from) {
            needed += one.amount;
            inside.push(one.job);
            let is_last = work[index + 1..].iter().find(|next| next.from >= from).is_none_or(|next| next.to > one.to);
            if is_last && needed > available(from, one.to) {
                inside.sort_unstable();
                return Some(Overload { jobs: inside, from, to: one.to, needed, available: available(from, one.to) });
            }
        }
    }
    None
}
