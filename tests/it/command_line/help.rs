//! What the command says of itself: the help of every command, completions, and pages for `man`.

use std::fs;

use super::shell::{Shell, program};

/// Returns what a command prints without a key, a network, or a terminal to fit into.
fn printed(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let output = program(folder.path()).args(arguments).output().expect("the command can be run");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("help is text")
}

/// Returns the names of the commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|it| *it != "Commands:").skip(1).take_while(|it| !it.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|it| *it != "help");
    names.map(str::to_owned).collect()
}

#[test]
fn each_command_is_explained() {
    let root = printed(&["--help"]);
    insta::assert_snapshot!("help", root);
    for group in commands(&root) {
        let help = printed(&[&group, "--help"]);
        let mut listing = help.clone();
        for command in commands(&help) {
            listing.push_str(&format!(
                "\n=== {group} {command} ===\n{}",
                printed(&[&group, &command, "--help"])
            ));
        }
        let lines = listing.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(format!("help_of_{group}"), lines);
    }
}

#[test]
fn shells_are_told_how_to_complete() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        assert!(script.contains("reference-audio-file"), "{shell}");
    }
}

#[test]
fn there_is_a_page_for_each_command() {
    let shell = Shell::start();
    let ran = shell.run("musicgpt man pages/section1");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let pages = shell.files("pages/section1");
    assert!(pages.contains(&"musicgpt.1".to_owned()), "{pages:?}");
    let page = fs::read_to_string(shell.path("pages/section1/musicgpt-generations-music-ai.1"))
        .expect("it is there");
    assert!(page.contains("\\-\\-prompt") && page.contains("at most 1000 characters"), "{page}");
}
