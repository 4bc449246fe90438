use serde_json::{Value as Json, json};
use udfs::model::{Decimal, Instant};

/// What a system gave for a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Bool(bool),
    Number(Decimal),
    Text(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    Good,
    Uncertain,
    /// For now.
    Bad,
    /// As long as the configuration is as it is.
    Wrong,
    /// The system does not have it, and need not.
    Absent,
}

impl Quality {
    fn as_str(self) -> &'static str {
        match self {
            Quality::Good => "good",
            Quality::Uncertain => "uncertain",
            Quality::Bad => "bad",
            Quality::Wrong => "wrong",
            Quality::Absent => "absent",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub value: Option<Value>,
    pub quality: Quality,
    /// When it was measured, if the system says so.
    pub at: Option<Instant>,
    /// The system's word for its quality.
    pub note: String,
}

impl Sample {
    pub fn good(value: Value) -> Self {
        Self { value: Some(value), quality: Quality::Good, at: None, note: String::new() }
    }

    pub fn bad(note: impl Into<String>) -> Self {
        Self { value: None, quality: Quality::Bad, at: None, note: note.into() }
    }

    pub fn wrong(note: impl Into<String>) -> Self {
        Self { quality: Quality::Wrong, ..Self::bad(note) }
    }

    pub fn absent() -> Self {
        Self { quality: Quality::Absent, ..Self::bad("") }
    }

    pub fn usable(&self) -> Option<&Value> {
        self.value.as_ref().filter(|_| matches!(self.quality, Quality::Good | Quality::Uncertain))
    }

    pub fn to_json(&self) -> Json {
        let value = match &self.value {
            None => Json::Null,
            Some(Value::Bool(value)) => (*value).into(),
            Some(Value::Number(number)) => number.normalize().to_string().into(),
            Some(Value::Text(text)) => text.as_str().into(),
        };
        json!({
            "value": value, "quality": self.quality.as_str(), "note": self.note,
            "at": self.at.map(|at| at.to_rfc3339()),
        })
    }
}

impl Value {
    /// Of a float: the shortest decimal that stands for it; none for what is no number.
    pub fn float(shortest: &impl ToString) -> Option<Self> {
        let text = shortest.to_string();
        text.parse().or_else(|_| Decimal::from_scientific(&text)).ok().map(Value::Number)
    }

    pub fn int(value: impl Into<Decimal>) -> Self {
        Value::Number(value.into())
    }

    /// As a configuration may write it.
    pub fn words(&self) -> Vec<String> {
        match self {
            Value::Bool(true) => vec!["true".into(), "1".into()],
            Value::Bool(false) => vec!["false".into(), "0".into()],
            Value::Number(number) => vec![number.normalize().to_string()],
            Value::Text(text) => vec![text.clone()],
        }
    }

    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Bool(value) => Some(Decimal::from(u8::from(*value))),
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
        }
    }
}
