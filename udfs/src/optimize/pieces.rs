use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Independent pieces of work, taken in turn by whoever has time.
#[derive(Debug)]
pub struct Pieces<T> {
    count: usize,
    next: AtomicUsize,
    results: Mutex<Vec<(usize, T)>>,
}

impl<T> Pieces<T> {
    pub fn new(count: usize) -> Self {
        Self { count, next: AtomicUsize::new(0), results: Mutex::new(Vec::with_capacity(count)) }
    }

    /// Takes pieces until none is left.
    pub fn work(&self, run: impl Fn(usize) -> T) {
        loop {
            let piece = self.next.fetch_add(1, Ordering::Relaxed);
            if piece >= self.count {
                break;
            }
            let result = run(piece);
            if let Ok(mut results) = self.results.lock() {
                results.push((piece, result));
            }
        }
    }

    /// In the order of the pieces, whoever ran them and when.
    pub fn into_results(self) -> Vec<T> {
        let mut results = self.results.into_inner().unwrap_or_default();
        results.sort_by_key(|(piece, _)| *piece);
        results.into_iter().map(|(_, result)| result).collect()
    }
}

/// Runs independent pieces on so many threads; the results come in the order of the pieces.
pub fn run_pieces<T: Send>(count: usize, threads: usize, run: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let pieces = Pieces::new(count);
    std::thread::scope(|scope| {
        for _ in 1..threads.clamp(1, count.max(1)) {
            scope.spawn(|| pieces.work(&run));
        }
        pieces.work(&run);
    });
    pieces.into_results()
}
