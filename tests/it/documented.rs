//! `docs/diagnostics.md` holds for each rule: all of them are there, and its examples break them, and do not.

use generator::{Diagnostics, Document, Overlay, Rule, Severity};

use crate::fixtures::{generate, workspace};

/// The rules without examples: they are about bytes, about sizes, and about other files.
const WITHOUT_EXAMPLES: &[&str] = &["E0104", "E0105", "E0106", "E0107", "E0108", "E0109", "E0304", "E1007"];

/// What the examples of overlays are applied to.
const OVERLAID: &str = "openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths: { /pets: { get: { operationId: list_pets, responses: { '200': { description: All. } } } } }
";

/// A rule as the document has it.
struct Section<'a> {
    title: &'a str,
    examples: Vec<String>,
}

#[test]
fn each_rule_is_documented_with_examples_that_hold() {
    let text = std::fs::read_to_string(workspace().join("docs/diagnostics.md")).expect("it can be read");
    let sections: Vec<Section<'_>> = text.split("\n### ").skip(1).map(section).collect();
    let titles: Vec<&str> = sections.iter().map(|it| it.title).collect();
    let expected: Vec<String> = Rule::all().map(|it| format!("{}: {}", it.code, it.title)).collect();
    assert_eq!(titles, expected);

    for (rule, section) in Rule::all().zip(&sections) {
        match section.examples.as_slice() {
            [] if WITHOUT_EXAMPLES.contains(&rule.code) => {}
            [bad, good] => {
                let said = if rule.code[1..].starts_with("10") { said_of_overlay } else { said_of_document };
                let [bad, good] = [bad, good].map(|it| said(it));
                assert!(breaks(&bad, rule), "the bad example of {}:\n{bad}", rule.code);
                let said = good;
                assert_eq!(said.count(Severity::Error), 0, "the good example of {}:\n{said}", rule.code);
                assert!(!breaks(&said, rule), "the good example of {}:\n{said}", rule.code);
            }
            others => panic!("{} has {} examples", rule.code, others.len()),
        }
    }
}

fn section(text: &str) -> Section<'_> {
    let blocks = text.split("```yaml\n").skip(1).filter_map(|it| Some(it.split_once("\n```")?.0));
    Section { title: text.lines().next().unwrap_or_default(), examples: blocks.map(str::to_owned).collect() }
}

/// Puts around an example what every document has.
fn whole(example: &str) -> String {
    if ["openapi", "swagger"].iter().any(|it| example.starts_with(it)) {
        return example.to_owned();
    }
    let paths = if example.lines().any(|it| it.starts_with("paths:")) { "" } else { "\npaths: {}" };
    format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\n{example}{paths}\n")
}

fn said_of_document(example: &str) -> Diagnostics {
    match generate(&whole(example)) {
        Ok(generated) => generated.warnings,
        Err(found) => found,
    }
}

fn said_of_overlay(example: &str) -> Diagnostics {
    let overlay = Overlay::new("example.overlay.yaml", example);
    let document = Document::load_with_overlays(OVERLAID, &[overlay], &|_| None);
    document.and_then(|it| generator::check(&it)).unwrap_or_else(|found| found)
}

fn breaks(said: &Diagnostics, rule: &Rule) -> bool {
    said.iter().any(|it| it.rule == rule)
}
