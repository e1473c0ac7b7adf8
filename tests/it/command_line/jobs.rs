//! What becomes of a job: its ids, its result, its files, and its way back into another process.

use musicgpt_client::JobToken;

use super::shell::{SOUND, Shell, options};
use crate::wire::server::Server;

const SONG: &str = "musicgpt generations music-ai --prompt rain";

#[test]
fn a_pipe_gets_the_ids_at_once() {
    let shell = Shell::start();
    for line in [SONG.to_owned(), format!("{SONG} --no-wait"), format!("{SONG} --json")] {
        let ran = shell.run(&line);
        let job = ran.json();
        let id = job["receipt"]["task_id"].as_str().expect("a receipt has an id");
        assert_eq!(job["id"], id);
        let token: JobToken = job["token"].as_str().expect("a job has a token").parse().expect("it is one");
        assert_eq!(token.operation(), "music_ai");
        assert!(job["eta_seconds"].is_u64() && job["credit_estimate"].is_f64(), "{job}");
        assert_eq!((job.get("result"), ran.stderr.as_str()), (None, ""));
    }
    assert_eq!(shell.simulator.ledger().of("get_conversion").count(), 0);
}

#[test]
fn a_result_is_waited_for() {
    let shell = Shell::start();
    let ran = shell.run(&format!("{SONG} --wait"));
    let job = ran.json();
    assert_eq!(job["result"]["status"], "COMPLETED");
    assert_eq!(job["result"]["task_id"], job["receipt"]["task_id"]);
    let id = job["receipt"]["task_id"].as_str().expect("a receipt has an id");
    assert!(
        ran.stderr.contains(&format!("musicgpt resume music_ai:{id}")),
        "the way back is said before the wait: {ran:?}"
    );
    assert_eq!(shell.accepted("music_ai"), 1);
}

#[test]
fn results_go_to_a_file_or_a_folder() {
    let shell = Shell::start();
    let job = shell.run(&format!("{SONG} --output rain.mp3")).json();
    assert_eq!(job["files"], serde_json::json!(["rain-1.mp3", "rain-2.mp3"]));
    for name in ["rain-1.mp3", "rain-2.mp3"] {
        let bytes = std::fs::read(shell.path(name)).expect("the file is there");
        assert!(bytes.starts_with(b"ID3") || bytes.starts_with(&[0xff]), "{name} is a recording");
    }
    let job = shell.run(&format!("{SONG} -o songs/")).json();
    let id = job["receipt"]["task_id"].as_str().expect("a receipt has an id");
    let names = ["song-1-wav.wav", "song-1.mp3", "song-2-wav.wav", "song-2.mp3"];
    assert_eq!(shell.files("songs"), names.map(|name| format!("music-ai-{id}-{name}")));
    // The one output of the kind that was asked for has the very name that was given.
    let line = "musicgpt utilities audio-mastering --audio-file song.mp3 --reference-audio-file song.mp3 -o loud.wav";
    assert_eq!(shell.run(line).json()["files"], serde_json::json!(["loud.wav"]));
}

#[test]
fn a_job_is_taken_up_by_its_token_or_its_id() {
    let shell = Shell::start();
    let job = shell.run(SONG).json();
    let id = job["id"].as_str().expect("a job has an id");
    let token = format!(
        r#"{{"operation":"music_ai","parameters":{{"conversionType":"MUSIC_AI","task_id":"{id}"}}}}"#
    );
    for name in [format!("music_ai:{id}"), format!("music-ai:{id}"), token] {
        let ran = shell.run(&format!("musicgpt resume '{name}' --wait"));
        assert_eq!(ran.json()["result"]["task_id"], id, "{name}");
    }
    assert_eq!(shell.accepted("music_ai"), 1, "nothing was paid for again");
}

#[test]
fn a_pipe_is_told_how_a_job_is_doing() {
    let shell = Shell::with(options().manual_clock());
    let job = shell.run(SONG).json();
    let token = job["token"].as_str().expect("a job has a token");
    let state = shell.run(&format!("musicgpt resume '{token}'")).json();
    assert_eq!(state["status"], state["report"]["conversion"]["status"]);
    assert_ne!(state["status"], "COMPLETED");
    shell.simulator.advance(std::time::Duration::from_secs(10_000));
    let state = shell.run(&format!("musicgpt resume '{token}'")).json();
    assert_eq!((&state["token"], &state["result"]["status"]), (&token.into(), &"COMPLETED".into()));
    assert_eq!(shell.simulator.ledger().of("get_conversion").count(), 2, "it is asked once each time");
}

/// What stands there already may be another result that was paid for.
#[test]
fn nothing_is_replaced_that_was_not_named() {
    let shell = Shell::start();
    shell.write("rain-1.mp3", b"mine");
    let job = shell.run(&format!("{SONG} --output rain.mp3")).json();
    assert_eq!(job["files"], serde_json::json!(["rain-1-2.mp3", "rain-2.mp3"]));
    let text = "musicgpt enhancements audio-transcribe --audio-file song.mp3 --output talk.srt";
    let ran = shell.run(text);
    ran.failed(1, &["the job is done, but no output is a `.srt`", "--output FOLDER/` fetches all"]);
    assert!(ran.stdout.contains("\"result\""), "what was paid for is shown: {ran:?}");
    for (name, content) in [("rain-1.mp3", &b"mine"[..]), ("song.mp3", SOUND)] {
        assert_eq!(std::fs::read(shell.path(name)).expect("it is there"), content, "{name}");
    }
}

/// A receipt that nobody could read must not be the only place that has the id.
#[test]
fn an_id_is_said_where_the_output_cannot_be_written() {
    let shell = Shell::start();
    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let closed = shell.run_into(SONG, writer.into());
    closed.failed(141, &["musicgpt resume music_ai:"]);
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        shell
            .run_into(SONG, full.into())
            .failed(1, &["musicgpt resume music_ai:", "cannot write the output"]);
    }
}

#[test]
fn an_answer_that_names_no_job_is_shown_and_no_success() {
    let shell = Shell::start();
    for body in ["{\"success\": true}", "{\"task_id\": null}", "[]", ""] {
        let server = shell.block_on(Server::json(body));
        let ran = shell.run_with(&format!("{SONG} --wait"), &[("MUSICGPT_BASE_URL", &server.base_url)], b"");
        ran.failed(5, &["its answer names no job"]);
        assert!(!ran.stdout.is_empty(), "{ran:?}");
    }
}

/// What the API says is shown, and does nothing to the terminal.
#[test]
fn an_id_moves_no_cursor() {
    let shell = Shell::start();
    let server = shell.block_on(Server::json("{\"task_id\": \"\\u001b]0;x\\u0007\u{9b}2J\"}"));
    let nowhere = [("MUSICGPT_BASE_URL", server.base_url.as_str())];
    let said = shell.run_with(SONG, &nowhere, b"");
    for text in [&said.stdout, &said.stderr] {
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
    }
}
