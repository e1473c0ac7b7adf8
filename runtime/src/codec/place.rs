//! Turns the line and column at which decoding stopped into the path of the value there, such as `items[1].id`.
//!
//! The path is wanted for errors only. To keep one while decoding would double the time that every answer takes, and
//! the code for every type.

use serde::de::DeserializeOwned;

/// Why JSON text is not of a type, and where.
#[derive(Debug)]
pub(crate) struct Misfit {
    pub(crate) reason: serde_json::Error,
    /// The way to the value; nothing for the whole text.
    pub(crate) path: Option<String>,
}

/// Decodes JSON text.
pub(crate) fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, Misfit> {
    serde_json::from_slice(json).map_err(|reason| Misfit { path: path(json, offset(json, &reason)), reason })
}

/// Returns how many bytes were read before the error. At the end of the text something is missing, so that it is not
/// about the last value that has ended.
fn offset(json: &[u8], error: &serde_json::Error) -> usize {
    let before = json.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    before.map(<[u8]>::len).sum::<usize>() + error.column() + usize::from(error.is_eof())
}

/// A list or an object that has not ended.
enum Open {
    List {
        index: usize,
    },
    /// The key is that of a value that has not ended.
    Object {
        key: Option<String>,
        is_key_next: bool,
    },
}

/// Returns the path of the innermost value that the offset is in, or that ends or begins there.
fn path(json: &[u8], offset: usize) -> Option<String> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(byte) = json.get(at).filter(|_| at <= offset) {
        match byte {
            b'{' | b'[' if at == offset => break,
            b'{' => open.push(Open::Object { key: None, is_key_next: true }),
            b'[' => open.push(Open::List { index: 0 }),
            b'}' | b']' if at + 1 == offset => {
                open.pop();
                break;
            }
            b'}' | b']' => {
                open.pop();
                end_value(&mut open);
            }
            b',' => match open.last_mut() {
                Some(Open::List { index }) => *index += 1,
                Some(Open::Object { is_key_next, .. }) => *is_key_next = true,
                None => {}
            },
            b' ' | b'\t' | b'\r' | b'\n' | b':' => {}
            _ => {
                let end = at + scalar(&json[at..]);
                match open.last_mut() {
                    Some(Open::Object { key, is_key_next: is_next @ true }) => {
                        *key = serde_json::from_slice(&json[at..end]).ok();
                        *is_next = false;
                    }
                    _ if offset <= end => break,
                    _ => end_value(&mut open),
                }
                at = end;
                continue;
            }
        }
        at += 1;
    }
    written(&open)
}

fn end_value(open: &mut [Open]) {
    if let Some(Open::Object { key, .. }) = open.last_mut() {
        *key = None;
    }
}

/// Returns how long a text, number or word is that JSON begins with.
fn scalar(json: &[u8]) -> usize {
    if json.first() != Some(&b'"') {
        let ends = |byte: &u8| b",:]}{[\" \t\r\n".contains(byte);
        return json.iter().position(ends).unwrap_or(json.len()).max(1);
    }
    let mut is_escaped = true;
    let end = json.iter().position(|byte| {
        let is_end = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(json.len(), |end| end + 1)
}

fn written(open: &[Open]) -> Option<String> {
    let mut path = String::new();
    for step in open {
        match step {
            Open::List { index } => path.push_str(&format!("[{index}]")),
            // The place of a key is that of its object.
            Open::Object { key: None, .. } => {}
            Open::Object { key: Some(key), .. } if path.is_empty() => path.push_str(key),
            Open::Object { key: Some(key), .. } => path.push_str(&format!(".{key}")),
        }
    }
    Some(path).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::decode;
    use crate::{Value, object};

    #[derive(Debug)]
    struct Item {
        id: i64,
        name: Option<String>,
        tags: Option<Vec<String>>,
        inner: Option<BTreeMap<String, Vec<bool>>>,
    }
    object! {
        Item { required id = "id", optional name = "name", optional tags = "tags", optional inner = "inner" }
    }

    /// The places are those that a decoder finds that keeps the path all the time.
    #[test]
    fn the_place_of_an_error_is_found_from_its_position() {
        for json in [
            r#"[{"id":1},{"id":"x"}]"#,
            r#"[{"id":1},{"name":"a"}]"#,
            r#"[{"id":1,"name":5,"tags":[]}]"#,
            r#"[{"id":1,"name":{"deep":[1,2]}}]"#,
            r#"[{"id":1,"name":["x"]}]"#,
            r#"[{"id":1,"tags":["a","b",{}]}]"#,
            r#"[{"id":1,"tags":["a", 7 ,"c"]}]"#,
            r#"[{"id":1,"tags":"x"}]"#,
            r#"[{"id":1,"inner":{"a\"]b":[true, false , 0]}}]"#,
            r#"[{"id":1,"inner":{"a":[true],"b":{"c":[1]}}}]"#,
            r#"[{"id":1,"inner":{"a":null}}]"#,
            "[\n  {\n    \"id\": 1,\n    \"tags\": [\n      \"ü\",\n      null\n    ]\n  }\n]",
            r#"{"id":1}"#,
            "3",
            "[3]",
            r#"["x"]"#,
            "[[]]",
        ] {
            let kept = serde_path_to_error::deserialize::<_, Vec<Item>>(
                &mut serde_json::Deserializer::from_slice(json.as_bytes()),
            );
            let kept = kept.unwrap_err().path().to_string();
            let kept = Some(kept).filter(|path| path != "." && path != "?");
            let found = decode::<Vec<Item>>(json.as_bytes()).unwrap_err();
            assert_eq!(found.path, kept, "{json}: {}", found.reason);
        }
    }

    #[test]
    fn what_is_not_json_has_the_place_where_it_stops_being_it() {
        for (json, path) in [
            (r#"[{"id":1},{"id":trap}]"#, Some("[1].id")),
            (r#"[1] x"#, None),
            (r#"[{"id":1},{"#, Some("[1]")),
            (r#"{"id":[1]"#, None),
            ("<html>", None),
            ("", None),
            ("\"\\", None),
            (r#"[{"a":"\u00"#, Some("[0]")),
        ] {
            let found = decode::<Value>(json.as_bytes()).unwrap_err();
            assert_eq!(found.path.as_deref(), path, "{json}: {}", found.reason);
        }
    }
}
