//! Every command with every flag, and what the simulator has accepted of it.

use std::collections::BTreeSet;
use std::fs;

use runtime::reqwest::{
    self,
    multipart::{Form, Part},
};
use serde_json::Value;
use simulator::{Entry, Field, Outcome};

use super::shell::{SOUND, Shell, options};
use crate::fixtures::workspace;

/// The command lines, one in a line; those that begin with a space go on with the one before.
const LINES: &str = include_str!("operations.txt");

#[test]
fn each_command_is_accepted_with_all_that_was_said() {
    let shell = Shell::with(options().manual_clock());
    shell.write("words.txt", "Süße Träume\n& \"mehr\"\n".as_bytes());
    shell.write("cover.png", SOUND);
    let known = known(&shell);
    let mut listing = String::new();
    for line in lines() {
        let before = shell.simulator.ledger().entries.len();
        let filled = known.iter().fold(line.clone(), |line, (word, id)| line.replace(word, id));
        let ran = shell.run(&filled);
        assert_eq!(ran.code, 0, "{line}\n{ran:?}");
        let entries = shell.simulator.ledger().entries.split_off(before);
        let [entry] = &entries[..] else { panic!("{line} is one request, not {entries:?}") };
        assert_eq!((entry.outcome, entry.status), (Outcome::Accepted, Some(200)), "{line}");
        let shown = known.iter().fold(shown(entry), |shown, (word, id)| shown.replace(id, word));
        listing.push_str(&format!("$ {line}\n{shown}\n"));
    }
    insta::assert_snapshot!("operations", listing);
}

/// No command and no flag is left out.
#[test]
fn the_command_lines_have_everything() {
    let path = workspace().join("generated-client/src/cli.json");
    let commands: Value =
        serde_json::from_str(&fs::read_to_string(path).expect("it is generated")).expect("it is JSON");
    let mut known = BTreeSet::new();
    for group in commands["groups"].as_array().into_iter().flatten() {
        for operation in group["operations"].as_array().into_iter().flatten() {
            let name = format!("{} {}", text(&group["name"]), text(&operation["name"]));
            let flags = operation["arguments"].as_array().into_iter().flatten();
            // What the document does not list is no flag of the operation; `inputs` sends some of it.
            let flags = flags.map(|it| text(&it["flag"])).filter(|it| it != "extra");
            known.extend(flags.map(|flag| format!("{name} --{flag}")));
            known.insert(name);
        }
    }
    let mut used = BTreeSet::new();
    for line in lines() {
        let words = shlex::split(&line).expect("the line is one of a shell");
        let name = words[1..3].join(" ");
        let flags =
            words.iter().filter_map(|it| it.strip_prefix("--")).map(|it| it.split('=').next().unwrap_or(it));
        used.extend(flags.filter(|it| *it != "extra").map(|flag| format!("{name} --{flag}")));
        used.insert(name);
    }
    assert_eq!(used, known);
}

/// Returns the ids that stand for words of the command lines: of a job, and of an upload that has been sent.
fn known(shell: &Shell) -> Vec<(&'static str, String)> {
    let job = shell.run("musicgpt generations music-ai --prompt rain").json();
    let upload =
        shell.run("musicgpt uploads upload-audio --content-type audio/mpeg --size-bytes 1024").json();
    let fields = upload["fields"].as_object().expect("the storage service asks for fields");
    let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text(name.clone(), text(value)));
    let form = form.part("file", Part::bytes(SOUND).file_name("song.mp3"));
    let sent = reqwest::Client::new().post(text(&upload["upload_url"])).multipart(form).send();
    assert!(shell.block_on(sent).expect("the address is of this machine").status().is_success());
    vec![
        ("TASK", text(&job["receipt"]["task_id"])),
        ("CONVERSION", text(&job["receipt"]["conversion_id_1"])),
        ("UPLOAD", text(&upload["upload_id"])),
    ]
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn lines() -> Vec<String> {
    LINES
        .replace("\n ", " ")
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Shows what arrived.
fn shown(entry: &Entry) -> String {
    let mut text = format!("  {}\n", entry.operation);
    for (name, field) in &entry.fields {
        text.push_str(&format!("  {name} = {}\n", value(field)));
    }
    text
}

fn value(field: &Field) -> String {
    match field.file() {
        Some(file) => format!(
            "{:?}, {}, {} bytes",
            file.file_name,
            file.content_type.as_deref().unwrap_or("no content type"),
            file.bytes
        ),
        None => field.text().map_or_else(|| format!("{field:?}"), |text| format!("{text:?}")),
    }
}
