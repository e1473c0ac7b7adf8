//! The changelog of a crate, with a draft of what the changed document changes for callers.
//!
//! A draft stands between two comments. The first says between which versions of the document it tells the difference,
//! and what its text was, so that one is written again only if nobody has edited it and its document was not committed.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use generator::{Changes, Format};

use crate::failure::Failure;

/// The name of the file in the folder of a crate; a crate without it gets no draft.
pub(crate) const FILE: &str = "CHANGELOG.md";

const HEADING: &str = "## Unreleased";
const BEGIN: &str = "<!-- drafted by `cargo xtask codegen`: ";
const END: &str = "<!-- end of the draft -->";

/// The versions of the document that changes are between, each by its fingerprint.
pub(crate) struct Span {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A draft in a changelog.
struct Draft<'t> {
    place: Range<usize>,
    from: &'t str,
    to: &'t str,
    /// What its text was when it was drafted.
    text: &'t str,
    body: &'t str,
}

/// Writes the draft into the changelog of a crate; returns whether there is a new one.
pub(crate) fn draft(folder: &Path, changes: &Changes, span: &Span) -> Result<bool, Failure> {
    let path = folder.join(FILE);
    let unusable =
        |doing, error: &io::Error| Failure::io(&path, doing, error, "make it a text that can be written");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unusable("read", &error)),
    };
    let has_returns = text.contains("\r\n");
    let plain = text.replace("\r\n", "\n");
    let drafted = with_draft(&plain, changes, span);
    if drafted != plain {
        let text = if has_returns { drafted.replace('\n', "\r\n") } else { drafted.clone() };
        fs::write(&path, text).map_err(|error| unusable("write", &error))?;
    }
    Ok(drafted != plain && !changes.is_empty())
}

/// Puts the draft into a changelog, in the place of those that were made on the way to this version of the document.
fn with_draft(text: &str, changes: &Changes, span: &Span) -> String {
    let mut text = text.to_owned();
    let is_there = drafts(&text).iter().any(|it| it.from == span.from && it.to == span.to);
    if is_there && !changes.is_empty() {
        return text;
    }
    let on_the_way = |it: &Draft<'_>| it.from == span.from && fingerprint(it.body) == it.text;
    let stale: Vec<_> = drafts(&text).into_iter().filter(on_the_way).map(|it| it.place).collect();
    for place in stale.into_iter().rev() {
        text.replace_range(place, "");
    }
    if changes.is_empty() {
        return text;
    }
    let body = format!("\n{}\n\n", changes.report(Format::Changelog, &|_| String::new()).trim());
    let own = fingerprint(&body);
    let at = unreleased(&mut text).start;
    let Span { from, to } = span;
    text.insert_str(at, &format!("\n{BEGIN}{from} to {to}, {own} -->\n{body}{END}\n"));
    text
}

/// Returns a name for a text, by which it is known again.
pub(crate) fn fingerprint(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(text.as_bytes()))
}

/// Finds the drafts below the heading of what is not released.
fn drafts(text: &str) -> Vec<Draft<'_>> {
    let Some(section) = section(text) else { return Vec::new() };
    let mut drafts = Vec::new();
    let begins: Vec<usize> =
        text[section.clone()].match_indices(BEGIN).map(|it| section.start + it.0).collect();
    for (index, start) in begins.iter().enumerate() {
        // A draft whose end was taken away is no longer one.
        let until = begins.get(index + 1).copied().unwrap_or(section.end);
        drafts.extend(draft_at(text, *start, until));
    }
    drafts
}

fn draft_at(text: &str, start: usize, until: usize) -> Option<Draft<'_>> {
    let (head, rest) = text[start + BEGIN.len()..until].split_once(" -->\n")?;
    let (from, to) = head.split_once(" to ")?;
    let (to, own) = to.split_once(", ")?;
    let (body, _) = rest.split_once(END)?;
    let end = until - rest.len() + body.len() + END.len();
    let end = end + usize::from(text[end..].starts_with('\n'));
    // The blank line before it came with it.
    let start = if text[..start].ends_with("\n\n") { start - 1 } else { start };
    Some(Draft { place: start..end, from, to, text: own, body })
}

/// Returns the section of what is not released, behind its heading; makes one where there is none.
fn unreleased(text: &mut String) -> Range<usize> {
    if let Some(section) = section(text) {
        return section;
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    // Releases come newest first, so the heading goes before the first of them.
    let at = headings(text).into_iter().next().map_or(text.len(), |(at, _)| at);
    let blank = if at == 0 || text[..at].ends_with("\n\n") { "" } else { "\n" };
    let after = if at == text.len() { "" } else { "\n" };
    text.insert_str(at, &format!("{blank}{HEADING}\n{after}"));
    let start = at + blank.len() + HEADING.len() + 1;
    start..start
}

fn section(text: &str) -> Option<Range<usize>> {
    let headings = headings(text);
    let is_it = |line: &str| {
        line.trim_start_matches('#').trim().trim_matches(['[', ']']).eq_ignore_ascii_case("unreleased")
    };
    let index = headings.iter().position(|(_, line)| is_it(line))?;
    let (at, line) = headings[index];
    let end = headings.get(index + 1).map_or(text.len(), |(at, _)| *at);
    Some((at + line.len()).min(end)..end)
}

/// Finds the headings of releases, outside of code.
fn headings(text: &str) -> Vec<(usize, &str)> {
    let mut headings = Vec::new();
    let (mut at, mut is_code) = (0, false);
    for line in text.split_inclusive('\n') {
        is_code ^= line.starts_with("```");
        if !is_code && line.starts_with("## ") {
            headings.push((at, line));
        }
        at += line.len();
    }
    headings
}

#[cfg(test)]
mod tests {
    use generator::{Change, ChangeKind, Class, Place, Pointer};

    use super::*;

    const START: &str = "# Changelog\n\n## 1.0.0\n\n- First.\n";

    /// Drafts that a method is new, between two versions of the document.
    fn drafted(text: &str, method: &str, from: &str, to: &str) -> String {
        let change = Change {
            class: Class::Addition,
            kind: ChangeKind::Added,
            noun: "method",
            entry: method.to_owned(),
            member: None,
            before: None,
            after: None,
            place: Place::New(Pointer::root()),
        };
        let changes = Changes { list: vec![change] };
        with_draft(text, &changes, &Span { from: from.to_owned(), to: to.to_owned() })
    }

    #[test]
    fn a_draft_is_written_again_until_its_document_is_committed() {
        let first = drafted(START, "Client::a", "1", "2");
        assert_eq!(drafted(&first, "Client::a", "1", "2"), first, "nothing has changed since");
        let second = drafted(&first, "Client::b", "1", "3");
        assert!(!second.contains("`Client::a`") && second.contains("`Client::b`"), "{second}");
        let undone = with_draft(&second, &Changes::default(), &Span { from: "1".into(), to: "1".into() });
        assert!(!undone.contains("Client::"), "{undone}");
        let third = drafted(&second, "Client::c", "3", "4");
        insta::assert_snapshot!(third, @"
        # Changelog

        ## Unreleased

        <!-- drafted by `cargo xtask codegen`: 3 to 4, b0a84a4e -->

        This asks for a minor version.

        ### Additions: what callers can use

        #### New method

        - `Client::c`

        <!-- end of the draft -->

        <!-- drafted by `cargo xtask codegen`: 1 to 3, 08142d2b -->

        This asks for a minor version.

        ### Additions: what callers can use

        #### New method

        - `Client::b`

        <!-- end of the draft -->

        ## 1.0.0

        - First.
        ");
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let edited = drafted(START, "Client::a", "1", "2").replace("`Client::a`", "by hand");
        let again = drafted(&edited, "Client::b", "1", "3");
        assert!(again.contains("by hand") && again.contains("`Client::b`"), "{again}");
        let endless = drafted(START, "Client::a", "1", "2").replace(END, "- by hand");
        let again = drafted(&endless, "Client::b", "1", "3");
        assert!(again.contains("by hand") && again.contains("- First."), "{again}");
        let released = drafted(START, "Client::a", "1", "2").replace(HEADING, "## 1.1.0");
        let again = drafted(&released, "Client::b", "1", "3");
        assert!(again.contains("`Client::a`") && again.contains("`Client::b`"), "{again}");
    }

    #[test]
    fn the_heading_is_found_or_made_wherever_releases_begin() {
        for text in
            ["", "# C", "## 1.0.0\n", "# C\n\n## [Unreleased]\n\n- by hand\n", "```\n## Unreleased\n```\n"]
        {
            let drafted = drafted(text, "Client::a", "1", "2");
            let headings = headings(&drafted);
            let first = headings.first().map(|(at, _)| *at).expect("there is one");
            let begins = drafted.find(BEGIN).expect("there is a draft");
            assert!(first < begins && headings.get(1).is_none_or(|(at, _)| begins < *at), "{drafted}");
        }
    }
}
