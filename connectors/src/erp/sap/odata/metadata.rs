use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use udfs::Issue;

use crate::http::Answer;

/// Properties of an entity set with their types, as `$metadata` has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Types(BTreeMap<String, String>);

impl Types {
    pub fn of(answer: &Answer, set: &str) -> Result<Self, Issue> {
        let found = read(answer.text()?, set).map_err(|e| answer.malformed(&e))?;
        found.ok_or_else(|| answer.malformed(&format!("$metadata has no entity set {set}")))
    }

    pub fn has(&self, property: &str) -> bool {
        self.0.contains_key(property)
    }

    /// A text where the service does not say.
    pub fn edm_type(&self, property: &str) -> &str {
        self.0.get(property).map_or("Edm.String", String::as_str)
    }
}

fn read(text: &str, set: &str) -> Result<Option<Types>, String> {
    let (mut types, mut sets) = (BTreeMap::<String, Types>::new(), BTreeMap::<String, String>::new());
    let mut current = String::new();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        let (Event::Start(element) | Event::Empty(element)) = event else {
            if event == Event::Eof {
                break;
            }
            continue;
        };
        match element.local_name().as_ref() {
            "EntityType" => current = attribute(&element, "Name"),
            "EntitySet" => {
                let of = attribute(&element, "EntityType");
                let own = of.rsplit_once('.').map_or(of.clone(), |(_, name)| name.to_string());
                sets.insert(attribute(&element, "Name"), own);
            }
            "Property" => {
                let properties = types.entry(current.clone()).or_default();
                properties.0.insert(attribute(&element, "Name"), attribute(&element, "Type"));
            }
            _ => {}
        }
    }
    Ok(sets.get(set).and_then(|of| types.remove(of)))
}

fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    found.map_or(String::new(), |attribute| attribute.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_set() {
        let text = r#"<edmx:Edmx><Schema Namespace="S"><EntityType Name="AType"><Property Name="X" Type="Edm.DateTimeOffset"/>
            </EntityType><EntityType Name="BType"><Property Name="X" Type="Edm.String"/></EntityType>
            <EntityContainer><EntitySet Name="A" EntityType="S.AType"/></EntityContainer></Schema></edmx:Edmx>"#;
        let types = read(text, "A").expect("XML").expect("there");
        assert_eq!(types.edm_type("X"), "Edm.DateTimeOffset");
        assert!(!types.has("Y"));
        assert_eq!(read(text, "B").expect("XML"), None);
        assert!(read("<a><b></a>", "A").is_err());
    }
}
