//! Turns the beginning of a JSON object into the members that are whole: a paid job has its id in there.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
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
    let mut members = Map::new();
    // A number that nothing follows may be the beginning of a longer one, and so the id of another job.
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let whole = body.iter().rposition(|byte| !is_part(byte)).map_or(0, |last| last + 1);
    // The error is why this function is called, and says nothing more.
    let _ = Members(&mut members).deserialize(&mut serde_json::Deserializer::from_slice(&body[..whole]));
    Value::Object(members)
}

/// Keeps each member as soon as it is read.
struct Members<'a>(&'a mut Map<String, Value>);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some((name, value)) = members.next_entry()? {
            self.0.insert(name, value);
        }
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
            (r#"{"a":1,"b":"x"#, json!({"a": 1})),
            (r#"{"a":{"deep":[1]},"b"#, json!({"a": {"deep": [1]}})),
            (r#"{"a":1,}"#, json!({"a": 1})),
            (r#"{"a":1,"b":12"#, json!({"a": 1})),
            (r#"{"a":1,"b":-1.5e"#, json!({"a": 1})),
            (r#"{"a":1,"b":12 "#, json!({"a": 1, "b": 12})),
            ("", json!({})),
            ("<html>", json!({})),
            ("[1,", json!({})),
            ("[1]", json!([1])),
        ] {
            assert_eq!(salvage(body.as_bytes()), expected, "{body}");
        }
    }
}
