//! Turns text that others wrote, such as the body of an answer, into text without our secrets.

use std::{
    fmt::{self, Write as _},
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use http::{HeaderMap, header};
use secrecy::{ExposeSecret, SecretString};

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// The secrets of a client, in every spelling in which an answer could repeat them.
///
/// Tokens come and go while a client is used, so secrets may be added at any time.
#[derive(Default)]
pub(crate) struct Redactor(RwLock<Vec<SecretString>>);

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} spellings)", self.spellings().len())
    }
}

impl Redactor {
    /// Adds a secret: as it is, and as URLs, JSON strings and HTML spell it.
    pub(crate) fn add(&self, secret: &str) {
        if self.spellings().iter().any(|known| known.expose_secret() == secret) {
            return;
        }
        let json = serde_json::Value::from(secret).to_string();
        let json = &json[1..json.len() - 1];
        let encoded = crate::path::encode(secret);
        let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let html = [html.replace('"', "&quot;").replace('\'', "&#39;"), html];
        let spellings =
            [secret, &encoded, &lower_escapes(&encoded), json, &json.replace('/', "\\/"), &html[0], &html[1]];
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for spelling in spellings {
            if !spelling.is_empty() && !known.iter().any(|known| known.expose_secret() == spelling) {
                known.push(spelling.into());
            }
        }
        // A secret may be the beginning of another one, and the rest of the longer must not remain.
        known.sort_by_key(|spelling| std::cmp::Reverse(spelling.expose_secret().len()));
    }

    fn spellings(&self) -> RwLockReadGuard<'_, Vec<SecretString>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the text without secrets.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        pieces(&self.spellings(), text).for_each(|piece| match piece {
            Piece::Char(c) => clean.push(c),
            Piece::Secret => clean.push_str(REDACTED),
        });
        clean
    }

    /// Returns the first `limit` characters of the text on one line: no secrets, and nothing that moves the cursor.
    ///
    /// Secrets are found before the text is cut, so that the cut leaves no half of one.
    pub(crate) fn excerpt(&self, text: &str, limit: usize) -> String {
        let mut clean = String::new();
        let spellings = self.spellings();
        let mut pieces = pieces(&spellings, text.trim());
        for piece in pieces.by_ref().take(limit) {
            match piece {
                Piece::Char(c) if moves_the_cursor(c) => clean.extend(c.escape_default()),
                Piece::Char(c) => clean.push(c),
                Piece::Secret => clean.push_str(REDACTED),
            }
        }
        if pieces.next().is_some() {
            clean.push('…');
        }
        clean
    }

    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        self.spellings().iter().any(|secret| {
            let secret = secret.expose_secret().as_bytes();
            text.windows(secret.len()).any(|window| window == secret)
        })
    }

    /// Marks the headers whose values `Debug` must not show.
    pub(crate) fn mark_sensitive(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            let secret_by_name =
                [&header::SET_COOKIE, &header::AUTHORIZATION, &header::COOKIE].contains(&name);
            if secret_by_name || self.is_in(value.as_bytes()) {
                value.set_sensitive(true);
            }
        }
    }
}

fn pieces<'a>(spellings: &'a [SecretString], mut text: &'a str) -> impl Iterator<Item = Piece> + 'a {
    std::iter::from_fn(move || {
        let secret = spellings.iter().find(|secret| text.starts_with(secret.expose_secret()));
        if let Some(secret) = secret {
            text = &text[secret.expose_secret().len()..];
            return Some(Piece::Secret);
        }
        let first = text.chars().next()?;
        text = &text[first.len_utf8()..];
        Some(Piece::Char(first))
    })
}

/// Spells `%2F` as `%2f`, and leaves all else.
fn lower_escapes(encoded: &str) -> String {
    let mut after_percent = usize::MAX;
    let lower = encoded.chars().map(|c| {
        after_percent = if c == '%' { 0 } else { after_percent.saturating_add(1) };
        if after_percent <= 2 { c.to_ascii_lowercase() } else { c }
    });
    lower.collect()
}

enum Piece {
    Char(char),
    Secret,
}

/// Control characters, and those that reverse the direction of text.
pub(crate) fn moves_the_cursor(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Shows a list of names where the values are secret.
pub(crate) fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for name in names {
        let separator = if list.is_empty() { "" } else { ", " };
        write!(list, "{separator}{name}").expect("writing to a string does not fail");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::Redactor;

    fn redactor(secrets: &[&str]) -> Redactor {
        let redactor = Redactor::default();
        secrets.iter().for_each(|secret| redactor.add(secret));
        redactor
    }

    #[test]
    fn secrets_are_replaced_in_every_spelling() {
        let redactor = redactor(&["se\"cret/1", "se", "A/B"]);
        for (text, clean) in [
            ("key se\"cret/1!", "key REDACTED!"),
            (r#"{"key":"se\"cret/1"}"#, r#"{"key":"REDACTED"}"#),
            ("?key=se%22cret%2F1", "?key=REDACTED"),
            ("?key=se%22cret%2f1", "?key=REDACTED"),
            (r#"{"key":"se\"cret\/1"}"#, r#"{"key":"REDACTED"}"#),
            ("<b>se&quot;cret/1</b>", "<b>REDACTED</b>"),
            ("?key=A%2fB", "?key=REDACTED"),
            ("sesecre", "REDACTEDREDACTEDcre"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(redactor.redact(text), clean);
        }
    }

    #[test]
    fn a_cut_leaves_no_half_of_a_secret() {
        assert_eq!(redactor(&["sesame"]).excerpt("open sesame now", 7), "open REDACTED …");
        assert_eq!(redactor(&["sesame"]).excerpt("open sesame", 6), "open REDACTED");
    }

    #[test]
    fn an_excerpt_is_one_harmless_line() {
        assert_eq!(
            redactor(&[]).excerpt("\n a\r\n\u{1b}[31mb\u{202e}\"\\ü \n", 100),
            "a\\r\\n\\u{1b}[31mb\\u{202e}\"\\ü"
        );
    }

    #[test]
    fn the_number_of_secrets_is_all_that_debug_shows() {
        assert_eq!(format!("{:?}", redactor(&["sesame"])), "Redactor(1 spellings)");
    }
}
