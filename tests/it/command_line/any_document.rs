//! The programs of other documents: every operation is a command of its own, every name its own, and every program runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use generator::surface::EntryKind;
use serde_json::Value;

use crate::compiles::{cargo, first, target, write_crates};
use crate::fixtures::{documents, generate, workspace};
use crate::injection::payloads;
use crate::wire::server::Server;

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

/// Builds the programs once for all tests; returns the folder of their crates.
fn built() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_lines");
        write_crates(&root, &first(run()), |_, _| None);
        cargo(&root, &["build", "--workspace", "--features", "cli", "--quiet"]);
        root
    })
}

/// Returns the documents whose programs are run.
fn run() -> Vec<(String, String)> {
    let fixtures = documents("output").into_iter().filter(|(name, _)| RUN.contains(&name.as_str()));
    fixtures.chain(payloads::documents()).collect()
}

/// Returns a program that was built, without the environment of the tests.
fn program(name: &str) -> Command {
    let mut command = Command::new(target().join("debug").join(name));
    command.env_clear();
    command
}

/// Writing the pages of all commands asks for each of them, and a name that is taken would end the program.
#[test]
fn every_program_runs_and_has_a_page_for_each_command() {
    let root = built();
    let printed = |name: &str, arguments: &[&str]| {
        let output = program(name).args(arguments).output().expect("the program was built");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is text")
    };
    for name in run().iter().map(|(name, _)| name.replace('_', "-")) {
        let pages = root.join("pages").join(&name);
        let _ = fs::remove_dir_all(&pages);
        printed(&name, &["man", pages.to_str().expect("the path is text")]);
        assert!(fs::read_dir(&pages).expect("there are pages").count() > 3, "{name}");
    }
    insta::assert_snapshot!(printed("command-line", &["pets", "add-pet-as-multipart", "--help"]));
}

/// Command lines of the fixture that has every kind of argument, each with what it is answered: a media type and a body.
const SENT: &[(&str, &str, &str)] = &[
    (
        "pets list-pets --ids 1 --ids=-2 --range '{\"from\": 1, \"to\": 2}' --url /a:b?c --filter '{\"to\": 3}' --x-sort age \
         --cookie-version 1.50 --query-help-parameter=false --query-help 'a b'",
        "application/x-ndjson",
        "{\"from\":1}\n{\"to\":2}\n",
    ),
    (
        "pets add-pet --ids a/b --size 2 --body-size large --body-output 12 --owner @owner.json --type cat --names a,b \
         --names a --tree '[\"x\"]' --tree '[]' --stream=false --extra '{\"more\": [1], \"type\": \"dog\"}'",
        "application/json",
        "{\"id\": \"7\", \"price\": 1.10}",
    ),
    (
        "pets add-pet --ids 1 --body-size small --body-output twelve --owner '{}' --born 2026-01-31 --id mine",
        "application/json",
        "null",
    ),
    (
        "pets add-pet-as-multipart --ids 1 --title T --other-url u --files one.txt --files one.txt --range '{\"from\": 1}'",
        "application/json",
        "{}",
    ),
    (
        "pets add-pet-stream --ids 1 --body-size s --body-output '\"12\"' --owner '{\"from\": 1.0}'",
        "text/event-stream",
        "data: one\n\ndata: two\n\n",
    ),
    ("resume-group resume-post --tags a --tags 'b c' --range '{\"to\": 2}'", "text/plain", ""),
    ("completions-operation --body 1 --body=-2", "text/plain", "as it is\n"),
    ("raw --body one.txt", "text/plain", ""),
    ("pets help-operation --ids .x --body @one.txt", "image/png", "\u{89}PNG"),
    ("pets help-operation --ids 1 --output picture.png", "image/png", "\u{89}PNG"),
];

/// What the interpreter makes of each kind of argument, byte by byte, and what it shows of each kind of answer.
#[test]
fn every_kind_of_argument_is_sent_and_every_kind_of_answer_shown() {
    built();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("it can be written");
    write("one.txt", "one\n");
    write("owner.json", "{\"from\": 1, \"to\": null}");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be started");
    let mut listing = String::new();
    for (line, media_type, body) in SENT {
        let headers = format!("Content-Type: {media_type}\r\n");
        let mut server = runtime.block_on(Server::answering("200 OK", &headers, body));
        let mut command = program("command-line");
        command.args(shlex::split(line).expect("it is a line of a shell")).current_dir(folder.path());
        command.env("COMMAND_LINE_API_KEY", "sesame").env("COMMAND_LINE_BASE_URL", &server.base_url);
        let output = command.output().expect("the program was built");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
        let request = masked(&text(&runtime.block_on(server.received())));
        listing.push_str(&format!("$ {line}\n{request}\n--- shows\n{}\n\n", text(&output.stdout)));
    }
    assert_eq!(fs::read_to_string(folder.path().join("picture.png")).expect("it is there"), "\u{89}PNG");
    insta::assert_snapshot!(listing);
}

/// Returns a request without what differs from run to run, and with line breaks of one kind.
fn masked(request: &str) -> String {
    let boundary =
        request.split("boundary=").nth(1).and_then(|it| it.lines().next()).unwrap_or("no boundary");
    let lines = request.replace(boundary, "BOUNDARY").replace("\r\n", "\n");
    lines.lines().filter(|it| !it.starts_with("host:")).collect::<Vec<_>>().join("\n")
}
