use std::collections::HashMap;

use ::opcua::types::{DataValue, NodeId, StatusCode, Variant};

use super::super::{Quality, Sample, Value};

/// Names of nodes that are values themselves, as states are.
pub type Names = HashMap<NodeId, String>;

/// The node that a value is.
pub fn node(value: &DataValue) -> Option<&NodeId> {
    match value.value.as_ref()? {
        Variant::NodeId(node) => Some(node),
        Variant::ExpandedNodeId(node) => Some(&node.node_id),
        _ => None,
    }
}

pub fn sample(value: &DataValue, names: &Names) -> Sample {
    let status = value.status.unwrap_or(StatusCode::Good);
    let quality = match status {
        _ if status.is_good() => Quality::Good,
        _ if status.is_uncertain() => Quality::Uncertain,
        _ if is_lasting(status) => Quality::Wrong,
        _ => Quality::Bad,
    };
    let at = value.source_timestamp.as_ref().or(value.server_timestamp.as_ref()).filter(|at| !at.is_null());
    let understood = node(value).map_or_else(|| plain(value), |node| names.get(node).cloned().map(Value::Text));
    let usable = matches!(quality, Quality::Good | Quality::Uncertain);
    let note = if usable && understood.is_none() { "no value".into() } else { status.to_string() };
    Sample { value: understood.filter(|_| usable), quality, at: at.map(|at| at.as_chrono()), note }
}

fn plain(value: &DataValue) -> Option<Value> {
    Some(match value.value.as_ref()? {
        Variant::Boolean(value) => Value::Bool(*value),
        Variant::SByte(value) => Value::int(*value),
        Variant::Byte(value) => Value::int(*value),
        Variant::Int16(value) => Value::int(*value),
        Variant::UInt16(value) => Value::int(*value),
        Variant::Int32(value) => Value::int(*value),
        Variant::UInt32(value) => Value::int(*value),
        Variant::Int64(value) => Value::int(*value),
        Variant::UInt64(value) => Value::int(*value),
        Variant::Float(value) => return Value::float(value),
        Variant::Double(value) => return Value::float(value),
        Variant::String(text) => Value::Text(text.as_ref().to_string()),
        Variant::LocalizedText(text) => Value::Text(text.text.as_ref().to_string()),
        Variant::QualifiedName(name) => Value::Text(name.name.as_ref().to_string()),
        _ => return None,
    })
}

/// The same the next time, too.
fn is_lasting(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BadNodeIdUnknown
            | StatusCode::BadNodeIdInvalid
            | StatusCode::BadAttributeIdInvalid
            | StatusCode::BadNotReadable
            | StatusCode::BadUserAccessDenied
            | StatusCode::BadSecurityModeInsufficient
    )
}
