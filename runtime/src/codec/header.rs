//! Turns the documented headers of an answer into the members of a struct.

use http::{HeaderMap, header};

/// A type that the text of a header can be.
pub trait FromHeader: Sized {
    /// Reads the text; nothing when it is not of this type.
    fn from_header(text: &str) -> Option<Self>;
}

/// Reads a header; nothing when it is missing or not of this type, because an answer is worth more than a header of it.
#[must_use]
pub fn read<T: FromHeader>(headers: &HeaderMap, name: &str) -> Option<T> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| str::from_utf8(line.as_bytes()).ok());
    // Lines of the same name are one list, but for this header, whose values have commas of their own.
    let is_list = !name.eq_ignore_ascii_case(header::SET_COOKIE.as_str());
    let lines: Vec<_> = lines.take(if is_list { usize::MAX } else { 1 }).collect();
    if lines.is_empty() { None } else { T::from_header(lines.join(", ").trim()) }
}

impl FromHeader for String {
    fn from_header(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromHeader for bool {
    fn from_header(text: &str) -> Option<Self> {
        text.to_ascii_lowercase().parse().ok()
    }
}

macro_rules! from_header_by_parsing {
    ($($type:ty)*) => {
        $(impl FromHeader for $type {
            fn from_header(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        })*
    };
}

from_header_by_parsing! { i8 i16 i32 i64 u8 u16 u32 u64 f64 }

impl<T: FromHeader> FromHeader for Vec<T> {
    fn from_header(text: &str) -> Option<Self> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(T::from_header).collect()
    }
}

/// Lets a struct of optional members be read from the headers of an answer.
///
/// `headers! { RateLimit { limit = "X-RateLimit-Limit" } }` gives `RateLimit::from(&answer.headers)`.
#[macro_export]
macro_rules! headers {
    ($type:ident { $($field:ident = $name:literal),* $(,)? }) => {
        impl ::core::convert::From<&$crate::HeaderMap> for $type {
            fn from(headers: &$crate::HeaderMap) -> Self {
                Self { $($field: $crate::codec::header::read(headers, $name)),* }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{FromHeader, read};

    fn of<T: FromHeader>(name: &'static str, lines: &[&'static [u8]]) -> Option<T> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static_bytes(line));
        }
        read(&headers, name)
    }

    trait FromStaticBytes {
        fn from_static_bytes(bytes: &'static [u8]) -> Self;
    }

    impl FromStaticBytes for HeaderValue {
        fn from_static_bytes(bytes: &'static [u8]) -> Self {
            Self::from_bytes(bytes).expect("it can stand in a header")
        }
    }

    #[test]
    fn what_fits_is_read_and_the_rest_is_missing() {
        assert_eq!(of::<i64>("x-limit", &[b" 20 "]), Some(20));
        assert_eq!(of::<i64>("x-limit", &[b"many"]), None);
        assert_eq!(of::<u8>("x-limit", &[b"256"]), None);
        assert_eq!(of::<i64>("x-limit", &[]), None);
        assert_eq!(of::<f64>("x-cost", &[b"0.5"]), Some(0.5));
        assert_eq!(of::<bool>("x-last", &[b"True"]), Some(true));
        assert_eq!(of::<String>("x-name", &["größe".as_bytes()]), Some("größe".to_owned()));
        assert_eq!(of::<String>("x-name", &[b"\xff"]), None);
    }

    #[test]
    fn lines_of_one_name_are_a_list() {
        assert_eq!(of::<Vec<u8>>("x-ids", &[b"1, 2", b"3"]), Some(vec![1, 2, 3]));
        assert_eq!(of::<Vec<u8>>("x-ids", &[b""]), Some(Vec::new()));
        assert_eq!(of::<String>("link", &[b"<a>", b"<b>"]), Some("<a>, <b>".to_owned()));
        assert_eq!(of::<String>("set-cookie", &[b"a=1", b"b=2"]), Some("a=1".to_owned()));
    }
}
