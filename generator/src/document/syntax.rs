//! Why a text is neither YAML nor JSON, in words that help: parsers say what they did not find, not what was meant.

use crate::diagnostic::{Diagnostic, rules};
use crate::document::locate::Location;
use crate::pointer::Pointer;

/// What the parsers cannot know, but the look of a text tells.
struct Mistake {
    /// Whether a text, with the line that a parser stopped at, makes this mistake; the line where it does.
    find: fn(&str, usize) -> Option<usize>,
    said: &'static str,
    help: &'static str,
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        find: |text, _| begins(text, &["<!doctype", "<html", "<?xml"]).then_some(1),
        said: "this is a page of the web or XML, not YAML or JSON",
        help: "save the document itself, not the page that shows it",
    },
    Mistake {
        find: |text, _| line_where(text, |it| it.starts_with("<<<<<<< ") || it.starts_with(">>>>>>> ")),
        said: "a merge left a conflict here",
        help: "keep one of the two versions, and take the marks out",
    },
    Mistake {
        find: |text, at| near(text, at, |it| it.trim_start_matches(' ').starts_with('\t')),
        said: "YAML cannot be indented by tabs",
        help: "indent by spaces",
    },
    Mistake {
        find: |text, at| {
            let is_json = text.trim_start().starts_with(['{', '[']);
            near(text, at, |it| is_json && it.trim_start().starts_with("//"))
        },
        said: "JSON has no comments",
        help: "take the comment out",
    },
    Mistake {
        find: |text, at| near(text, at, |it| value(it).is_some_and(|it| it.starts_with(['@', '`', '%']))),
        said: "a text in YAML cannot begin with this character",
        help: "put the text in quotes",
    },
    Mistake {
        find: |text, at| {
            let is_unquoted = |it: &str| !it.starts_with(['"', '\'', '|', '>', '{', '[', '&', '*', '#']);
            near(text, at, |it| value(it).is_some_and(|it| is_unquoted(it) && it.contains(": ")))
        },
        said: "a text in YAML that is not in quotes cannot have a colon before a space",
        help: "put the text in quotes",
    },
];

/// Explains why a text cannot be read; `diagnostic` is what a parser says, which is kept where nothing else is known.
pub(super) fn explained(text: &str, diagnostic: Diagnostic) -> Diagnostic {
    let at = diagnostic.location.as_ref().map_or(1, |it| it.start.line);
    let found = MISTAKES.iter().find_map(|mistake| Some((mistake, (mistake.find)(text, at)?)));
    match found {
        Some((mistake, line)) => rules::SYNTAX
            .at(&Pointer::root(), mistake.said)
            .help(mistake.help)
            .located(Location::of_line(text, line)),
        None => diagnostic,
    }
}

fn begins(text: &str, with: &[&str]) -> bool {
    let start: String = text.trim_start().chars().take(20).collect();
    with.iter().any(|it| start.to_lowercase().starts_with(it))
}

fn line_where(text: &str, is_it: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().position(is_it).map(|index| index + 1)
}

/// Looks at the line that a parser stopped at, and at the one before, where the mistake mostly is.
fn near(text: &str, at: usize, is_it: impl Fn(&str) -> bool) -> Option<usize> {
    let line = |number: usize| text.lines().nth(number.checked_sub(1)?);
    [at, at.saturating_sub(1)].into_iter().find(|number| line(*number).is_some_and(&is_it))
}

/// Returns what follows the key of a line.
fn value(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(": ")?;
    (!key.contains(['"', '\'', '{', '['])).then_some(value.trim_start())
}
