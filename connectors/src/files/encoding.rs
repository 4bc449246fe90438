use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

/// The text of a file: by the label, the byte order mark, else UTF-8, else windows-1252 with a warning.
pub fn decode<'a>(
    source: &str,
    bytes: &'a [u8],
    label: Option<&str>,
    issues: &mut Issues,
) -> Result<Cow<'a, str>, Issues> {
    let unreadable =
        |message: String, fix: &str| Issues::from(Issue::error(Code::Malformed, Place::new(source), message, fix));
    if let Some(label) = label {
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            return Err(unreadable(
                format!("unknown encoding \"{label}\""),
                "use a name such as utf-8 or windows-1252",
            ));
        };
        let (text, _, damaged) = encoding.decode(bytes);
        if damaged {
            return Err(unreadable(
                format!("the file is not {}", encoding.name()),
                "give the encoding it was written in",
            ));
        }
        return Ok(text);
    }
    let encoding = Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding);
    let (text, _, damaged) = encoding.decode(bytes);
    if !damaged {
        return Ok(text);
    }
    if bytes.contains(&0) {
        return Err(unreadable("the file holds no text".into(), "check the file, or give its format"));
    }
    let message = "the file is not UTF-8; read as windows-1252";
    issues.push(Issue::warning(Code::Malformed, Place::new(source), message, "give the encoding to be sure"));
    Ok(WINDOWS_1252.decode(bytes).0)
}
