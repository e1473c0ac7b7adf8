//! Turns the beginning of a JSON text into the members and items that are whole: a paid job has its id in there.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads a body as far as it is JSON. What is cut off, or broken, is left out.
///
/// Bytes that are no text become `�`, for they are seldom in the id.
pub(crate) fn salvage(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
    if let Ok(value) = serde_json::from_str(&text) {
        return value;
    }
    let body = text.as_bytes();
    let mut value = Value::Null;
    // A number that nothing follows may be the beginning of a longer one, and so the id of another job.
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let whole = body.iter().rposition(|byte| !is_part(byte)).map_or(0, |last| last + 1);
    // The error is why this function is called, and says nothing more.
    let _ = Slot(&mut value).deserialize(&mut serde_json::Deserializer::from_slice(&body[..whole]));
    value
}

/// Keeps each member and each item as soon as it is read; what is not read stays `null`.
struct Slot<'a>(&'a mut Value);

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        *self.0 = Value::Object(Map::new());
        while let Some(name) = members.next_key::<String>()? {
            members.next_value_seed(Slot(&mut self.0[name]))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut kept = Vec::new();
        let outcome = loop {
            let mut item = Value::Null;
            let read = items.next_element_seed(Slot(&mut item));
            match read {
                Ok(Some(())) => kept.push(item),
                Ok(None) => break Ok(()),
                Err(error) => {
                    kept.push(item);
                    break Err(error);
                }
            }
        };
        *self.0 = Value::Array(kept);
        outcome
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.0 = text.into();
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_bool<E>(self, is_so: bool) -> Result<(), E> {
        *self.0 = is_so.into();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::salvage;

    #[test]
    fn whole_members_are_kept() {
        for (body, expected) in [
            (r#"{"a":1,"b":"x"}"#, json!({"a": 1, "b": "x"})),
            (r#"{"a":1,"b":"x"#, json!({"a": 1, "b": null})),
            (r#"{"a":{"deep":[1]},"b"#, json!({"a": {"deep": [1]}})),
            (r#"{"a":{"deep":[1,{"id":"x","b":[tru"#, json!({"a": {"deep": [1, {"id": "x", "b": [null]}]}})),
            (r#"{"a":[true,-1,1.5,null],"#, json!({"a": [true, -1, 1.5, null]})),
            (r#"{"a":1,}"#, json!({"a": 1})),
            (r#"{"a":1,"b":12"#, json!({"a": 1, "b": null})),
            (r#"{"a":1,"b":-1.5e"#, json!({"a": 1, "b": null})),
            (r#"{"a":1,"b":12 "#, json!({"a": 1, "b": 12})),
            ("", json!(null)),
            ("<html>", json!(null)),
            ("[1,", json!([1, null])),
            ("[1]", json!([1])),
        ] {
            assert_eq!(salvage(body.as_bytes()), expected, "{body}");
        }
    }
}
