//! Runtime expressions: what a value in a link or an extension refers to.

use crate::pointer::Pointer;

/// What a text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// Itself.
    Constant,
    /// A place in a body.
    Body(Side, Pointer),
    /// Something else that is only known at run time.
    Other,
}

/// Whose body an expression refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

/// Reads a text: `$response.body#/id`, in braces or not, or a constant.
pub(super) fn parse(text: &str) -> Expression {
    let braced = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    let inner = braced.filter(|it| it.starts_with('$')).unwrap_or(text);
    if !inner.starts_with('$') {
        // A text with an expression somewhere in it is as little known as the expression.
        return if text.contains("{$") { Expression::Other } else { Expression::Constant };
    }
    let sides = [("$request.body", Side::Request), ("$response.body", Side::Response)];
    let found = sides.iter().find_map(|(start, side)| Some((*side, inner.strip_prefix(start)?)));
    match found {
        Some((side, "")) => Expression::Body(side, Pointer::root()),
        Some((side, rest)) => {
            Pointer::from_fragment(rest).map_or(Expression::Other, |it| Expression::Body(side, it))
        }
        None => Expression::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_in_bodies_are_understood() {
        let body = |side, text| Expression::Body(side, Pointer::from_fragment(text).expect("a pointer"));
        let table = [
            ("MUSIC", Expression::Constant),
            ("{plain}", Expression::Constant),
            ("$response.body", body(Side::Response, "#")),
            ("$response.body#/a~1b/c%20d", body(Side::Response, "#/a~1b/c d")),
            ("{$request.body#/url}", body(Side::Request, "#/url")),
            ("$response.header.location", Expression::Other),
            ("$response.bodyguard", Expression::Other),
            ("$url", Expression::Other),
            ("job-{$response.body#/id}", Expression::Other),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text), expected, "of {text:?}");
        }
    }
}
