use ::opcua::client::Session;
use ::opcua::types::{
    BrowsePath, NodeId, QualifiedName, ReadValueId, RelativePath, TimestampsToReturn, VariableId, Variant,
};
use udfs::Issue;

use super::super::Role;
use super::NodesRead;
use crate::load::Job;

/// A node as a configuration names it: indexes of namespaces change from one start of a server to the next, their URIs
/// do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    uri: Option<String>,
    /// `s=Furnace01.State`.
    id: String,
    /// Namespaces and names below it.
    path: Vec<(String, String)>,
    optional: bool,
}

impl Address {
    pub fn parse(job: &Job, role: Role, text: &str) -> Result<Self, Issue> {
        let fix = "write nsu=http://plant/;s=Furnace01.State, or i=2258 for a node of OPC UA itself";
        let refuse = |message: String| job.refuse(role.as_str(), message, fix);
        let (uri, id) = match text.strip_prefix("nsu=") {
            None if text.starts_with("ns=") => {
                return Err(refuse(format!("{text} has the index of a namespace, which is another after a restart")));
            }
            None => (None, text),
            Some(rest) => {
                let split = ["s=", "i=", "g=", "b="].iter().filter_map(|kind| rest.find(&format!(";{kind}"))).min();
                let split = split.ok_or_else(|| refuse(format!("{text} names no node")))?;
                (Some(rest[..split].to_string()), &rest[split + 1..])
            }
        };
        id.parse::<NodeId>().map_err(|_| refuse(format!("{text} is no node")))?;
        Ok(Self { uri, id: id.into(), path: Vec::new(), optional: false })
    }

    pub fn below(self, path: Vec<(String, String)>, optional: bool) -> Self {
        Self { path, optional, ..self }
    }

    fn start(&self, namespaces: &[String]) -> Result<NodeId, String> {
        let index = self.uri.as_deref().map_or(Ok(0), |uri| index(namespaces, uri))?;
        let bare: NodeId = self.id.parse().map_err(|_| format!("{} is no node", self.id))?;
        Ok(NodeId::new(index, bare.identifier))
    }

    fn browse(&self, namespaces: &[String]) -> Result<BrowsePath, String> {
        let names = self.path.iter().map(|(uri, name)| Ok(QualifiedName::new(index(namespaces, uri)?, name.as_str())));
        let names: Vec<QualifiedName> = names.collect::<Result<_, String>>()?;
        Ok(BrowsePath { starting_node: self.start(namespaces)?, relative_path: RelativePath::from(names.as_slice()) })
    }
}

fn index(namespaces: &[String], uri: &str) -> Result<u16, String> {
    let found = namespaces.iter().position(|known| known == uri).and_then(|index| u16::try_from(index).ok());
    found.ok_or_else(|| format!("the server has no namespace {uri}"))
}

/// The node of each address in this session, or why there is none; `None` for one that need not be there.
pub type Found = Result<Option<NodeId>, String>;

pub async fn resolve(session: &Session, addresses: &[&Address]) -> NodesRead<Vec<Found>> {
    let namespaces = namespaces(session).await?;
    let mut found: Vec<Found> = addresses.iter().map(|address| address.start(&namespaces).map(Some)).collect();
    let below: Vec<usize> = (0..addresses.len()).filter(|i| !addresses[*i].path.is_empty()).collect();
    let mut asked = Vec::new();
    for i in below {
        match addresses[i].browse(&namespaces) {
            Ok(path) => asked.push((i, path)),
            Err(_) if addresses[i].optional => found[i] = Ok(None),
            Err(message) => found[i] = Err(message),
        }
    }
    if asked.is_empty() {
        return Ok(found);
    }
    let paths: Vec<BrowsePath> = asked.iter().map(|(_, path)| path.clone()).collect();
    let results = session.translate_browse_paths_to_node_ids(&paths).await?;
    for (place, (i, _)) in asked.iter().enumerate() {
        let target = results.get(place).and_then(|result| result.targets.as_ref()?.first());
        found[*i] = match target {
            Some(target) => Ok(Some(target.target_id.node_id.clone())),
            None if addresses[*i].optional => Ok(None),
            None => Err("the server has no such machine".into()),
        };
    }
    Ok(found)
}

async fn namespaces(session: &Session) -> NodesRead<Vec<String>> {
    let array = ReadValueId::new_value(VariableId::Server_NamespaceArray.into());
    let values = session.read(&[array], TimestampsToReturn::Neither, 0.0).await?;
    let text = |value: &Variant| match value {
        Variant::String(text) => text.as_ref().to_string(),
        _ => String::new(),
    };
    match values.into_iter().next().and_then(|value| value.value) {
        Some(Variant::Array(array)) => Ok(array.values.iter().map(text).collect()),
        _ => Ok(Vec::new()),
    }
}
