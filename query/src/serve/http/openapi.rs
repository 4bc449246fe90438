use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use axum::extract::State;
use axum::{Extension, Json};
use datafusion::prelude::SessionContext;
use serde_json::{Map, Value, json};

use super::Http;
use super::access::Visitor;
use super::failure::Failure;
use super::sets::{self, Set};

/// What can be asked, for programs that write programs.
pub async fn document(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Json<Value>, Failure> {
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for set in sets::all() {
        schemas.insert(set.name.to_string(), schema(set, &context).await?);
        paths.insert(format!("/odata/{}", set.name), path(set, "A page of them, as OData", page(set), true));
        paths.insert(format!("/data/{}.json", set.name), path(set, "All of them, as JSON", rows(set), false));
        let text = json!({"text/csv": {"schema": {"type": "string"}}});
        paths.insert(format!("/data/{}.csv", set.name), path(set, "All of them, as CSV", text, false));
    }
    for (address, what, kind) in [
        ("/odata/", "The entity sets", "application/json"),
        ("/odata/$metadata", "Their columns and keys, as CSDL", "application/xml"),
        ("/metrics", "Figures for Prometheus", "text/plain"),
    ] {
        let content = json!({kind: {"schema": {"type": "string"}}});
        paths.insert(address.to_string(), json!({"get": {"summary": what, "responses": responses(&content)}}));
    }
    Ok(Json(json!({
        "openapi": "3.1.0",
        "info": {"title": "heatsched", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "security": [{"password": []}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "securitySchemes": {"password": {"type": "http", "scheme": "basic"}, "token": {"type": "http", "scheme": "bearer"}},
        },
    })))
}

fn path(set: Set, what: &str, content: Value, paged: bool) -> Value {
    let names: &[&str] = if paged {
        &["select", "filter", "orderby", "top", "skip", "count"]
    } else {
        &["select", "filter", "orderby", "top", "skip"]
    };
    let parameters: Vec<Value> =
        names.iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")})).collect();
    json!({"get": {"summary": what, "description": set.comment(), "parameters": parameters, "responses": responses(&content)}})
}

fn responses(content: &Value) -> Value {
    json!({
        "200": {"description": "as asked", "content": content},
        "304": {"description": "unchanged since the ETag that was sent"},
        "400": {"description": "a question that cannot be understood"},
        "401": {"description": "nobody who is known here"},
    })
}

fn rows(set: Set) -> Value {
    json!({"application/json": {"schema": array(set)}})
}

fn page(set: Set) -> Value {
    let properties = json!({"@odata.context": {"type": "string"}, "@odata.count": {"type": "integer"}, "@odata.nextLink": {"type": "string"}, "value": array(set)});
    json!({"application/json": {"schema": {"type": "object", "properties": properties}}})
}

fn array(set: Set) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{}", set.name)}})
}

async fn schema(set: Set, context: &SessionContext) -> Result<Value, Failure> {
    let schema = context.table_provider(set.name).await?.schema();
    let properties = sets::fields(&schema).map(|field| (field.name().clone(), property(set, field)));
    Ok(json!({"type": "object", "description": set.comment(), "properties": properties.collect::<Map<_, _>>()}))
}

fn property(set: Set, field: &Field) -> Value {
    let (kind, format) = match field.data_type() {
        DataType::Boolean => ("boolean", None),
        DataType::Int64 => ("integer", Some("int64")),
        DataType::Decimal128(..) | DataType::Float64 => ("number", None),
        DataType::Date32 => ("string", Some("date")),
        DataType::Timestamp(..) => ("string", Some("date-time")),
        _ => ("string", None),
    };
    let mut property = json!({"type": if field.is_nullable() { json!([kind, "null"]) } else { json!(kind) }});
    if let Some(format) = format {
        property["format"] = json!(format);
    }
    if let Some(meaning) = set.meaning(field.name()) {
        property["description"] = json!(meaning);
    }
    property
}

fn parameters() -> Value {
    let text = |what: &str, example: &str| json!({"in": "query", "description": what, "schema": {"type": "string"}, "example": example});
    let number = |what: &str| json!({"in": "query", "description": what, "schema": {"type": "integer", "minimum": 0}});
    let mut all = json!({
        "select": text("Columns", "site_id,savings"),
        "filter": text("Rows", "site_id eq 'P1' and schedule_date ge 2026-01-05"),
        "orderby": text("Order", "schedule_date desc"),
        "top": number("At most so many"),
        "skip": number("Without the first so many"),
        "count": json!({"in": "query", "description": "Say how many there are", "schema": {"type": "boolean"}}),
    });
    for (name, parameter) in all.as_object_mut().into_iter().flatten() {
        parameter["name"] = json!(format!("${name}"));
    }
    all
}
