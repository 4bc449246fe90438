use udfs::{Code, Issue};

use crate::xml::Node;

/// What a service says in place of an answer, by SOAP 1.1 or 1.2: whether the issue of an answer that makes no sense, or,
/// where it does not let us in, one of that.
pub fn told(fault: &Node, unexpected: impl Fn(String) -> Issue) -> Issue {
    let code = fault.text_of("faultcode").or_else(|| fault.first("Value").map(|node| node.text.trim()));
    let text = fault.text_of("faultstring").or_else(|| fault.first("Text").map(|node| node.text.trim()));
    let code = code.unwrap_or_default();
    let issue = unexpected(format!("fault {code}: {}", text.unwrap_or("without a reason")));
    let is_access = ["authenti", "authori", "security"].iter().any(|word| code.to_lowercase().contains(word));
    if is_access {
        return Issue { code: Code::AccessRefused, fix: "check the key and the rights of its user".into(), ..issue };
    }
    issue
}
