use udfs::sample::Rng;

/// What parsers stumble over.
const TOKENS: [&str; 30] = [
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "&#0;",
    "]]>",
    "<![CDATA[",
    "</",
    "<a>",
    "\u{feff}",
    "\0",
    "\"",
    "\\u0000",
    "\\ud800",
    "[[[[[[[[[[[[[[[[[[[[",
    "{\"a\":",
    "null",
    "1e999",
    "-0",
    "9223372036854775808",
    "79228162514264337593543950336",
    "0.00000000000000000000000000001",
    "NaN",
    "P9999Y",
    "PT0S",
    "-PT1H",
    "9999-12-31T23:59:59Z",
    "0000-00-00",
    "2026-03-29T02:30:00",
    "\r\n",
    ";;",
    "é",
];

/// A document broken in some places.
pub fn mutate(document: &[u8], other: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut bytes = document.to_vec();
    for _ in 0..=below(random, 4) {
        once(&mut bytes, other, random);
    }
    bytes
}

fn once(bytes: &mut Vec<u8>, other: &[u8], random: &mut Rng) {
    let at = below(random, bytes.len() + 1);
    let length = below(random, 40).min(bytes.len() - at);
    match below(random, 12) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..at + length)),
        2 => {
            let copy = bytes[at..at + length].repeat(1 + below(random, 5));
            bytes.splice(at..at, copy);
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.draw() & 0xff).unwrap_or_default();
            }
        }
        4 => {
            let token = TOKENS[below(random, TOKENS.len())];
            bytes.splice(at..at + length.min(below(random, 20)), token.bytes());
        }
        5 => {
            let from = below(random, other.len() + 1);
            let to = from + below(random, 60).min(other.len() - from);
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        // what is still a document goes deeper
        _ => number(bytes, at, random),
    }
}

/// Another number in place of the next one.
fn number(bytes: &mut Vec<u8>, at: usize, random: &mut Rng) {
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|start| at + start) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let another = match below(random, 4) {
        0 => "0".to_string(),
        1 => random.draw().to_string(),
        2 => format!("-{}", below(random, 100)),
        _ => below(random, 2_000).to_string(),
    };
    bytes.splice(start..start + length, another.bytes());
}

fn below(random: &mut Rng, end: usize) -> usize {
    usize::try_from(random.draw() % u64::try_from(end).unwrap_or(u64::MAX)).unwrap_or_default()
}
