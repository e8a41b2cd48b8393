//! Values that go into statements and come out of rows, the same for every database.

use std::cell::RefCell;

use feltbok_domain::ids::Id;
use feltbok_protocol::record::RecordKind;

use crate::{StoreError, StoreResult};

/// What a column can hold. Times are milliseconds since 1970, truths are 0 and 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Value {
    #[default]
    Null,
    Id(Id),
    Text(String),
    Int(i64),
    Bytes(Vec<u8>),
}

/// Makes a value of what a statement is given.
pub(crate) trait ToValue {
    fn to_value(&self) -> Value;
}

/// Reads a column.
pub(crate) trait FromValue: Sized {
    /// `None` when the value is of another kind.
    fn from_value(value: Value) -> Option<Self>;
}

/// The values of a statement, in the order of `?1`, `?2`, …
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::sql::value::ToValue::to_value(&$value)),*] as &[$crate::sql::value::Value]
    };
}
pub(crate) use params;

/// The values of a row that is written with others.
macro_rules! row_of {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::sql::value::ToValue::to_value(&$value)),*]
    };
}
pub(crate) use row_of;

/// One row of an answer. Each column is taken out of it once.
#[derive(Debug)]
pub(crate) struct Row(Vec<RefCell<Value>>);

impl Row {
    pub fn new(values: impl IntoIterator<Item = Value>) -> Row {
        Row(values.into_iter().map(RefCell::new).collect())
    }

    /// Takes a column. Errors: `Corrupt` when it holds something else.
    pub fn get<T: FromValue>(&self, index: usize) -> StoreResult<T> {
        let value = self.0.get(index).map(RefCell::take).unwrap_or_default();
        let told = match &value {
            Value::Null => "nothing",
            Value::Id(_) => "an id",
            Value::Text(_) => "a text",
            Value::Int(_) => "a number",
            Value::Bytes(_) => "bytes",
        };
        T::from_value(value).ok_or_else(|| StoreError::Corrupt {
            what: format!("column {index}"),
            why: format!("it holds {told}, which is not what belongs there"),
        })
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl ToValue for Id {
    fn to_value(&self) -> Value {
        Value::Id(*self)
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl ToValue for [u8; 32] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
}

impl ToValue for u32 {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}

impl ToValue for u64 {
    fn to_value(&self) -> Value {
        // Counters and lengths: none comes near the edge.
        Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl FromValue for Value {
    fn from_value(value: Value) -> Option<Self> {
        Some(value)
    }
}

impl FromValue for Id {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Id(id) => Some(id),
            Value::Bytes(bytes) => Id::from_slice(&bytes).ok(),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            // SQLite does not tell sixteen bytes from an id.
            Value::Id(id) => Some(id.as_bytes().to_vec()),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Int(number) = value { Some(number) } else { None }
    }
}

impl FromValue for u64 {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for u32 {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue for RecordKind {
    fn from_value(value: Value) -> Option<Self> {
        RecordKind::from_word(&String::from_value(value)?)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
