//! JSON Pointers (RFC 6901) into the document, written as URI fragments: `#/paths/~1pets/get`.
//!
//! What would break a line or hide is percent-encoded; all else that a strict URI would encode stays readable.

use std::fmt;

use crate::doc_text::is_invisible;

/// A place in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer that is written as a URI fragment.
    pub(crate) fn from_fragment(text: &str) -> Option<Self> {
        let pointer = percent_decoded(text.strip_prefix('#')?)?;
        (pointer.is_empty() || pointer.starts_with('/')).then_some(Self(pointer))
    }

    /// Reads a pointer as JSON strings have it, without the `#` and with nothing encoded.
    pub(crate) fn from_plain(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns whether this place is another one, or inside of it.
    pub(crate) fn is_in(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the place that is in another one as this is in `from`, which has to hold it.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Self {
        Self(format!("{}{}", to.0, self.0.get(from.0.len()..).unwrap_or_default()))
    }

    /// Returns the pointer as JSON strings have it, without the `#` and with nothing encoded.
    pub(crate) fn plain(&self) -> &str {
        &self.0
    }

    /// Returns the names and numbers on the way.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the pointer to a member or an item of the value this one points to.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// Returns the pointer to what holds this place, unless it is the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        for c in self.0.chars() {
            if c == '%' || c.is_whitespace() || is_invisible(c) {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().try_for_each(|byte| write!(f, "%{byte:02X}"))?;
            } else {
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}
