//! What the document says of itself, as a crate says it.

use crate::doc_text::phrase;

/// Returns how sentences name the API: its title, which always ends in `API`.
pub(super) fn name(title: &str) -> String {
    let title = phrase(title);
    if title.to_lowercase().ends_with("api") { title } else { format!("{title} API").trim_start().to_owned() }
}

/// Returns a version that cargo takes: the document's where it is one, else what can be read from it.
pub(super) fn version(text: &str) -> String {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let mut parts = text.split(['.', '-', '+', ' ', '_']).map_while(|part| part.parse::<u64>().ok());
    let mut next = || parts.next().unwrap_or_default();
    format!("{}.{}.{}", next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn any_version_becomes_one_that_cargo_takes() {
        let table = [
            ("1.2.3", "1.2.3"),
            ("v2", "2.0.0"),
            ("2020-03-02", "2020.3.2"),
            ("2026.11.0", "2026.11.0"),
            ("1.0.0-beta.1", "1.0.0"),
            ("latest", "0.0.0"),
            ("", "0.0.0"),
        ];
        for (text, expected) in table {
            assert_eq!(version(text), expected, "of {text:?}");
        }
    }
}
