use super::hash_json;
use crate::document::problem_to_json;
use crate::model::Problem;

/// Hash of all that can change the answer: the problem with its options, but for the number of threads.
pub fn input_hash(problem: &Problem) -> String {
    let mut document = problem_to_json(problem);
    if let Some(options) = document["options"].as_object_mut() {
        options.remove("threads");
    }
    hash_json(&document)
}
