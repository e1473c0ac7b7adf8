//! Single changes of one document to what is said of them, and to what the compiler says of programs that were written
//! before; and `docs/changes.md` lists them all.
//!
//! Each case is data in `fixtures/changes/cases`: actions of an overlay, the class of what they change, the sentences
//! about it, and a program. What breaks callers has to be a program that no longer compiles; whatever else happens, the
//! program has to compile as before.

mod case;
mod compiler;

use std::collections::BTreeSet;
use std::fs;

use generator::Changes;

use crate::fixtures::workspace;
use case::Case;
use compiler::Version;

/// Returns what a case does not keep of what it says, as one text for all cases.
fn all(failures: Vec<String>) {
    assert!(failures.is_empty(), "{} failed\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Returns the class of all changes together, and a line for each of them.
fn said(changes: &Changes) -> (String, Vec<String>) {
    let class = changes.list.iter().map(|it| it.class).min();
    let lines = changes.list.iter().map(|it| format!("`{}`: {}", it.entry, it.text()));
    (class.map_or_else(|| "none".to_owned(), |it| it.to_string()), lines.collect())
}

#[test]
fn each_change_is_said_and_has_its_class() {
    let old = case::old("old");
    let wrong = |case: &Case| {
        let new = match &case.new {
            Ok(new) => new,
            Err(found) => return Some(format!("{}: {}\n{found}", case.name, case.what)),
        };
        let (class, said) = said(&Changes::between(&old.surface, &new.surface));
        let is_as_expected = class == case.class && said == case.says;
        (!is_as_expected).then(|| {
            let expected = format!("{} {:#?}", case.class, case.says);
            format!("{}: {}\nexpected {expected}\nfound    {class} {said:#?}", case.name, case.what)
        })
    };
    all(case::cases().iter().filter_map(wrong).collect());
}

#[test]
fn the_compiler_agrees() {
    let cases = case::cases();
    let said = compiler::check(cases);
    let wrong = |case: &Case| {
        let before = said.about(case, Version::Old);
        let now = said.about(case, Version::New);
        let expected = match (case.must_break(), before, now) {
            (_, Some(message), _) => Some(format!("has to compile before the change\n{message}")),
            (true, None, None) => Some("must not compile after the change".to_owned()),
            (false, None, Some(message)) => Some(format!("has to compile after the change\n{message}")),
            _ => None,
        };
        expected.map(|it| format!("{}: {} ({})\nthe caller {it}", case.name, case.what, case.class))
    };
    let elsewhere = said.elsewhere.iter().cloned();
    all(elsewhere.chain(cases.iter().filter_map(wrong)).collect());
}

#[test]
fn the_documentation_lists_each_change_below_its_class() {
    let text = fs::read_to_string(workspace().join("docs/changes.md")).expect("it can be read");
    let listed = text.split("\n## ").skip(1).flat_map(|section| {
        let (class, text) = section.split_once('\n').expect("a heading is a line");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let areas = text.split("- **").skip(1).filter_map(|it| Some(it.split_once("**: ")?.1.to_owned()));
        let changes =
            areas.flat_map(|it| it.trim_end_matches(['.', ' ']).split("; ").map(line).collect::<Vec<_>>());
        changes.map(|it| format!("{}: {it}", class.to_lowercase())).collect::<Vec<_>>()
    });
    let tried = case::cases().iter().map(|it| format!("{}: {}", it.class, line(&it.what)));
    let (listed, tried): (BTreeSet<String>, BTreeSet<String>) = (listed.collect(), tried.collect());
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&tried, &listed), [""; 0], "what is tried and not listed");
    assert_eq!(only(&listed, &tried), [""; 0], "what is listed and not tried");
}

/// Writes a sentence as it is inside of a line.
fn line(sentence: &str) -> String {
    let (first, rest) = sentence.split_at(1);
    first.to_lowercase() + rest
}
