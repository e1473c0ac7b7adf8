//! The changelog of a crate, with a draft of what the changed document changes for callers.
//!
//! A draft stands between two comments and names the document it was made for. It is written again when the document
//! changes before it is committed; one that was committed, or edited since, is left alone.

use std::fs;
use std::io;
use std::path::Path;

use generator::{Changes, Format};

use crate::committed;
use crate::failure::Failure;

/// The name of the file in the folder of a crate; a crate without it gets no draft.
pub(crate) const FILE: &str = "CHANGELOG.md";

/// The heading under which a draft stands.
const UNRELEASED: &str = "## Unreleased\n";

const BEGIN: &str = "<!-- drafted by `cargo xtask codegen` for document ";
const END: &str = "<!-- end of the draft -->\n";

/// Writes the draft into the changelog of a crate; `document` is a name for the document it is made for.
pub(crate) fn draft(folder: &Path, changes: &Changes, document: &str) -> Result<bool, Failure> {
    let path = folder.join(FILE);
    let unusable =
        |doing, error: &io::Error| Failure::io(&path, doing, error, "make it a text that can be written");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unusable("read", &error)),
    };
    let committed = committed::text(&path).unwrap_or_default();
    let Some(drafted) = with_draft(&text, &committed, changes, document) else { return Ok(false) };
    fs::write(&path, drafted).map_err(|error| unusable("write", &error))?;
    Ok(true)
}

/// Puts the draft into a changelog; nothing when it is there already, edited or not.
fn with_draft(text: &str, committed: &str, changes: &Changes, document: &str) -> Option<String> {
    let begin = format!("{BEGIN}{document} -->\n");
    if text.contains(&begin) {
        return None;
    }
    let mut text = text.to_owned();
    while let Some(older) = uncommitted_draft(&text, committed) {
        text.replace_range(older, "");
    }
    if !text.contains(UNRELEASED) {
        // Releases come newest first, so the heading goes before the first of them.
        let at = text.find("\n## ").map_or(text.len(), |it| it + 1);
        text.insert_str(at, &format!("{UNRELEASED}\n"));
    }
    let at = text.find(UNRELEASED)? + UNRELEASED.len();
    let report = changes.report(Format::Changelog, &|_| String::new());
    text.insert_str(at, &format!("\n{begin}\n{}\n\n{END}", report.trim()));
    Some(text)
}

/// Finds a draft that was made for a version of the document that was never committed.
fn uncommitted_draft(text: &str, committed: &str) -> Option<std::ops::Range<usize>> {
    let mut from = 0;
    while let Some(start) = text[from..].find(BEGIN).map(|it| from + it) {
        let line = text[start..].lines().next().unwrap_or_default();
        let end = text[start..].find(END).map(|it| start + it + END.len())?;
        if !committed.contains(line) {
            let start = if text[..start].ends_with("\n\n") { start - 1 } else { start };
            return Some(start..end);
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use generator::{Change, ChangeKind, Class, Place, Pointer};

    use super::*;

    fn changes(entry: &str) -> Changes {
        let change = Change {
            class: Class::Addition,
            kind: ChangeKind::Added,
            noun: "method",
            entry: entry.to_owned(),
            member: None,
            before: None,
            after: None,
            place: Place::New(Pointer::root()),
        };
        Changes { list: vec![change] }
    }

    #[test]
    fn a_draft_is_replaced_until_its_document_is_committed() {
        let start = "# Changelog\n\n## 1.0.0\n\n- First.\n";
        let first = with_draft(start, start, &changes("Client::a"), "aaa").expect("there was none");
        let edited = first.replace("`Client::a`", "a, by hand");
        assert_eq!(
            with_draft(&edited, start, &changes("Client::a"), "aaa"),
            None,
            "the document is the same"
        );
        let second =
            with_draft(&edited, start, &changes("Client::b"), "bbb").expect("it is another document");
        assert!(!second.contains("by hand") && second.contains("`Client::b`"), "{second}");
        let third =
            with_draft(&edited, &edited, &changes("Client::c"), "ccc").expect("the first is committed");
        insta::assert_snapshot!(third, @"
        # Changelog

        ## Unreleased

        <!-- drafted by `cargo xtask codegen` for document ccc -->

        This asks for a minor version.

        ### Additions: what callers can use

        #### New method

        - `Client::c`

        <!-- end of the draft -->

        <!-- drafted by `cargo xtask codegen` for document aaa -->

        This asks for a minor version.

        ### Additions: what callers can use

        #### New method

        - a, by hand

        <!-- end of the draft -->

        ## 1.0.0

        - First.
        ");
    }
}
