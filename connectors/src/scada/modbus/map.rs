//! A device's registers by name, from a TOML file that devices of one kind share.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use udfs::error::Place;
use udfs::model::Decimal;
use udfs::{Code, Issue, Issues};

use super::decode::{Form, Kind, Order};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    Coil,
    Discrete,
    Input,
    Holding,
}

impl Table {
    pub fn is_bits(self) -> bool {
        matches!(self, Table::Coil | Table::Discrete)
    }
}

/// Where a register is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// As it is sent: from 0.
    At(Table, u16),
    /// In the first SunSpec model of this number, as far from its start as its documentation says.
    SunSpec { model: u16, offset: u16, scale: Option<u16> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub place: Where,
    pub form: Form,
    pub scale: Decimal,
}

pub type Map = BTreeMap<String, Register>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    register: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    table: Option<Table>,
    address: Option<u16>,
    /// As in many manuals: 40001 is the first holding register.
    number: Option<String>,
    sunspec: Option<SunSpec>,
    #[serde(rename = "type")]
    kind: Kind,
    order: Option<Order>,
    scale: Option<toml::Value>,
    /// Registers of a string.
    length: Option<u16>,
    #[serde(default)]
    absent: Vec<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SunSpec {
    model: u16,
    offset: u16,
    scale: Option<u16>,
}

pub fn read(path: &Path) -> Result<Map, Issues> {
    let shown = path.display().to_string();
    let io = |e: std::io::Error| Issue::error(Code::Io, Place::new(&shown), e.to_string(), "check the path of the map");
    parse(&shown, &std::fs::read_to_string(path).map_err(io)?)
}

pub fn parse(source: &str, text: &str) -> Result<Map, Issues> {
    let fix = "a map has a section such as [register.power] with table, address and type for each";
    let malformed =
        |e: toml::de::Error| Issue::error(Code::Malformed, Place::new(source), e.message().to_string(), fix);
    let document: Document = toml::from_str(text).map_err(malformed)?;
    let mut issues = Issues::default();
    let mut map = Map::new();
    for (name, entry) in document.register {
        match entry.register() {
            Ok(register) => drop(map.insert(name, register)),
            Err(message) => {
                let place = Place::new(source).key(format!("register.{name}"));
                issues.push(Issue::error(Code::OutOfRange, place, message, "correct the register"));
            }
        }
    }
    issues.into_result(map).map(|(map, _)| map)
}

impl Entry {
    fn register(self) -> Result<Register, String> {
        let place = match (self.table, self.address, &self.number, &self.sunspec) {
            (Some(table), Some(address), None, None) => Where::At(table, address),
            (None, None, Some(number), None) => numbered(number)?,
            (None, None, None, Some(SunSpec { model, offset, scale })) => {
                Where::SunSpec { model: *model, offset: *offset, scale: *scale }
            }
            _ => return Err("give table and address, or number, or sunspec".into()),
        };
        let is_bits = matches!(place, Where::At(table, _) if table.is_bits());
        if is_bits != (self.kind == Kind::Bool) {
            return Err("coils and discrete inputs are of type bool, registers of another; bit takes one bit".into());
        }
        let length = match (self.kind, self.length) {
            (Kind::String, Some(length @ 1..=125)) => length,
            (Kind::String, _) => return Err("a string has a length of 1 to 125 registers".into()),
            (kind, None) => kind.registers(),
            _ => return Err("only a string has a length".into()),
        };
        let scale = self.scale.as_ref().map_or(Ok(Decimal::ONE), |scale| scale.to_string().trim_matches('"').parse());
        let mut absent = self.absent;
        if matches!(place, Where::SunSpec { .. }) {
            absent.extend(self.kind.not_implemented());
        }
        let form = Form { kind: self.kind, order: self.order.unwrap_or_default(), length, absent };
        Ok(Register { place, form, scale: scale.map_err(|_| "scale is no number")? })
    }
}

/// The first digit is the table, the others count from 1.
fn numbered(text: &str) -> Result<Where, String> {
    let wrong = || format!("\"{text}\" is no register number: write \"40001\" or \"400001\"");
    if !(5..=6).contains(&text.len()) || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(wrong());
    }
    let (table, number) = text.split_at(1);
    let table = match table {
        "0" => Table::Coil,
        "1" => Table::Discrete,
        "3" => Table::Input,
        "4" => Table::Holding,
        _ => return Err(wrong()),
    };
    let number: u32 = number.parse().map_err(|_| wrong())?;
    let address = number.checked_sub(1).and_then(|address| u16::try_from(address).ok());
    address.map(|address| Where::At(table, address)).ok_or_else(wrong)
}
