//! The text of a `$ref`: which file and place it means, and how a component is named after it.

use serde_json::Value;

use crate::doc_text::code;
use crate::pointer::Pointer;

/// Says that a reference leads nowhere.
pub(super) fn leads_nowhere(reference: &str) -> String {
    format!("{} leads nowhere", said(reference))
}

/// Names a reference as it is written.
pub(crate) fn said(reference: &str) -> String {
    code(&format!("$ref: {reference}"))
}

/// The words of a pointer that are OpenAPI's and not the document's.
const STRUCTURE: &[&str] = &[
    "components",
    "schemas",
    "properties",
    "items",
    "paths",
    "content",
    "schema",
    "allOf",
    "anyOf",
    "oneOf",
    "responses",
    "parameters",
    "requestBody",
    "requestBodies",
    "$defs",
    "definitions",
    "headers",
    "additionalProperties",
];

/// Makes a name from the last words of a reference: those of the pointer, or the name of the file.
pub(super) fn name_of(reference: &str) -> String {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = Pointer::from_fragment(&format!("#{fragment}")).unwrap_or_default();
    let words = pointer.tokens().filter(|it| !STRUCTURE.contains(&it.as_str()));
    let words: Vec<String> = words.map(|it| clean(&it)).filter(|it| !it.is_empty()).collect();
    let stem = file.rsplit('/').next().and_then(|it| it.split('.').next()).map(clean).unwrap_or_default();
    let start = words.len().saturating_sub(3);
    match words[start..].join("-") {
        name if !name.is_empty() => name,
        _ if !stem.is_empty() => stem,
        _ => "Document".to_owned(),
    }
}

/// Leaves out what a reference cannot have in a component's name.
fn clean(word: &str) -> String {
    let words = word.split(|it: char| !it.is_alphanumeric() && !"_.-".contains(it));
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("-")
}

/// Makes the references of a copy lead where they led in the file that it is from.
pub(super) fn rebase(value: &mut Value, file: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| rebase(it, file)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => *reference = absolute(reference, file),
                    member => rebase(member, file),
                }
            }
        }
        _ => {}
    }
}

fn absolute(reference: &str, file: &str) -> String {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.is_empty() {
        return format!("{file}#{fragment}");
    }
    match file.rsplit_once('/') {
        Some((folder, _)) if !path.contains("://") => format!("{folder}/{path}#{fragment}"),
        _ => format!("{path}#{fragment}"),
    }
}

/// Returns a path without `.` and `..`; nothing outside of the document's folder has one, and no URL.
pub(super) fn normal(path: &str) -> Option<String> {
    if path.contains("://") || path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/")).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{name_of, normal};

    #[test]
    fn paths_stay_in_the_folder() {
        for (path, expected) in [
            ("a.yaml", Some("a.yaml")),
            ("./a/./b.yaml", Some("a/b.yaml")),
            ("a/../b.yaml", Some("b.yaml")),
            ("../a.yaml", None),
            ("a/../../b.yaml", None),
            ("/etc/passwd", None),
            ("https://example.com/a.yaml", None),
            ("C:\\a.yaml", None),
            (".", None),
        ] {
            assert_eq!(normal(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_name_is_made_of_the_last_words() {
        for (reference, name) in [
            ("#/components/schemas/Pet/properties/owner", "Pet-owner"),
            (
                "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema",
                "get-200-application-json",
            ),
            ("schemas/Pet.yaml", "Pet"),
            ("common.yaml#/components/schemas/Error", "Error"),
            ("#/", "Document"),
        ] {
            assert_eq!(name_of(reference), name);
        }
    }
}
