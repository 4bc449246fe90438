use std::collections::HashMap;

use udfs::Issues;
use udfs::billing::fleet::SiteLoad;

use super::parts::Part;

/// What is known of a site so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub load: SiteLoad,
    /// Values that are none.
    pub faults: Issues,
}

type Range = Option<(Vec<u8>, Vec<u8>)>;

/// Sites that are not complete, and the row groups that are still to come.
#[derive(Debug)]
pub(super) struct Gathering {
    sites: HashMap<String, Gathered>,
    unread: HashMap<usize, Range>,
}

impl Gathering {
    pub fn new(parts: &[Part]) -> Self {
        Self {
            sites: HashMap::new(),
            unread: parts.iter().enumerate().map(|(number, part)| (number, part.sites.clone())).collect(),
        }
    }

    /// Adds what a row group holds, and gives the sites that no other can add to.
    pub fn add(&mut self, number: usize, loads: HashMap<String, Gathered>) -> Vec<(String, Gathered)> {
        for (site, mut gathered) in loads {
            match self.sites.get_mut(&site) {
                Some(known) => {
                    known.load.append(gathered.load);
                    known.faults.0.append(&mut gathered.faults.0);
                }
                None => {
                    self.sites.insert(site, gathered);
                }
            }
        }
        self.unread.remove(&number);
        let Some(covered) = covered(&self.unread) else { return Vec::new() };
        self.sites.extract_if(|site, _| !is_in(&covered, site.as_bytes())).collect()
    }
}

/// The ranges of sites that are to come, sorted and apart; `None` where that can be any.
fn covered(unread: &HashMap<usize, Range>) -> Option<Vec<(&[u8], &[u8])>> {
    let ranges = unread.values().map(|range| range.as_ref().map(|(min, max)| (min.as_slice(), max.as_slice())));
    let mut ranges = ranges.collect::<Option<Vec<(&[u8], &[u8])>>>()?;
    ranges.sort_unstable();
    let mut apart: Vec<(&[u8], &[u8])> = Vec::new();
    for (min, max) in ranges {
        match apart.last_mut().filter(|last| min <= last.1) {
            Some(last) => last.1 = last.1.max(max),
            None => apart.push((min, max)),
        }
    }
    Some(apart)
}

fn is_in(ranges: &[(&[u8], &[u8])], site: &[u8]) -> bool {
    let next = ranges.partition_point(|(_, max)| *max < site);
    ranges.get(next).is_some_and(|(min, _)| *min <= site)
}
