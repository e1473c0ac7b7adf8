//! Problems to text for people: each with the line it is about, underlined, and what to do, as rustc shows them.

use std::fmt;
use std::iter;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, Texts};
use crate::doc_text::is_invisible;
use crate::document::{Location, Position};

/// How long a line is that people write, in bytes. Of a longer one only this much is looked at.
const LINE: usize = 2000;

/// How much of such a line is shown before what is underlined, in characters.
const BEFORE: usize = 60;

/// All problems of one run, to be shown to people.
#[derive(Debug)]
pub struct Report<'a> {
    found: &'a [Diagnostic],
    texts: &'a Texts,
    file: &'a str,
    colored: bool,
}

impl<'a> Report<'a> {
    pub(super) fn new(found: &'a [Diagnostic], texts: &'a Texts, file: &'a str) -> Self {
        Self { found, texts, file, colored: false }
    }

    /// Shows it in colors, with the escape codes of terminals.
    #[must_use]
    pub fn colored(mut self, colored: bool) -> Self {
        self.colored = colored;
        self
    }

    fn name(&self, location: Option<&Location>) -> String {
        shown(&location.map_or_else(|| self.file.to_owned(), |it| it.path(self.file)))
    }

    fn lines(&self, location: &Location) -> Option<Lines<'a>> {
        let text = match &location.file {
            None => &self.texts.document,
            Some(file) => self.texts.files.get(file)?,
        };
        Lines::of(text, location)
    }

    fn group(&self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(shown(&diagnostic.message)).id(diagnostic.rule.code);
        let mut group = self.place(
            title.elements(Vec::<Origin<'_>>::new()),
            diagnostic.location.as_deref(),
            AnnotationKind::Primary,
            None,
        );
        for related in &diagnostic.related {
            let label = Some(shown(&related.message));
            group = self.place(group, related.location.as_deref(), AnnotationKind::Context, label);
        }
        group = group.element(Level::NOTE.with_name("at").message(diagnostic.pointer.to_string()));
        group.element(Level::HELP.message(shown(&diagnostic.help)))
    }

    /// Counts the columns of a line from its beginning where only a part of it is shown.
    fn with_whole_columns(&self, mut text: String, diagnostic: &Diagnostic) -> String {
        let related = diagnostic.related.iter().map(|it| it.location.as_deref());
        for location in iter::once(diagnostic.location.as_deref()).chain(related).flatten() {
            let cut = self.lines(location).map_or(0, |it| it.cut);
            let place =
                |column: usize| format!("{}:{}:{column}", self.name(Some(location)), location.start.line);
            if cut > 0 {
                text = text.replacen(&place(location.start.column - cut), &place(location.start.column), 1);
            }
        }
        text
    }

    /// Adds a place to what is shown of a problem.
    fn place(
        &self,
        group: Group<'a>,
        location: Option<&Location>,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Group<'a> {
        let name = self.name(location);
        let Some(location) = location else { return group.element(Origin::path(name)) };
        let Position { line, column } = location.start;
        let Some(lines) = self.lines(location) else {
            return group.element(Origin::path(name).line(line).char_column(column));
        };
        let annotation = kind.span(lines.marked).label(label);
        let snippet = Snippet::source(lines.shown).line_start(line).annotation(annotation);
        group.element(snippet.path(name))
    }
}

/// The line of a place, and which of its bytes are underlined.
struct Lines<'a> {
    shown: &'a str,
    marked: Range<usize>,
    /// How many characters of the line are left out before what is shown.
    cut: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, location: &Location) -> Option<Self> {
        let line = text.split('\n').nth(location.start.line.checked_sub(1)?)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let byte = |column: usize| {
            line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(byte, _)| byte)
        };
        let (start, end) = (byte(location.start.column), byte(location.end.column));
        if line.len() <= LINE {
            return Some(Self { shown: line, marked: start..end.max(start), cut: 0 });
        }
        let first = line[..start].char_indices().rev().take(BEFORE).last().map_or(start, |(byte, _)| byte);
        let last = line[start..].char_indices().nth(3 * BEFORE).map_or(line.len(), |(byte, _)| start + byte);
        let end = end.clamp(start, last);
        let cut = line[..first].chars().count();
        Some(Self { shown: &line[first..last], marked: start - first..end - first, cut })
    }
}

/// Shows text of the document on one line, with nothing in it that a terminal would obey.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c }).collect()
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renderer = if self.colored { Renderer::styled() } else { Renderer::plain() };
        for (index, diagnostic) in self.found.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            let text = renderer.render(&[self.group(diagnostic)]);
            f.write_str(&self.with_whole_columns(text, diagnostic))?;
        }
        Ok(())
    }
}
