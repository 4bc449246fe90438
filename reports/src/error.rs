use udfs::error::Place;

pub(crate) fn place(source: &str) -> Place {
    Place::new(source)
}
