use arrow::datatypes::{DataType, Field, SchemaRef};
use datafusion::error::Result;
use datafusion::prelude::SessionContext;
use quick_xml::escape::escape;

use super::sets::{self, Set};

const NAMESPACE: &str = "heatsched";

/// All sets as CSDL: keys, types, and in words what a column is.
pub async fn document(context: &SessionContext) -> Result<String> {
    let mut types = String::new();
    let mut entries = String::new();
    for set in sets::all() {
        let schema = context.table_provider(set.name).await?.schema();
        types.push_str(&entity_type(set, &schema));
        entries.push_str(&format!("<EntitySet Name=\"{0}\" EntityType=\"{NAMESPACE}.{0}\"/>", set.name));
    }
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\
         <edmx:DataServices><Schema Namespace=\"{NAMESPACE}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
         {types}<EntityContainer Name=\"container\">{entries}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
    ))
}

fn entity_type(set: Set, schema: &SchemaRef) -> String {
    let key: String = set.key().iter().map(|column| format!("<PropertyRef Name=\"{column}\"/>")).collect();
    let properties: String = sets::fields(schema).map(|field| property(set, field)).collect();
    format!(
        "<EntityType Name=\"{}\"><Key>{key}</Key>{properties}{}</EntityType>",
        set.name,
        description(&set.comment())
    )
}

fn property(set: Set, field: &Field) -> String {
    let name = field.name();
    // a part of a key is never null
    let nullable = field.is_nullable() && !set.key().contains(&name.as_str());
    let meaning = set.meaning(name).map(|meaning| description(&meaning)).unwrap_or_default();
    format!("<Property Name=\"{name}\" {} Nullable=\"{nullable}\">{meaning}</Property>", edm(field.data_type()))
}

fn description(text: &str) -> String {
    format!("<Annotation Term=\"Org.OData.Core.V1.Description\" String=\"{}\"/>", escape(text))
}

fn edm(data_type: &DataType) -> String {
    match data_type {
        DataType::Boolean => "Type=\"Edm.Boolean\"".to_string(),
        DataType::Int64 => "Type=\"Edm.Int64\"".to_string(),
        DataType::Float64 => "Type=\"Edm.Double\"".to_string(),
        DataType::Date32 => "Type=\"Edm.Date\"".to_string(),
        DataType::Timestamp(..) => "Type=\"Edm.DateTimeOffset\" Precision=\"6\"".to_string(),
        DataType::Decimal128(precision, scale) => {
            format!("Type=\"Edm.Decimal\" Precision=\"{precision}\" Scale=\"{scale}\"")
        }
        _ => "Type=\"Edm.String\"".to_string(),
    }
}
