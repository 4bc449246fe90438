use super::text::{row, text};
use crate::model::PreviousAssignment;
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> PreviousAssignment {
    PreviousAssignment {
        job_id: reader.key("job_id"),
        equipment_id: reader.required("equipment_id"),
        start: reader.required("start"),
    }
}

pub fn write(previous: &PreviousAssignment) -> Row {
    row([
        ("job_id", text(&previous.job_id)),
        ("equipment_id", text(&previous.equipment_id)),
        ("start", Cell::Time(previous.start)),
    ])
}
