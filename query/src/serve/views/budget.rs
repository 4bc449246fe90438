use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory for rows that are kept.
#[derive(Debug)]
pub struct Budget {
    bytes: usize,
    taken: AtomicUsize,
}

impl Budget {
    pub fn new(bytes: usize) -> Self {
        Self { bytes, taken: AtomicUsize::new(0) }
    }

    /// Nothing where there is no room.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Option<Share> {
        let room = |taken: usize| taken.checked_add(bytes).filter(|all| *all <= self.bytes);
        self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room).ok()?;
        Some(Share { budget: Arc::clone(self), bytes })
    }
}

/// Given back when dropped.
#[derive(Debug)]
pub struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_can_be_taken_again() {
        let budget = Arc::new(Budget::new(10));
        let first = budget.take(6).expect("room");
        assert!(budget.take(5).is_none());
        drop(first);
        assert!(budget.take(10).is_some());
        assert!(budget.take(usize::MAX).is_none());
    }
}
