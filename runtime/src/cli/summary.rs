//! Turns a JSON value into what a person reads of it on a terminal.
//!
//! ```text
//! status: COMPLETED
//! title: Rain
//! lines:
//!   - text: Drops on the roof
//!     seconds: 3.5
//! ```

use serde_json::Value;

use crate::redact::moves_the_cursor;

/// Returns a value as indented text, without what is null or empty, and without a line break at its end.
pub(super) fn summary(value: &Value) -> String {
    let mut text = String::new();
    write(value, "", &mut text);
    text.trim_end().to_owned()
}

/// Returns a text in which nothing moves the cursor of a terminal, but line breaks.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && moves_the_cursor(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Writes a value whose first line goes on where the text ends; `indent` is that of the next lines.
fn write(value: &Value, indent: &str, text: &mut String) {
    match value {
        Value::Object(members) => {
            let shown = members.iter().filter(|(_, value)| !is_empty(value));
            for (index, (name, value)) in shown.enumerate() {
                if index > 0 {
                    text.push_str(indent);
                }
                text.push_str(&visible(name).replace('\n', "\\n"));
                text.push(':');
                member(value, indent, text);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(indent);
                }
                text.push_str("- ");
                if is_empty(item) {
                    text.push('\n');
                } else {
                    write(item, &format!("{indent}  "), text);
                }
            }
        }
        Value::String(lines) => {
            let lines = visible(lines);
            text.push_str(&lines.trim_end().replace('\n', &format!("\n{indent}")));
            text.push('\n');
        }
        plain => text.push_str(&format!("{plain}\n")),
    }
}

/// Writes the value of a member: beside its name if it is a line, and otherwise below it.
fn member(value: &Value, indent: &str, text: &mut String) {
    let is_long = match value {
        Value::String(lines) => lines.trim_end().contains('\n'),
        Value::Object(_) | Value::Array(_) => true,
        _ => false,
    };
    if is_long {
        let indent = format!("{indent}  ");
        text.push('\n');
        text.push_str(&indent);
        write(value, &indent, text);
    } else {
        text.push(' ');
        write(value, indent, text);
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::summary;

    #[test]
    fn a_value_is_indented_text() {
        let value = json!({
            "title": "Rain", "cost": 1.5, "done": true, "cover": null, "tags": [], "extra": {"none": ""},
            "lyrics": "one\ntwo\n",
            "songs": [{"id": 1, "name": "a"}, {"id": 2, "words": ["x", "y"]}],
        });
        let lines = [
            "title: Rain",
            "cost: 1.5",
            "done: true",
            "lyrics:",
            "  one",
            "  two",
            "songs:",
            "  - id: 1",
            "    name: a",
            "  - id: 2",
            "    words:",
            "      - x",
            "      - y",
        ];
        assert_eq!(summary(&value), lines.join("\n"));
        assert_eq!(summary(&json!("text")), "text");
        assert_eq!(summary(&json!({})), "");
        assert_eq!(summary(&json!([[1, 2], [], {}, { "a": null }, 3])), "- - 1\n  - 2\n- \n- \n- \n- 3");
    }

    #[test]
    fn nothing_of_an_answer_moves_the_cursor() {
        let shown = summary(&json!({ "a\u{1b}[2J\n": "\u{1b}]0;title\u{7}\rx\u{9b}1m\u{202e}y" }));
        assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'), "{shown:?}");
    }
}
