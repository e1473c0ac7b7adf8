//! From a JSON Pointer back to the line and column of the text. Done only for places that a diagnostic names.

use std::collections::BTreeMap;
use std::fmt;

use saphyr_parser::{Event, Parser, Span, StrInput};

use crate::pointer::Pointer;

/// A place in the text, counted from 1 as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Finds places in the text; one that is not written there has the position of what would hold it.
pub(super) fn locate<'a>(
    text: &str,
    pointers: impl Iterator<Item = &'a Pointer>,
) -> BTreeMap<Pointer, Position> {
    let mut index = BTreeMap::new();
    // A text that the position parser cannot follow to its end still has positions up to there.
    let _ = Walk { parser: Parser::new_from_str(text), index: &mut index }.document();
    pointers.filter_map(|pointer| Some((pointer.clone(), nearest(&index, pointer)?))).collect()
}

fn nearest(index: &BTreeMap<Pointer, Position>, pointer: &Pointer) -> Option<Position> {
    let mut place = Some(pointer.clone());
    while let Some(it) = place {
        if let Some(position) = index.get(&it) {
            return Some(*position);
        }
        place = it.parent();
    }
    None
}

/// Follows the events of the parser and notes where each value begins; a member begins with its key.
struct Walk<'i, 'text> {
    parser: Parser<'text, StrInput<'text>>,
    index: &'i mut BTreeMap<Pointer, Position>,
}

impl<'text> Walk<'_, 'text> {
    fn document(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (event, span) => {
                    self.index.insert(Pointer::root(), position(span));
                    return self.value(event, &Pointer::root());
                }
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'text>, Span)> {
        self.parser.next()?.ok()
    }

    fn value(&mut self, event: Event<'text>, pointer: &Pointer) -> Option<()> {
        match event {
            Event::MappingStart(..) => self.mapping(pointer),
            Event::SequenceStart(..) => self.sequence(pointer),
            _ => Some(()),
        }
    }

    fn mapping(&mut self, pointer: &Pointer) -> Option<()> {
        loop {
            let (event, span) = self.next()?;
            let child = match event {
                Event::MappingEnd => return Some(()),
                Event::Scalar(key, ..) => pointer.child(key),
                // A key that is itself a mapping or a list cannot be in an OpenAPI document.
                _ => return None,
            };
            self.index.insert(child.clone(), position(span));
            let (event, _) = self.next()?;
            self.value(event, &child)?;
        }
    }

    fn sequence(&mut self, pointer: &Pointer) -> Option<()> {
        for item in 0.. {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                break;
            }
            let child = pointer.child(item);
            self.index.insert(child.clone(), position(span));
            self.value(event, &child)?;
        }
        Some(())
    }
}

fn position(span: Span) -> Position {
    Position { line: span.start.line(), column: span.start.col() + 1 }
}
