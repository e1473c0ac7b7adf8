//! The command line of a crate: every operation is a command of its own, and every program runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use generator::surface::EntryKind;
use serde_json::Value;

use crate::compiles::{cargo, first, target, write_crates};
use crate::fixtures::{documents, generate, workspace};
use crate::injection::payloads;

/// Commands that are no operation's and no group's, and flags that send nothing.
const COMMANDS: &[&str] = &["resume", "completions", "man", "help"];
const FLAGS: &[&str] = &["help", "version", "json", "output", "wait", "no-wait"];

/// The documents whose programs are run: what has every kind of argument, several kinds of jobs, and harm in mind.
const RUN: &[&str] = &["command_line", "two_kinds_of_jobs", "hostile_text"];

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

/// Asserts that no name is there twice, or is one of those that are taken.
fn are_unique<'v>(names: impl Iterator<Item = &'v Value>, taken: &[&'v str], what: &str) {
    let mut seen: BTreeSet<&str> = taken.iter().copied().collect();
    for name in names {
        let name = name.as_str().unwrap_or_default();
        assert!(!name.is_empty() && seen.insert(name), "{what}: {name:?} is taken");
    }
}

#[test]
fn every_operation_is_a_command_and_every_name_is_its_own() {
    let spec = fs::read_to_string(workspace().join("spec/musicgpt.yaml")).expect("the document is there");
    let all = [documents("output"), payloads::documents()].concat();
    for (name, text) in all.into_iter().chain([("musicgpt".to_owned(), spec)]) {
        let generated = generate(&text).unwrap_or_else(|found| panic!("{name}: {found}"));
        let json = generated.files.get("src/cli.json").expect("every crate has commands");
        let commands: Value = serde_json::from_str(json).expect("they are JSON");
        let (named, bare): (Vec<&Value>, Vec<&Value>) =
            items(&commands, "groups").partition(|it| it["name"].is_string());
        let at_the_top = bare.iter().flat_map(|it| items(it, "operations")).chain(named.iter().copied());
        are_unique(at_the_top.map(|it| &it["name"]), COMMANDS, &name);
        for group in &named {
            are_unique(items(group, "operations").map(|it| &it["name"]), &["help"], &name);
        }
        let operations: Vec<&Value> =
            items(&commands, "groups").flat_map(|it| items(it, "operations")).collect();
        for operation in &operations {
            let flags: Vec<&Value> = items(operation, "arguments").map(|it| &it["flag"]).collect();
            are_unique(flags.iter().copied(), FLAGS, &name);
            let chosen = items(operation, "choices").flat_map(|it| items(it, "groups")).flat_map(texts);
            for flag in chosen {
                assert!(flags.iter().any(|it| *it == flag), "{name}: there is no {flag} to choose");
            }
        }
        let methods = generated.surface.entries.iter().filter(|it| it.kind == EntryKind::Method).count();
        assert_eq!(operations.len(), methods, "{name}");
    }
}

/// Writing the pages of all commands asks for each of them, and a name that is taken would end the program.
#[test]
fn every_program_runs_and_has_a_page_for_each_command() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_lines");
    let fixtures = documents("output").into_iter().filter(|(name, _)| RUN.contains(&name.as_str()));
    let all: Vec<_> = fixtures.chain(payloads::documents()).collect();
    let names: Vec<String> = all.iter().map(|(name, _)| name.replace('_', "-")).collect();
    write_crates(&root, &first(all), |_, _| None);
    cargo(&root, &["build", "--workspace", "--features", "cli", "--quiet"]);
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(target().join("debug").join(program)).args(arguments).output();
        let output = output.expect("the program was built");
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is text")
    };
    for name in &names {
        let pages = root.join("pages").join(name);
        let _ = fs::remove_dir_all(&pages);
        run(name, &["man", pages.to_str().expect("the path is text")]);
        assert!(fs::read_dir(&pages).expect("there are pages").count() > 3, "{name}");
    }
    insta::assert_snapshot!(run("command-line", &["pets", "add-pet-as-multipart", "--help"]));
}
