use std::path::{Path, PathBuf};

use parquet::file::metadata::RowGroupMetaData;
use udfs::Issues;
use udfs::error::{Code, Issue, Place};

use super::layout::Layout;

pub(super) const SITE: &str = "site_id";
pub(super) const START: &str = "start";
pub(super) const KW: &str = "kw";

pub(super) struct Files {
    files: Vec<(PathBuf, Layout)>,
    pub parts: Vec<Part>,
}

/// A row group.
pub(super) struct Part {
    pub file: usize,
    pub group: usize,
    /// The first and the last site that it can have; `None`: any.
    pub sites: Option<(Vec<u8>, Vec<u8>)>,
}

impl Files {
    pub fn open(paths: &[PathBuf]) -> Result<Self, Issues> {
        let (mut files, mut parts, mut issues) = (Vec::new(), Vec::new(), Issues::default());
        for path in paths {
            match Layout::of(path) {
                Ok(layout) => {
                    let groups = layout.metadata.metadata().row_groups().iter().enumerate();
                    let file = files.len();
                    parts.extend(groups.map(|(group, found)| Part { file, group, sites: sites(found) }));
                    files.push((path.clone(), layout));
                }
                Err(found) => issues.extend(found),
            }
        }
        issues.into_result(Self { files, parts }).map(|(files, _)| files)
    }

    pub fn of(&self, part: &Part) -> (&Path, &Layout) {
        let (path, layout) = &self.files[part.file];
        (path, layout)
    }
}

pub(super) fn place(path: &Path) -> Place {
    Place::new(path.display().to_string())
}

pub(super) fn unreadable(path: &Path, error: impl std::fmt::Display) -> Issues {
    Issue::error(Code::Io, place(path), error.to_string(), "give a Parquet file that can be read").into()
}

fn sites(group: &RowGroupMetaData) -> Option<(Vec<u8>, Vec<u8>)> {
    let column = group.columns().iter().find(|column| column.column_path().string() == SITE)?;
    let statistics = column.statistics().filter(|found| !found.is_min_max_deprecated())?;
    // a row without a site is in no range
    let has_null = statistics.null_count_opt() != Some(0);
    if has_null {
        return None;
    }
    Some((statistics.min_bytes_opt()?.to_vec(), statistics.max_bytes_opt()?.to_vec()))
}
