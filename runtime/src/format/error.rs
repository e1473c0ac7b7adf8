//! Says which text does not have the format that the document promises.

use std::{error, fmt};

/// How many characters of a text are kept: enough to know it again.
const LONGEST: usize = 80;

/// Says that a text has no value, because it is not written as the document promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    text: String,
    expected: &'static str,
    reason: String,
}

impl FormatError {
    pub(super) fn new(text: &str, expected: &'static str, reason: impl fmt::Display) -> Self {
        let cut = text.char_indices().nth(LONGEST).map(|(end, _)| format!("{}…", &text[..end]));
        Self { text: cut.unwrap_or_else(|| text.to_owned()), expected, reason: reason.to_string() }
    }

    /// Returns the text; of a long one only the beginning, which then ends in `…`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what was expected.
    #[must_use]
    pub fn expected(&self) -> &str {
        self.expected
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}: {}", self.text, self.expected, self.reason)
    }
}

impl error::Error for FormatError {}

#[cfg(test)]
mod tests {
    use super::FormatError;

    #[test]
    fn a_long_text_is_cut_where_a_character_ends() {
        let error = FormatError::new(&"ä".repeat(100), "a date", "it is long");
        assert_eq!(error.text(), format!("{}…", "ä".repeat(80)));
        assert_eq!(error.expected(), "a date");
        let error = FormatError::new("x", "a date", "it is short");
        assert_eq!(error.to_string(), "`x` is not a date: it is short");
    }
}
