//! The commands of the command line: JSON with marks in its texts, and nothing unseen in those that a terminal shows.

use serde_json::Value;

use super::files::is_unseen;
use super::marked::marks;

pub(super) fn check(text: &str) -> Result<(), String> {
    let commands: Value = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    let found = look(&commands, "")?;
    let written = marks(text).len();
    if written == found { Ok(()) } else { Err(format!("has {written} marks, {found} of them in texts")) }
}

/// Looks at what a member has, and returns how many marks are in it.
fn look(value: &Value, name: &str) -> Result<usize, String> {
    match value {
        Value::String(text) => {
            if !is_fine(text, name) {
                return Err(format!("has the {name} {text:?}"));
            }
            Ok(marks(text).len())
        }
        Value::Array(items) => items.iter().map(|it| look(it, name)).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| match name {
                // The outputs of jobs are found by the operation that reports on them.
                "outputs" => Ok(marks(key).len() + look(value, "output")?),
                _ if marks(key).is_empty() => {
                    look(value, if is_command(members, key) { "command" } else { key })
                }
                _ => Err(format!("has a mark in the name of the member {key}")),
            })
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(0),
    }
}

/// Whether a member is the name of a command, and not one on the wire.
fn is_command(members: &serde_json::Map<String, Value>, key: &str) -> bool {
    key == "name" && (members.contains_key("operation") || members.contains_key("operations"))
}

/// Whether a terminal shows a text as it is; what is sent has to stay whatever it is.
fn is_fine(text: &str, name: &str) -> bool {
    match name {
        "about" | "details" | "help" => !text.contains(|c| c != '\n' && is_unseen(c)),
        "command" | "flag" => {
            text.starts_with(char::is_alphanumeric) && text.chars().all(|c| c.is_alphanumeric() || c == '-')
        }
        _ => true,
    }
}
