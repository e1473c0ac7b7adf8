//! `cargo xtask diff`, and what `codegen` says of a document that was changed, as a maintainer meets them.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Said, folder_with, xtask};

const OLD: &str = r##"openapi: 3.0.3
info: { title: Pet Store, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: list_pets
      tags: [Pets]
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses: { "200": { description: Pets., content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
components:
  schemas:
    Pets: { type: array, items: { type: object, properties: { name: { type: string } } } }
"##;

/// Returns the document with a parameter that has to be given, and a field more in what comes back.
fn new() -> String {
    OLD.replace("in: query, schema", "in: query, required: true, schema")
        .replace("name: { type: string } }", "name: { type: string }, age: { type: integer } }")
}

fn diff(folder: &Path, arguments: &[&str]) -> Said {
    xtask(folder, &[&["diff", "pets.yaml", "new.yaml"], arguments].concat())
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn the_report_says_what_callers_have_to_change() {
    let folder = folder_with(OLD);
    fs::write(folder.path().join("new.yaml"), new()).expect("it can be written");
    let text = diff(folder.path(), &[]);
    assert_eq!(text.code, Some(0), "{}", text.err);
    snapshot("text", &text.out);
    snapshot("markdown", &diff(folder.path(), &["--format", "markdown"]).out);
    snapshot("json", &diff(folder.path(), &["--format", "json"]).out);

    let failed = diff(folder.path(), &["--fail-on", "breaking"]);
    assert_eq!((failed.code, failed.out), (Some(1), text.out));
    assert_eq!(failed.err, "error: new.yaml: 1 breaking change");

    let same = xtask(folder.path(), &["diff", "pets.yaml", "pets.yaml", "--fail-on", "breaking"]);
    assert_eq!(same.code, Some(0), "{}", same.err);
    insta::assert_snapshot!(same.out, @"
    nothing changes for callers

    semver: patch
    ");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let folder = folder_with(OLD);
    fs::write(folder.path().join("new.yaml"), OLD.replace("schemas/Pets\"", "schemas/Dogs\""))
        .expect("it can be written");
    let said = diff(folder.path(), &[]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("--> new.yaml:10:90"), "{}", said.err);
    let missing = xtask(folder.path(), &["diff", "pets.yaml", "none.yaml"]);
    assert_eq!(missing.code, Some(2), "{}", missing.err);
}

#[test]
fn codegen_says_what_changes_since_the_document_was_committed() {
    let folder = folder_with(OLD);
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        Command::new("git")
            .args(who)
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .is_ok_and(|it| it.status.success())
    };
    if !git(&["init", "--quiet"]) {
        // Without git nothing was ever committed, and codegen says nothing; the other tests show that.
        return;
    }
    let pets = ["codegen", "--spec", "pets.yaml", "--out", "client"];
    assert_eq!(xtask(folder.path(), &pets).code, Some(0));
    let changelog = folder.path().join("client/CHANGELOG.md");
    fs::write(&changelog, "# Changelog\n").expect("it can be written");
    assert!(
        git(&["add", "--all"]) && git(&["commit", "--quiet", "--message", "Pets"]),
        "it can be committed"
    );

    fs::write(folder.path().join("pets.yaml"), new()).expect("it can be written");
    snapshot("codegen", &xtask(folder.path(), &pets).out);
    let drafted = fs::read_to_string(&changelog).expect("it is still there");
    snapshot("changelog", &drafted);

    let again = xtask(folder.path(), &pets).out;
    assert!(!again.contains("drafted"), "{again}");
    assert_eq!(fs::read_to_string(&changelog).expect("it is still there"), drafted);
}
