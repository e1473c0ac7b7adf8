//! `cargo xtask check` as a user or a tool meets it: the real program, its exit codes and what it prints.

use std::fs;
use std::path::Path;
use std::process::Command;

const RIGHT: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\n";
const WARNED: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\nhost: example.com\n";
const WRONG: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: []\nhost: example.com\n";

/// Checks a document, and returns the exit code and what was printed where.
fn check(text: &str, flags: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("api.yaml"), text).expect("the document can be written");
    run(folder.path(), &[&["check", "api.yaml"], flags].concat())
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_exit_code_tells_what_there_is() {
    let cases: &[(&str, &[&str], i32, &str)] = &[
        (RIGHT, &[], 0, "api.yaml: 0 errors, 0 warnings"),
        (RIGHT, &["--deny", "warnings"], 0, "api.yaml: 0 errors, 0 warnings"),
        (WARNED, &[], 0, "api.yaml: 0 errors, 1 warning"),
        (WARNED, &["--deny", "warnings"], 1, "error: api.yaml: 0 errors, 1 warning, and warnings are denied"),
        (WARNED, &["--deny", "warnings", "--allow", "W0208"], 0, "api.yaml: 0 errors, 0 warnings"),
        (WRONG, &[], 1, "error: api.yaml: 1 error, 1 warning"),
        (WRONG, &["--allow", "W0208"], 1, "error: api.yaml: 1 error, 0 warnings"),
        (WRONG, &["--allow", "E0201"], 2, "an error cannot be allowed; correct the document"),
        (WRONG, &["--allow", "W9999"], 2, "no warning has this code; `docs/diagnostics.md` lists them"),
        (WRONG, &["--deny", "errors"], 2, "[possible values: warnings]"),
    ];
    for (text, flags, expected, said) in cases {
        let (code, out, err) = check(text, flags);
        assert_eq!(code, Some(*expected), "{flags:?}: {out}{err}");
        assert!(out.contains(said) || err.contains(said), "{flags:?}: {out}{err}");
    }
}

#[test]
fn what_is_not_there_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (code, _, err) = run(folder.path(), &["check", "none.yaml"]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("error: cannot read none.yaml"), "{err}");
    assert_eq!(run(folder.path(), &["check"]).0, Some(2));

    fs::write(folder.path().join("api.yaml"), RIGHT).expect("the document can be written");
    let (code, _, err) = run(folder.path(), &["check", "api.yaml", "--overlay", "none.yaml"]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("error: cannot read none.yaml"), "{err}");
}

/// An overlay need not be in the folder of the document, and what it writes is shown where it is.
#[test]
fn what_an_overlay_writes_is_shown_there() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write =
        |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("it can be written");
    for inner in ["api", "ours"] {
        fs::create_dir(folder.path().join(inner)).expect("it can be made");
    }
    write("api/api.yaml", WARNED);
    let actions =
        "actions:\n  - { target: $.host, remove: true }\n  - target: $\n    update: { basePath: /v1 }\n";
    write("ours/o.yaml", &format!("overlay: 1.0.0\ninfo: {{ title: T, version: '1' }}\n{actions}"));
    for (document, overlay) in [("api/api.yaml", "ours/o.yaml"), ("./api/api.yaml", "./ours/o.yaml")] {
        let (code, out, _) = run(folder.path(), &["check", document, "--overlay", overlay]);
        assert_eq!(code, Some(0));
        let places: Vec<&str> =
            out.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
        assert_eq!(places, [format!("{overlay}:6:15")]);
    }
}

#[test]
fn each_problem_has_a_line_with_its_place() {
    let (_, out, _) = check(WRONG, &[]);
    let places: Vec<&str> = out.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    assert_eq!(places, ["api.yaml:3:1", "api.yaml:4:1"]);
    assert!(!out.contains('\u{1b}'), "colors belong on a terminal");
}

#[test]
fn tools_get_json_and_nothing_else() {
    let (code, out, _) = check(WRONG, &["--format", "json"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(out);
    let (_, out, err) = check(RIGHT, &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).expect("it is one JSON document");
    assert_eq!((value["errors"].as_u64(), value["warnings"].as_u64()), (Some(0), Some(0)));
    assert_eq!(err, "");
}

#[test]
fn a_mistake_in_another_file_is_shown_in_that_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    let schemas = "components: { schemas: { A: { $ref: 'parts/a.yaml' }, B: { $ref: 'parts/b.yaml' } } }";
    write("api/api.yaml", &format!("{RIGHT}{schemas}\n"));
    write("api/parts/a.yaml", "type: object\nproperties:\n  name: string\n");
    write("api/parts/b.yaml", "type: [\n");
    let (code, out, _) = run(folder.path(), &["check", "api/api.yaml"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(out);
}
