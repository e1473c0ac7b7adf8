//! `cargo xtask bench` as a user meets it: the real program on small documents, and on generators that are scripts.

mod support;

use std::fs;
use std::path::Path;

use support::{Said, folder_with, xtask};

const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Pet Store, version: 1.0.0 }
paths:
  /pets:
    get: { operationId: list_pets, responses: { '204': { description: Done. } } }
";

/// Runs a command of `bench` as this program was built, once, with its crates in the folder.
fn bench(folder: &Path, arguments: &[&str]) -> Said {
    xtask(folder, &[&["bench", "--as-built"], arguments, &["--runs", "1", "--out", "out"]].concat())
}

/// Returns the cells of a table, without the line below its head; numbers with a fraction are replaced by `N`.
fn cells(table: &str) -> Vec<Vec<String>> {
    let rows = table.lines().filter(|line| line.starts_with('|') && !line.contains("--"));
    let cell = |it: &str| match it.trim() {
        number if number.contains('.') && number.parse::<f64>().is_ok() => "N".to_owned(),
        text => text.to_owned(),
    };
    rows.map(|row| row.trim_matches('|').split('|').map(cell).collect()).collect()
}

#[test]
fn scale_has_a_row_for_each_document_and_says_how_costs_grow() {
    let folder = folder_with(DOCUMENT);
    for flags in [&[][..], &["--yaml"]] {
        let said = bench(folder.path(), &[&["scale", "--operations", "10,5,10"], flags].concat());
        let rows = cells(&said.out);
        assert_eq!(
            rows[0],
            ["operations", "CPU s", "peak MiB", "lines", "lines/op", "CPU ms/op"],
            "{}",
            said.err
        );
        let operations: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(operations, ["5", "10"]);
        for row in &rows[1..] {
            let lines: usize = row[3].parse().expect("it counts lines");
            assert!(lines > 500 && row[2].parse::<u32>().is_ok_and(|peak| peak > 1), "{row:?}");
        }
        // So little work can be disturbed, and then it is said.
        match said.code {
            Some(0) => assert!(said.out.contains("\ngrowth: "), "{}", said.out),
            _ => assert!(said.err.contains("error: growth is more than linear"), "{}", said.err),
        }
    }
    for end in ["json", "yaml"] {
        let said = xtask(folder.path(), &["check", &format!("out/synthetic-10.{end}"), "--deny", "warnings"]);
        assert_eq!(said.code, Some(0), "{}", said.out);
    }
}

#[test]
fn documents_have_a_row_each_and_a_note_where_something_is_wrong() {
    let folder = folder_with(DOCUMENT);
    let said = bench(folder.path(), &["documents", "--no-check", "pets.yaml"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let rows = cells(&said.out);
    assert_eq!(rows[1][..3], ["pets", "1", "N"]);
    assert!(folder.path().join("out/crates/bench-pets/src/lib.rs").is_file());

    let wrong = DOCUMENT.replace("{ '204': { description: Done. } }", "{ '204': { $ref: '#/none' } }");
    fs::create_dir(folder.path().join("other")).expect("it can be made");
    fs::write(folder.path().join("other/pets.yaml"), wrong).expect("it can be written");
    let said = bench(folder.path(), &["documents", "--no-check", "pets.yaml", "other/pets.yaml"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.ends_with("error: 1 document could not be measured whole"), "{}", said.err);
    let rows = cells(&said.out);
    assert_eq!((rows[1][0].as_str(), rows[2].join(" ").as_str()), ("pets", "other/pets.yaml – – – – – –"));
    let note = "- `other/pets.yaml` does not generate: E0301: `$ref: #/none` leads nowhere";
    assert!(said.out.contains(note), "{}", said.out);
}

#[test]
fn what_is_called_wrongly_is_told_from_what_went_wrong() {
    let folder = folder_with(DOCUMENT);
    let cases: &[(&[&str], &str)] = &[
        (&["documents", "none.yaml"], "error: cannot read none.yaml"),
        (&["peers", "pets.yaml", "none.yaml"], "error: cannot read none.yaml"),
        (&["documents"], "<FILE>..."),
        (&["peers", "pets.yaml", "--only", "nobody"], "[possible values: ours, progenitor, ploidy"),
        (&["scale", "--operations", "1"], "1 is not in 2..=1000000"),
    ];
    for (arguments, expected) in cases {
        let said = bench(folder.path(), arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(expected), "{arguments:?}: {}", said.err);
    }
    let said = xtask(folder.path(), &["bench", "--as-built", "instructions", "none.yaml"]);
    assert_eq!(said.code, Some(2));
}

/// Scripts stand for generators: what they are called with is what the real ones take.
#[cfg(unix)]
mod peers {
    use std::env;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::{DOCUMENT, cells, folder_with};

    /// Writes a crate, as `ploidy generate rust DOCUMENT -o OUT --name NAME`.
    const PLOIDY: &str = r#"[ "$1" = --version ] && { echo "ploidy 9.8.7"; exit; }
[ "$1 $2" = "generate rust" ] && grep -q openapi: "$3" || exit 9
mkdir -p "$5/src"
printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2024"\n' "$7" > "$5/Cargo.toml"
printf 'pub fn one() {}\n\npub fn two() {}\n' > "$5/src/lib.rs"
"#;

    /// Writes a module, as `openapi-to-rust generate DOCUMENT --output-dir DIR`.
    const OPENAPI_TO_RUST: &str = r#"[ "$1" = --version ] && { echo "openapi-to-rust 1.0"; exit; }
mkdir -p "$4"
printf '# Append this.\n[dependencies]\n' > "$4/REQUIRED_DEPS.toml"
printf 'pub fn wrong() -> u8 { "text" }\n' > "$4/mod.rs"
"#;

    /// Fails.
    const OAS3_GEN: &str = r#"echo "looking around" >&2
echo "Error: no idea what this is" >&2
exit 1
"#;

    fn script(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}")).expect("it can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be made a program");
    }

    /// Returns a path with these programs, those of the system, and the compiler.
    fn path(programs: &Path) -> std::ffi::OsString {
        let compiler = Path::new(env!("CARGO")).parent().expect("cargo is in a folder");
        let folders = [programs, Path::new("/usr/bin"), Path::new("/bin"), compiler];
        env::join_paths(folders.map(PathBuf::from)).expect("no folder has a colon")
    }

    #[test]
    fn one_table_has_those_that_work_fail_and_are_absent() {
        let folder = folder_with(DOCUMENT);
        for (name, text) in [("ploidy", PLOIDY), ("openapi-to-rust", OPENAPI_TO_RUST), ("oas3-gen", OAS3_GEN)]
        {
            script(folder.path(), name, text);
        }
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["bench", "--as-built", "peers", "pets.yaml", "--runs", "1", "--out", "out", "--only"])
            .arg("ploidy,openapi-to-rust,oas3-gen,progenitor")
            .env("PATH", path(folder.path()))
            .current_dir(folder.path())
            .output()
            .expect("the program can be run");
        let said = String::from_utf8(output.stdout).expect("it speaks UTF-8");
        assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
        let rows: Vec<String> = cells(&said)[1..].iter().map(|row| row[..4].join(" ")).collect();
        let expected = [
            "pets ploidy 9.8.7 yes yes",
            "pets oas3-gen of unknown version no no",
            "pets openapi-to-rust 1.0 yes no",
        ];
        assert_eq!(rows, expected, "{said}");
        assert_eq!(cells(&said)[1][6], "3", "it counts the lines of the crate");
        for note in [
            "- `oas3-gen of unknown version` on `pets` does not generate: Error: no idea what this is\n",
            "- `openapi-to-rust 1.0` on `pets` does not compile: 1 error of rustc: src/generated/mod.rs:1:",
            "- `progenitor` is absent: not on the path as `cargo-progenitor`\n",
        ] {
            assert!(said.contains(note), "{note}: {said}");
        }
    }
}
