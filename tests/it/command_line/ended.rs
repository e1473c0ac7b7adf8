//! How commands end: every exit code, and what is said with it.

use serde_json::Value;

use super::shell::{Shell, program};

const SONG: &str = "musicgpt generations music-ai --prompt rain";
const VOICES: &str = "musicgpt voices get-all-voices";

#[test]
fn what_the_api_refuses_is_3() {
    let shell = Shell::start();
    shell.run(&format!("{SONG} --output-length 3000")).failed(3, &["422", "the maximum of 300"]);
    shell.run_with(VOICES, &[("MUSICGPT_API_KEY", "another-key")], b"").failed(3, &["401"]);
    Shell::misbehaving("get_all_voices status code=404").run(VOICES).failed(3, &["404"]);
}

#[test]
fn a_job_that_has_failed_is_4() {
    let shell = Shell::misbehaving("get_conversion unknown-status value=ERROR");
    let ran = shell.run(&format!("{SONG} --wait"));
    ran.failed(4, &["the job has failed, with the status `ERROR`"]);
    assert!(!ran.stderr.contains("help:"), "there is nothing to take up again: {ran:?}");
}

#[test]
fn what_nobody_can_know_is_5_and_is_not_sent_again() {
    for rule in ["music_ai reset-after", "music_ai status code=502"] {
        let shell = Shell::misbehaving(rule);
        shell.run(SONG).failed(5, &["the API may have accepted the request, which was not sent again"]);
        assert_eq!(shell.simulator.ledger().of("music_ai").count(), 1, "{rule}");
    }
}

/// The answer ends before the id, or behind it.
#[test]
fn a_receipt_that_was_cut_off_is_5_unless_it_names_the_job() {
    let lost = Shell::misbehaving("image_generator truncate");
    let help = "the API has accepted the request";
    lost.run("musicgpt generations image-generator --prompt rain").failed(5, &[help]);
    let cut = Shell::misbehaving("music_ai truncate");
    let ran = cut.run(SONG);
    ran.failed(6, &["help: musicgpt resume music_ai:"]);
    assert!(!ran.stderr.contains(help), "{ran:?}");
}

#[test]
fn the_network_is_6() {
    let shell = Shell::start();
    let nowhere = [("MUSICGPT_BASE_URL", "http://127.0.0.1:1"), ("MUSICGPT_MAX_RETRIES", "0")];
    for line in [VOICES, SONG] {
        shell.run_with(line, &nowhere, b"").failed(6, &["no connection"]);
    }
}

#[test]
fn a_lost_download_is_fetched_again_by_the_command_that_is_shown() {
    let shell = Shell::misbehaving("download status code=404");
    let ran = shell.run(&format!("{SONG} --output rain.mp3"));
    ran.failed(3, &["404", "help: musicgpt resume music_ai:", "--output rain.mp3"]);
    assert!(ran.stdout.contains("\"result\""), "what was paid for is shown: {ran:?}");
}

#[test]
fn a_setting_that_is_wrong_is_2() {
    let shell = Shell::start();
    shell
        .run_with(VOICES, &[("MUSICGPT_API_KEY", "")], b"")
        .failed(2, &["MUSICGPT_API_KEY is missing or empty"]);
    shell.run_with(VOICES, &[("MUSICGPT_BASE_URL", "nowhere")], b"").failed(2, &["base URL"]);
    shell
        .run_with(VOICES, &[("MUSICGPT_TIMEOUT", "soon")], b"")
        .failed(2, &["MUSICGPT_TIMEOUT is not a number"]);
    shell.run_with(SONG, &[("MUSICGPT_MAX_CREDITS", "0")], b"").failed(2, &["credits"]);
    assert!(shell.simulator.ledger().entries.is_empty());
}

#[test]
fn an_error_is_one_document_where_json_is_asked_for() {
    let shell = Shell::start();
    let ran = shell.run(&format!("{SONG} --output-length 3000 --json"));
    ran.failed(3, &[]);
    let error: Value = serde_json::from_str(&ran.stderr).expect("it is JSON");
    let error = &error["error"];
    assert_eq!(
        (&error["kind"], &error["status"], &error["exit_code"]),
        (&"Status".into(), &422.into(), &3.into())
    );
    assert_eq!((&error["operation"], &error["outcome"]), (&"music_ai".into(), &"not accepted".into()));
    assert_eq!(error["body"]["error_code"], "UNPROCESSABLE_CONTENT");
}

/// A key is in the environment, and nowhere else.
#[test]
fn no_output_has_the_key() {
    let key = "key-of-nobody-else";
    let shell = Shell::start();
    for line in [VOICES.to_owned(), format!("{SONG} --json"), "musicgpt --help".to_owned()] {
        let ran = shell.run_with(&line, &[("MUSICGPT_API_KEY", key)], b"");
        assert!(!ran.stdout.contains(key) && !ran.stderr.contains(key), "{ran:?}");
    }
}

/// Help and its like need neither a key nor a network.
#[test]
fn help_needs_no_key() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (arguments, code) in [(&["--help"][..], 0), (&["--version"], 0), (&["generations"], 2), (&[], 2)] {
        let output = program(folder.path()).args(arguments).output().expect("the command can be run");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

/// Where JSON is asked for, each line of the standard error is a document, whatever goes wrong.
#[test]
fn every_message_is_a_document_where_json_is_asked_for() {
    let shell = Shell::misbehaving("get_conversion unknown-status value=ERROR");
    for (line, code, kinds) in [
        (format!("{SONG} --wait --json"), 4, &["note", "error"][..]),
        (format!("{SONG} --json --model v9"), 2, &["error"]),
        (format!("{SONG} --json --lyrics @no.txt"), 2, &["error"]),
        ("musicgpt resume 7f0a --json".to_owned(), 2, &["error"]),
    ] {
        let ran = shell.run(&line);
        let documents =
            ran.stderr.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
        let found: Vec<Value> = documents.collect();
        let names: Vec<_> =
            found.iter().flat_map(|it| it.as_object().into_iter().flat_map(|it| it.keys())).collect();
        assert_eq!(
            (ran.code, names),
            (code, kinds.iter().map(|it| it.to_string()).collect::<Vec<_>>().iter().collect())
        );
        assert_eq!(found.last().map(|it| &it["error"]["exit_code"]), Some(&code.into()), "{ran:?}");
    }
}
