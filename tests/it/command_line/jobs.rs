//! What becomes of a job: its ids, its result, its files, and its way back into another process.

use serde_json::Value;

use super::shell::{Shell, options};

const SONG: &str = "musicgpt generations music-ai --prompt rain";

#[test]
fn a_pipe_gets_the_ids_at_once() {
    let shell = Shell::start();
    for line in [SONG.to_owned(), format!("{SONG} --no-wait"), format!("{SONG} --json")] {
        let ran = shell.run(&line);
        let job = ran.json();
        let id = job["receipt"]["task_id"].as_str().expect("a receipt has an id");
        assert_eq!((&job["id"], &job["token"]), (&Value::from(id), &Value::from(format!("music_ai:{id}"))));
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
    let token = job["token"].as_str().expect("a job has a token");
    assert!(
        ran.stderr.contains(&format!("musicgpt resume {token}")),
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
        let ran = shell.run(&format!("musicgpt resume '{name}' --output again.mp3"));
        assert_eq!(ran.json()["files"], serde_json::json!(["again-1.mp3", "again-2.mp3"]), "{name}");
    }
    assert_eq!(shell.accepted("music_ai"), 1, "nothing was paid for again");
}

#[test]
fn a_pipe_is_told_how_a_job_is_doing() {
    let shell = Shell::with(options().manual_clock());
    let job = shell.run(SONG).json();
    let token = job["token"].as_str().expect("a job has a token");
    let report = shell.run(&format!("musicgpt resume {token}")).json();
    assert_ne!(report["conversion"]["status"], "COMPLETED");
    shell.simulator.advance(std::time::Duration::from_secs(10_000));
    let report = shell.run(&format!("musicgpt resume {token}")).json();
    assert_eq!(report["result"]["status"], "COMPLETED");
    assert_eq!(shell.simulator.ledger().of("get_conversion").count(), 2, "it is asked once each time");
}
