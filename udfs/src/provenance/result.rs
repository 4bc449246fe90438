use serde_json::json;

use super::{ENGINE_VERSION, hash_json};
use crate::document::result_to_json;
use crate::model::{PlanResult, Problem};

/// A run is named after its schedule, input and engine, so that it is found again instead of solved twice. One that was
/// cut short is named after its `provenance_hash` too: another run of the same input never takes its place.
pub fn run_id(schedule_id: &str, input_hash: &str, cut_short: Option<&str>) -> String {
    let mut name = json!({"schedule_id": schedule_id, "input_hash": input_hash, "engine_version": ENGINE_VERSION});
    if let (Some(name), Some(provenance_hash)) = (name.as_object_mut(), cut_short) {
        name.insert("provenance_hash".to_string(), provenance_hash.into());
    }
    let mut hash = hash_json(&name);
    hash.truncate(16);
    hash
}

/// Hash over the input's hash, the engine's version and the whole result but for the seconds it took.
pub fn provenance_hash(problem: &Problem, result: &PlanResult) -> String {
    let mut output = result_to_json(problem, result);
    if let Some(fields) = output.as_object_mut() {
        fields.remove("solve_seconds");
        fields.remove("provenance_hash");
    }
    hash_json(&json!({"engine_version": ENGINE_VERSION, "input_hash": result.input_hash, "output": output}))
}
