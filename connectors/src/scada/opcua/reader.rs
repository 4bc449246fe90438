use std::collections::HashMap;

use ::opcua::client::Session;
use ::opcua::types::{AttributeId, DataValue, NodeId, ReadValueId, TimestampsToReturn, Variant};

use super::super::Sample;
use super::NodesRead;
use super::nodes::{Address, Found, resolve};
use super::values::{Names, node, sample};

/// Servers take fewer nodes at once than they have.
const AT_ONCE: usize = 100;

/// The nodes of a session, with the last that was heard of each.
pub struct Reader {
    found: Vec<Found>,
    names: Names,
    last: HashMap<NodeId, DataValue>,
}

impl Reader {
    pub async fn open(session: &Session, addresses: &[&Address]) -> NodesRead<Self> {
        Ok(Self { found: resolve(session, addresses).await?, names: Names::new(), last: HashMap::new() })
    }

    /// Each node once.
    pub fn nodes(&self) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = Vec::new();
        for node in self.found.iter().filter_map(|found| found.as_ref().ok()?.as_ref()) {
            if !nodes.contains(node) {
                nodes.push(node.clone());
            }
        }
        nodes
    }

    pub async fn read_all(&mut self, session: &Session) -> NodesRead<()> {
        let nodes = self.nodes();
        let values = read(session, &nodes, AttributeId::Value).await?;
        self.take(session, nodes.into_iter().zip(values).collect()).await
    }

    /// Values that came, and the names of the states that they are.
    pub async fn take(&mut self, session: &Session, values: Vec<(NodeId, DataValue)>) -> NodesRead<()> {
        let mut new: Vec<NodeId> = values.iter().filter_map(|(_, value)| node(value).cloned()).collect();
        new.retain(|node| !node.is_null() && !self.names.contains_key(node));
        new.dedup();
        for (node, name) in new.iter().zip(read(session, &new, AttributeId::BrowseName).await?) {
            if let Some(Variant::QualifiedName(name)) = name.value {
                self.names.insert(node.clone(), name.name.as_ref().to_string());
            }
        }
        self.last.extend(values);
        Ok(())
    }

    /// For each address, in their order.
    pub fn samples(&self) -> Vec<Sample> {
        let of = |found: &Found| match found {
            Err(message) => Sample::wrong(message),
            Ok(None) => Sample::absent(),
            Ok(Some(node)) => {
                self.last.get(node).map_or_else(|| Sample::bad("no answer"), |value| sample(value, &self.names))
            }
        };
        self.found.iter().map(of).collect()
    }
}

async fn read(session: &Session, nodes: &[NodeId], attribute: AttributeId) -> NodesRead<Vec<DataValue>> {
    let mut values = Vec::new();
    for some in nodes.chunks(AT_ONCE) {
        let asked: Vec<_> = some.iter().map(|node| ReadValueId::new(node.clone(), attribute)).collect();
        let mut read = session.read(&asked, TimestampsToReturn::Both, 0.0).await?;
        read.resize(some.len(), DataValue::null());
        values.append(&mut read);
    }
    Ok(values)
}
