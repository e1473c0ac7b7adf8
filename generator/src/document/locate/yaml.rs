//! YAML to the steps of a walk through it.

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, StrInput};

use super::{Extent, Position, Step};

/// The steps of a text in YAML, up to where it is none.
pub(super) struct Steps<'text>(Parser<'text, StrInput<'text>>);

impl<'text> Steps<'text> {
    pub(super) fn of(text: &'text str) -> Self {
        Self(Parser::new_from_str(text))
    }
}

impl<'text> Iterator for Steps<'text> {
    type Item = (Step<'text>, Extent);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (event, span) = self.0.next()?.ok()?;
            let step = match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => continue,
                Event::StreamEnd | Event::DocumentEnd => return None,
                Event::MappingStart(..) => Step::Mapping,
                Event::SequenceStart(..) => Step::Sequence,
                Event::MappingEnd | Event::SequenceEnd => Step::End,
                Event::Scalar(text, ..) => Step::Scalar(text),
                Event::Alias(_) => Step::Alias,
            };
            return Some((step, (position(span.start), position(span.end))));
        }
    }
}

fn position(at: Marker) -> Position {
    Position { line: at.line(), column: at.col() + 1 }
}

/// Replaces halves of characters in escapes by blanks that are as long: JSON has them, and YAML refuses them.
pub(super) fn without_surrogates(text: &str) -> Cow<'_, str> {
    let is_half = |it: &str| {
        let mut digits = it.bytes().take(2);
        digits.next().is_some_and(|it| it.eq_ignore_ascii_case(&b'd'))
            && digits.next().is_some_and(|it| b"89abcdefABCDEF".contains(&it))
    };
    let mut parts = text.split("\\u");
    let first = parts.next().unwrap_or_default();
    if !parts.clone().any(is_half) {
        return Cow::Borrowed(text);
    }
    let mut blank = first.to_owned();
    for part in parts {
        blank.push_str("\\u");
        match part.get(4..) {
            Some(rest) if is_half(part) => blank.extend(["0020", rest]),
            _ => blank.push_str(part),
        }
    }
    Cow::Owned(blank)
}
