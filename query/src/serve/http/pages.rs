use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// Fast, and rows of JSON get a tenth of their size.
const LEVEL: i32 = 1;

/// Pages of feeds, ready to be sent again: clients that refresh the same views ask for the same pages. Those that nobody has
/// asked for the longest go first.
#[derive(Debug)]
pub struct Pages {
    most_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    pages: HashMap<String, Page>,
    bytes: usize,
    asked: u64,
}

#[derive(Debug)]
struct Page {
    /// Of what its rows depend on.
    mark: String,
    compressed: Vec<u8>,
    length: usize,
    last_asked: u64,
}

impl Pages {
    pub fn new(most_bytes: usize) -> Self {
        Self { most_bytes, kept: Mutex::default() }
    }

    /// The page, if its rows have not changed.
    pub fn get(&self, name: &str, mark: &str) -> Option<Bytes> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let asked = kept.asked;
        let page = kept.pages.get_mut(name).filter(|page| page.mark == mark)?;
        page.last_asked = asked;
        let (compressed, length) = (page.compressed.clone(), page.length);
        drop(kept);
        zstd::bulk::decompress(&compressed, length).ok().map(Bytes::from)
    }

    pub fn keep(&self, name: String, mark: &str, body: &[u8]) {
        let Ok(compressed) = zstd::bulk::compress(body, LEVEL) else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let page = Page { mark: mark.to_string(), compressed, length: body.len(), last_asked: kept.asked };
        kept.remove(&name);
        kept.bytes += size(&name, &page);
        kept.pages.insert(name, page);
        while kept.bytes > self.most_bytes {
            let Some(oldest) = kept.pages.iter().min_by_key(|(_, page)| page.last_asked) else { return };
            let oldest = oldest.0.clone();
            kept.remove(&oldest);
        }
    }
}

impl Kept {
    fn remove(&mut self, name: &str) {
        if let Some((name, page)) = self.pages.remove_entry(name) {
            self.bytes -= size(&name, &page);
        }
    }
}

fn size(name: &str, page: &Page) -> usize {
    2 * name.len() + page.mark.len() + page.compressed.len() + size_of::<Page>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_that_of_its_rows_as_they_are() {
        let pages = Pages::new(1 << 20);
        pages.keep("a".into(), "1", b"rows");
        assert_eq!(pages.get("a", "1").as_deref(), Some(b"rows".as_slice()));
        assert_eq!((pages.get("a", "2"), pages.get("b", "1")), (None, None));
        pages.keep("a".into(), "2", b"others");
        assert_eq!((pages.get("a", "1"), pages.get("a", "2").as_deref()), (None, Some(b"others".as_slice())));
    }

    #[test]
    fn what_nobody_asked_for_the_longest_goes_first() {
        let body: Vec<u8> = (0..1000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let pages = Pages::new(3 * body.len());
        for name in ["a", "b"] {
            pages.keep(name.into(), "1", &body);
            assert!(pages.get(name, "1").is_some());
        }
        assert!(pages.get("a", "1").is_some());
        pages.keep("c".into(), "1", &body);
        assert!(pages.get("a", "1").is_some() && pages.get("b", "1").is_none() && pages.get("c", "1").is_some());
        pages.keep("d".into(), "1", &[body.as_slice(); 4].concat());
        assert!(pages.kept.lock().expect("free").bytes <= 3 * body.len());
    }
}
