//! Text to JSON, whether it is written as JSON or as YAML. The only module that knows `serde_yaml`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::position::Position;
use crate::diagnostic::{Diagnostics, Problem};
use crate::pointer::Pointer;

/// Reads the text as JSON if it begins like JSON, and else as YAML.
///
/// JSON is read by a JSON parser: not all JSON is YAML (surrogate pairs in `\u` escapes are not).
pub(super) fn parse(text: &str) -> Result<Value, Diagnostics> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    let Lenient(mut value) = serde_yaml::from_str(text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let position = Position { line, column };
        Diagnostics::single(Pointer::root(), Some(position), Problem::Syntax(error.to_string()))
    })?;
    if text.contains("<<:") {
        merge(&mut value);
    }
    Ok(value)
}

/// A value that takes what YAML can say and JSON cannot: keys that are no strings, integers of more than 64 bits.
struct Lenient(Value);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything).map(Self)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Lenient(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    /// Of a key that is there twice the last counts, as in JSON.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Lenient(value))) = members.next_entry::<String, Lenient>()? {
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

/// JSON has no infinity, and no document means one.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Replaces YAML's merge keys by what they merge: members that are written beside them go first.
fn merge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            let sources = match members.remove("<<") {
                Some(Value::Array(sources)) => sources,
                Some(source) => vec![source],
                None => return,
            };
            for source in sources {
                let Value::Object(source) = source else { continue };
                for (key, value) in source {
                    members.entry(key).or_insert(value);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    #[track_caller]
    fn reads(text: &str, expected: Value) {
        assert_eq!(parse(text).unwrap_or_else(|found| panic!("{found}")), expected);
    }

    #[test]
    fn keys_are_strings_whatever_they_look_like() {
        reads(
            "{200: a, true: b, null: c, 1.5: d}",
            json!({"200": "a", "true": "b", "null": "c", "1.5": "d"}),
        );
    }

    #[test]
    fn large_integers_lose_their_last_digits_and_nothing_else() {
        reads("[18446744073709552000]", json!([18446744073709552000.0]));
        reads("[-9223372036854776000]", json!([-9223372036854776000.0]));
        reads("{\"a\": 18446744073709552000}", json!({"a": 18446744073709552000.0}));
        reads("[18446744073709551615, .inf]", json!([u64::MAX, null]));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        reads("a: 1\na: 2", json!({"a": 2}));
        reads("{\"a\": 1, \"a\": 2}", json!({"a": 2}));
    }

    #[test]
    fn anchors_and_merge_keys_are_followed() {
        reads(
            "base: &b {x: 1, y: 2}\none:\n  <<: *b\n  x: 3\ntwo:\n  <<: [*b, {z: 4}]",
            json!({"base": {"x": 1, "y": 2}, "one": {"x": 3, "y": 2}, "two": {"x": 1, "y": 2, "z": 4}}),
        );
    }

    #[test]
    fn json_is_json_even_where_yaml_is_not() {
        reads("\u{feff}{\"a\": \"\\ud83d\\ude00\"}", json!({"a": "😀"}));
    }
}
