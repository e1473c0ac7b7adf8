//! What the small documents give as examples is read by the types that are made of them, and written again without loss.

use std::path::Path;
use std::process::Command;

use generator::Document;

use crate::compiles::{cargo, write_crates};
use crate::fixtures::documents;

#[test]
fn every_example_survives_reading_and_writing() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("round_trips");
    let has_samples =
        |text: &str| Document::load(text).is_ok_and(|document| !generator::samples(&document).is_empty());
    let documents: Vec<_> = documents("output").into_iter().filter(|(_, text)| has_samples(text)).collect();
    write_crates(&root, &documents, |document, package| {
        let program = generator::samples_program(package, &generator::samples(document));
        Some((format!("examples/samples-{package}.rs"), program))
    });
    cargo(&root, &["build", "--workspace", "--examples", "--quiet"]);
    for (name, _) in &documents {
        let program = root.join("target/debug/examples").join(format!("samples-{}", name.replace('_', "-")));
        let output = Command::new(program).output().expect("the program can be run");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{name}: not all survived");
    }
}
