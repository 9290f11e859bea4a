//! Reading JSON and YAML as TOML is read: a key that is written twice is an error, where those languages let the
//! last one win in silence (RFC 8259 §4 leaves it open). What aliases of YAML stand for is counted as often as it
//! is repeated, so that a small file cannot fill the memory.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads a value in which no object has a key twice.
///
/// # Errors
///
/// What is wrong with the text, or that more would come out of it than [`MOST`].
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let room = Cell::new(MOST);
    Reader { room: &room }.deserialize(deserializer)
}

/// How much may come out of a file, in bytes: several times what one may hold.
const MOST: usize = 16 << 20;

/// What a value takes apart from its text, in bytes.
const EACH: usize = 32;

#[derive(Clone, Copy)]
struct Reader<'a> {
    /// How much more may come, in bytes.
    room: &'a Cell<usize>,
}

impl Reader<'_> {
    /// Counts a value that has so much text.
    fn take<E: Error>(self, text: usize) -> Result<(), E> {
        let left = self.room.get().checked_sub(text + EACH);
        self.room.set(
            left.ok_or_else(|| {
                E::custom("it repeats itself until more comes out than any configuration is")
            })?,
        );
        Ok(())
    }

    fn counted<E: Error>(self, value: Value) -> Result<Value, E> {
        self.take(value.as_str().map_or(0, str::len))?;
        Ok(value)
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.counted(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.counted(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.counted(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.counted(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.take(value.len())?;
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.counted(value.into())
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.counted(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.counted(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.take(key.len())?;
            let value = entries.next_value_seed(self)?;
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("duplicate key `{key}`")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
