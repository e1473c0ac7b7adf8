//! Turns a path template and its parameters into a path whose shape the parameters cannot change.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything that could mean something in a URL.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// Appends what [`encode`] returns.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, RESERVED));
}

/// What a value in a query may hold of RFC 3986's reserved characters; the others are not allowed there, or mean something
/// between parameters.
const IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Appends the text with what OpenAPI's `allowReserved` leaves to be encoded. What is percent-encoded already stays as it
/// is: RFC 6570's reserved expansion.
pub(crate) fn push_reserved(url: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        url.extend(utf8_percent_encode(&rest[..at], IN_QUERY));
        let is_encoded = |it: &&str| it.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
        let kept = rest.get(at..at + 3).filter(is_encoded);
        url.push_str(kept.unwrap_or("%25"));
        rest = &rest[at + kept.map_or(1, str::len)..];
    }
    url.extend(utf8_percent_encode(rest, IN_QUERY));
}

/// Appends the template with each `{name}` filled; `parameters` are already encoded.
///
/// URL parsers take `.` and `..` for "this folder" and "the one above" in every spelling, so a segment that becomes
/// one of them would silently address another operation. The finished segments are checked, because a template may put
/// a parameter next to other text.
pub(crate) fn expand(url: &mut String, template: &str, parameters: &[(&str, String)]) -> Result<(), String> {
    let start = url.len();
    let mut rest = template;
    while let Some((literal, (name, after))) = split_placeholder(rest) {
        let Some((_, value)) = parameters.iter().rev().find(|(known, _)| *known == name) else {
            return Err(format!("the path parameter `{name}` has no value"));
        };
        if value.is_empty() {
            return Err(format!("the path parameter `{name}` is empty"));
        }
        push_literal(url, literal);
        url.push_str(value);
        rest = after;
    }
    push_literal(url, rest);
    let mut segments = url.as_bytes()[start..].split(|byte| *byte == b'/');
    match segments.position(|segment| matches!(segment, b"." | b"..")) {
        Some(index) => Err(format!(
            "the path segment `{}` would become `.` or `..`, which addresses another path",
            segment(template, index)
        )),
        None => Ok(()),
    }
}

/// Returns a segment of a template, in which the name of a parameter may have a slash.
fn segment(template: &str, index: usize) -> &str {
    let mut in_braces = false;
    let ends_segment = |it| {
        in_braces = it == '{' || in_braces && it != '}';
        it == '/' && !in_braces
    };
    template.split(ends_segment).nth(index).unwrap_or(template)
}

/// Appends text of a template. What follows a bare `#` would never be sent.
fn push_literal(url: &mut String, literal: &str) {
    literal.split_inclusive('#').for_each(|piece| match piece.strip_suffix('#') {
        Some(before) => url.extend([before, "%23"]),
        None => url.push_str(piece),
    });
}

fn split_placeholder(text: &str) -> Option<(&str, (&str, &str))> {
    let (literal, after) = text.split_once('{')?;
    Some((literal, after.split_once('}')?))
}

#[cfg(test)]
mod tests {
    use super::{encode, expand};

    fn expanded(template: &str, parameters: &[(&str, String)]) -> Result<String, String> {
        let mut url = String::new();
        expand(&mut url, template, parameters).map(|()| url)
    }

    fn expand_one(template: &str, value: &str) -> Result<String, String> {
        expanded(template, &[("id", encode(value))])
    }

    #[test]
    fn values_are_data() {
        for (value, path) in [
            ("7", "/items/7/status"),
            ("a-b._~C9", "/items/a-b._~C9/status"),
            ("a/b", "/items/a%2Fb/status"),
            ("a/../../admin", "/items/a%2F..%2F..%2Fadmin/status"),
            ("%2e%2e", "/items/%252e%252e/status"),
            ("...", "/items/.../status"),
            ("?x=1#y", "/items/%3Fx%3D1%23y/status"),
            ("a b+c", "/items/a%20b%2Bc/status"),
            ("{id}", "/items/%7Bid%7D/status"),
            ("ü\r\n", "/items/%C3%BC%0D%0A/status"),
        ] {
            assert_eq!(expand_one("/items/{id}/status", value).as_deref(), Ok(path), "{value:?}");
        }
    }

    #[test]
    fn values_that_would_change_the_path_are_refused() {
        for value in ["", ".", ".."] {
            let problem = expand_one("/items/{id}/status", value).unwrap_err();
            assert!(problem.contains("id"), "{value:?}: {problem}");
        }
        let dots = [("a", ".".to_owned()), ("b", ".".to_owned())];
        assert!(expanded("/{a}{b}", &dots).is_err());
    }

    #[test]
    fn a_parameter_may_share_its_segment() {
        assert_eq!(expand_one("/{id}.json", "..").as_deref(), Ok("/...json"));
        let parameters = [("from", "1".to_owned()), ("to", "2".to_owned())];
        assert_eq!(expanded("/{from}...{to}", &parameters).as_deref(), Ok("/1...2"));
    }

    #[test]
    fn a_name_may_have_a_slash() {
        let parameters = [("a/b", "1".to_owned()), ("c", "..".to_owned())];
        assert_eq!(expanded("/{a/b}/d", &parameters).as_deref(), Ok("/1/d"));
        assert!(expanded("/{a/b}/{c}", &parameters).is_err());
    }

    #[test]
    fn a_fragment_of_the_template_is_sent() {
        assert_eq!(expand_one("/#a/{id}#b", "7").as_deref(), Ok("/%23a/7%23b"));
    }

    #[test]
    fn an_unfilled_parameter_is_refused() {
        assert!(expand_one("/{id}/{other}", "7").unwrap_err().contains("`other`"));
    }
}
