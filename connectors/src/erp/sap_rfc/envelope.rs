use quick_xml::escape::escape;

use crate::xml::Node;

const FUNCTION: &str = "BAPI_PRODORD_GET_LIST";

/// The call; a table that is to come back is there, and empty.
pub fn list(plant: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
         <u:{FUNCTION} xmlns:u=\"urn:sap-com:document:sap:rfc:functions\">\
         <ORDER_HEADER/><PRODPLANT_RANGE><item><SIGN>I</SIGN><OPTION>EQ</OPTION><LOW>{}</LOW><HIGH/></item></PRODPLANT_RANGE>\
         </u:{FUNCTION}></s:Body></s:Envelope>",
        escape(plant)
    )
}

/// The orders, or what the system says in their place: a message of type E or A with status 200.
pub fn orders(document: &Node) -> Result<Vec<Node>, String> {
    let response = document.first(&format!("{FUNCTION}.Response"));
    let response = response.ok_or_else(|| format!("<{}> is no answer of {FUNCTION}", document.name))?;
    if let Some(told) = response.child("RETURN") {
        let message = if told.child("item").is_some() { told.child("item") } else { Some(told) };
        let word = |name: &str| message.and_then(|message| message.text_of(name)).unwrap_or_default();
        if matches!(word("TYPE"), "E" | "A") {
            return Err(format!("{} {}{}: {}", word("TYPE"), word("ID"), word("NUMBER"), word("MESSAGE")));
        }
    }
    let table = response.child("ORDER_HEADER").map(|table| table.children.clone()).unwrap_or_default();
    Ok(table.into_iter().filter(|row| row.name == "item").collect())
}
