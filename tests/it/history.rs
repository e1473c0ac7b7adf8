//! What a year of the MusicGPT API changed for callers: the report between two documents, as a migration guide.

use std::fs;

use generator::{Changes, Document, Format, Kept, Surface};

use crate::fixtures::workspace;

#[test]
fn the_report_from_2025_to_now_reads_like_a_migration_guide() {
    let old = surface("tests/it/fixtures/history/musicgpt-2025-09.yaml", &Kept::default());
    let new = surface("spec/musicgpt.yaml", &old.names());
    let report = Changes::between(&old, &new).report(Format::Markdown, &|place| place.pointer().to_string());
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("musicgpt_2025_09_to_now", report));
}

fn surface(path: &str, names: &Kept) -> Surface {
    let text = fs::read(workspace().join(path)).expect("the document is there");
    let document = Document::load(text).expect("the document is valid");
    generator::surface(&document, names).expect("the document is valid")
}
