//! A fact: a typed value under a stable id. Ids are `snake_case` and never change; a path such as
//! `protocol.tls1_2.accepted` names one from outside.

use std::borrow::Cow;

use jiff::Timestamp;

/// A typed value under a stable id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    /// `snake_case`, unique within its section.
    pub(crate) id: Cow<'static, str>,
    /// What is so.
    pub(crate) value: Value,
}

impl Fact {
    /// A fact from anything that is a value.
    pub(crate) fn new(id: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        Self {
            id: id.into(),
            value: value.into(),
        }
    }
}

/// What a fact can hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Known not to be there.
    Absent,
    /// Yes or no.
    Bool(bool),
    /// It could not be found out, and why. Never to be read as "no".
    Inconclusive(String),
    /// A whole number; the unit is in the fact's id (`_days`, `_bits`, `_ms`).
    Int(i64),
    /// Values in order.
    List(Vec<Self>),
    /// Facts within a fact, in the order they are shown.
    Map(Vec<Fact>),
    /// Text, as received: a renderer escapes it before it reaches a terminal.
    Text(String),
    /// A moment in UTC.
    Time(Timestamp),
}

impl Value {
    /// A map built fact by fact.
    pub(crate) fn map(facts: impl IntoIterator<Item = Fact>) -> Self {
        Self::Map(facts.into_iter().collect())
    }

    /// A list of anything that is a value.
    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// The value under `path`, whose steps are fact ids or list indices.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        let (step, rest) = path.split_once('.').map_or((path, None), |(s, r)| (s, Some(r)));
        let found = match self {
            Self::Map(facts) => facts.iter().find(|fact| fact.id == step).map(|fact| &fact.value),
            Self::List(items) => step.parse::<usize>().ok().and_then(|i| items.get(i)),
            _ => None,
        }?;
        rest.map_or(Some(found), |rest| found.at(rest))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(value: Vec<T>) -> Self {
        Self::list(value)
    }
}

macro_rules! from_integer {
    ($($int:ty),*) => {$(
        impl From<$int> for Value {
            fn from(value: $int) -> Self {
                Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
            }
        }
    )*};
}
from_integer!(u8, u16, u32, u64, usize, i32, i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_walks_maps_and_lists() {
        let value = Value::map([Fact::new(
            "chain",
            Value::list([Value::map([Fact::new("depth", 1_u8)])]),
        )]);
        assert_eq!(value.at("chain.0.depth"), Some(&Value::Int(1)));
        assert_eq!(value.at("chain.1.depth"), None);
        assert_eq!(value.at("chain.depth"), None);
    }
}
