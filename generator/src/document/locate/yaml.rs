//! YAML to the steps of a walk through it.

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
