//! Receipts, states, reports and credits.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{get, options, post, report, send, start, submit_cut};

#[tokio::test]
async fn a_utility_job_goes_through_its_states() {
    let simulator = start().await;
    let receipt = submit_cut(&simulator).await;
    assert_eq!((&receipt["status"], &receipt["eta"]), (&json!("IN_QUEUE"), &json!(66)));
    assert_eq!(receipt["credit_estimate"], 0.015);

    for (seconds, state) in [(0, "IN_QUEUE"), (7, "PROCESSING"), (58, "PROCESSING"), (1, "COMPLETED")] {
        simulator.advance(Duration::from_secs(seconds));
        let (status, answer) = report(&simulator, "AUDIO_CUTTER", &receipt["task_id"]).await;
        assert_eq!((status.as_u16(), &answer["conversion"]["status"]), (200, &json!(state)));
        let has_result = answer["conversion"].get("audio_url").is_some();
        assert_eq!(has_result, state == "COMPLETED", "{answer}");
    }
    let (_, answer) = report(&simulator, "AUDIO_CUTTER", &receipt["task_id"]).await;
    let conversion = &answer["conversion"];
    assert_eq!(conversion["conversion_id"], receipt["conversion_id"]);
    assert_eq!(conversion["conversion_id_1"], receipt["conversion_id"]);
    assert_eq!(conversion["conversion_path"], conversion["conversion_path_1"]);
    assert_eq!(conversion.get("conversion_id_2"), None);
    assert_eq!(conversion["conversion_cost"], 0.015);
    assert_eq!(conversion["createdAt"], "2027-01-01T00:00:00.000000+00:00");
    assert_eq!(conversion["generation_completed_at"], "2027-01-01 00:01:06.000 +0000");
}

#[tokio::test]
async fn songs_come_in_two_with_numbered_fields() {
    let simulator = start().await;
    let body = json!({
        "prompt": "a song", "title": "Mine", "lyrics": "la", "lyrics_timestamps": true, "generate_album_cover": true,
    });
    let (_, receipt) = send(post(&simulator, "/v2/MusicAI").json(&body)).await;
    assert_ne!(receipt["conversion_id_1"], receipt["conversion_id_2"]);
    simulator.advance(Duration::from_secs(154));
    let (_, answer) = report(&simulator, "MUSIC_AI", &receipt["task_id"]).await;
    let conversion = &answer["conversion"];
    for number in [1, 2] {
        assert_eq!(conversion[format!("title_{number}")], "Mine");
        assert_eq!(conversion[format!("lyrics_{number}")], "la");
        let id = receipt[format!("conversion_id_{number}")].as_str().expect("an id");
        let path = conversion[format!("conversion_path_{number}")].as_str().expect("an address");
        assert_eq!(path, format!("{}/files/{id}/{id}.mp3", simulator.origin()));
        assert!(
            conversion[format!("conversion_path_wav_{number}")]
                .as_str()
                .is_some_and(|it| it.ends_with(".wav"))
        );
        let timed = conversion[format!("lyrics_timestamped_{number}")].as_str().expect("text");
        assert_eq!(serde_json::from_str::<Value>(timed).expect("JSON")[0]["text"], "la");
    }
    assert!(conversion["album_cover_path"].as_str().is_some_and(|it| it.ends_with("/cover.png")));
    assert_eq!(conversion.get("audio_url"), None, "the flat fields are for one result");
    assert_eq!(simulator.ledger().jobs().next().map(|job| job.conversion_ids.len()), Some(2));
}

#[tokio::test]
async fn one_song_is_made_if_one_is_asked_for() {
    let simulator = start().await;
    let body = json!({ "audio_url": "https://example.com/a.mp3", "extend_after": 3.5, "num_outputs": 1 });
    let (_, receipt) = send(post(&simulator, "/v1/extend").json(&body)).await;
    assert!(receipt.get("conversion_id_1").is_some());
    assert_eq!(receipt.get("conversion_id_2"), None);
}

#[tokio::test]
async fn a_job_is_found_by_each_of_its_ids_and_only_with_its_type() {
    let simulator = start().await;
    let (_, song) = send(post(&simulator, "/v2/MusicAI").json(&json!({ "prompt": "x" }))).await;
    let cut = submit_cut(&simulator).await;
    for (kind, name, id) in [
        ("MUSIC_AI", "task_id", &song["task_id"]),
        ("MUSIC_AI", "conversion_id", &song["conversion_id_1"]),
        ("MUSIC_AI", "conversion_id", &song["conversion_id_2"]),
        ("AUDIO_CUTTER", "task_id", &cut["task_id"]),
        ("AUDIO_CUTTER", "conversion_id", &cut["conversion_id"]),
    ] {
        let id = id.as_str().expect("an id");
        let (status, answer) =
            send(get(&simulator, &format!("/v1/byId?conversionType={kind}&{name}={id}"))).await;
        assert_eq!((status.as_u16(), &answer["conversion"]["feature"]), (200, &json!(kind)));
        let other = if kind == "MUSIC_AI" { "COVER" } else { "MUSIC_AI" };
        let (status, error) =
            send(get(&simulator, &format!("/v1/byId?conversionType={other}&{name}={id}"))).await;
        assert_eq!((status.as_u16(), &error["error_code"]), (404, &json!("RESOURCE_NOT_FOUND")));
    }
    let (status, _) = report(&simulator, "COVER", &json!("unknown")).await;
    assert_eq!(status, 404);
}

/// Requests that are valid for each operation of the document that starts a job.
fn submissions() -> Vec<(&'static str, Value)> {
    let url = "https://example.com/a.mp3";
    vec![
        ("/v2/MusicAI", json!({ "prompt": "x" })),
        ("/v1/MusicAI", json!({ "prompt": "x" })),
        ("/v1/Remix", json!({ "audio_url": url, "prompt": "x" })),
        ("/v1/extend", json!({ "audio_url": url, "extend_after": 1 })),
        (
            "/v1/inpaint",
            json!({ "audio_url": url, "prompt": "x", "replace_start_at": 1, "replace_end_at": 2 }),
        ),
        ("/v1/sing_over_instrumental", json!({ "audio_url": url, "prompt": "x", "lyrics": "x" })),
        ("/v1/sing_over_vocal", json!({ "audio_url": url, "lyrics": "x" })),
        ("/v1/image_to_song", json!({ "image_url": "https://example.com/a.png" })),
        ("/v1/image_generator", json!({ "prompt": "x" })),
        ("/v1/TextToSpeech", json!({ "text": "x", "voice_id": "x" })),
        ("/v1/VoiceChanger", json!({ "audio_url": url, "voice_id": "x" })),
        ("/v2/Extraction", json!({ "audio_url": url })),
        ("/v1/Extraction", json!({ "audio_url": url })),
        ("/v1/Cover", json!({ "audio_url": url, "voice_id": "x" })),
        ("/v1/denoise", json!({ "audio_url": url })),
        ("/v1/deecho", json!({ "audio_url": url })),
        ("/v1/dereverb", json!({ "audio_url": url })),
        ("/v1/sound_generator", json!({ "prompt": "x" })),
        ("/v1/audio_transcribe", json!({ "audio_url": url })),
        ("/v1/file_convert", json!({ "audio_url": url, "target_format": "wav" })),
        ("/v1/audio_to_midi", json!({ "audio_url": url })),
        ("/v1/audio_cutter", json!({ "audio_url": url, "start_time": 1, "end_time": 2 })),
        ("/v1/audio_speed_changer", json!({ "audio_url": url, "speed_change_factor": 2 })),
        ("/v1/audio_mastering", json!({ "audio_url": url, "reference_audio_url": url })),
        ("/v1/extract_key_bpm", json!({ "audio_url": url })),
    ]
}

#[tokio::test]
async fn every_submission_is_accepted_once_and_its_job_completes() {
    let simulator = start().await;
    let mut receipts = Vec::new();
    for (path, body) in submissions() {
        let (status, receipt) = send(post(&simulator, path).json(&body)).await;
        assert_eq!(status, 200, "{path}: {receipt}");
        receipts.push(receipt);
    }
    simulator.advance(Duration::from_secs(1000));
    let ledger = simulator.ledger();
    assert_eq!(ledger.jobs().count(), submissions().len());
    for (entry, receipt) in ledger.jobs().zip(&receipts) {
        assert_eq!(ledger.accepted(&entry.operation), 1);
        assert_eq!(entry.task_id.as_deref(), receipt["task_id"].as_str());
        assert_eq!(ledger.job(receipt["task_id"].as_str().expect("an id")), Some(entry));
    }
    let (_, jobs) =
        send(crate::support::client().get(format!("{}/__simulator/jobs", simulator.origin()))).await;
    let states: Vec<&Value> =
        jobs["jobs"].as_array().expect("a list").iter().map(|job| &job["status"]).collect();
    assert!(states.iter().all(|state| *state == "COMPLETED"), "{states:?}");
}

#[tokio::test]
async fn credits_are_reserved_until_there_are_too_few() {
    let simulator = simulator::start(options().credits(0.02)).await.expect("it starts");
    submit_cut(&simulator).await;
    let body = json!({ "audio_url": "https://example.com/a.mp3", "start_time": 0, "end_time": 1000 });
    let (status, error) = send(post(&simulator, "/v1/audio_cutter").json(&body)).await;
    assert_eq!((status.as_u16(), &error["error_code"]), (402, &json!("INSUFFICIENT_CREDITS")));
    assert_eq!(error["required_credits"], 0.015);
    assert!(error["available_credits"].as_f64().is_some_and(|left| (left - 0.005).abs() < 1e-9), "{error}");
    assert_eq!(simulator.ledger().accepted("audio_cutter"), 1);
}

#[tokio::test]
async fn lyrics_are_answered_at_once() {
    let simulator = start().await;
    let (status, lyrics) = send(get(&simulator, "/v1/prompt_to_lyrics?prompt=hope")).await;
    assert_eq!((status.as_u16(), &lyrics["lyrics"]), (200, &json!("Here's to the morning")));
    assert_eq!(simulator.ledger().jobs().count(), 0);
}

#[tokio::test]
async fn voices_come_in_pages() {
    let simulator = start().await;
    let mut names = Vec::new();
    for (query, page, count) in
        [("limit=2&page=0", 0, 2), ("limit=2&page=1", 1, 2), ("limit=2&page=1554", 1554, 0)]
    {
        let (status, list) = send(get(&simulator, &format!("/v1/getAllVoices?{query}"))).await;
        assert_eq!((status.as_u16(), &list["page"], &list["total"]), (200, &json!(page), &json!(3108)));
        let voices = list["voices"].as_array().expect("a list");
        assert_eq!(voices.len(), count, "{query}");
        names.extend(voices.iter().map(|voice| voice["voice_id"].to_string()));
    }
    names.dedup();
    assert_eq!(names.len(), 4, "no voice comes twice");
    let (_, list) = send(get(&simulator, "/v1/getAllVoices")).await;
    assert_eq!(list["voices"].as_array().map(Vec::len), Some(20), "the limit of the example");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_answers() {
    let run = async |seed| {
        let simulator = simulator::start(options().seed(seed)).await.expect("it starts");
        let mut answers = vec![submit_cut(&simulator).await];
        for (path, body) in submissions() {
            answers.push(send(post(&simulator, path).json(&body)).await.1);
        }
        answers
    };
    assert_eq!(run(7).await, run(7).await);
    assert_ne!(run(7).await, run(8).await);
}

#[tokio::test]
async fn scaled_time_runs_by_itself() {
    let options = simulator::Options::new(crate::support::DOCUMENT).speed(10_000.0);
    let simulator = simulator::start(options).await.expect("it starts");
    let receipt = submit_cut(&simulator).await;
    let wait = async {
        while report(&simulator, "AUDIO_CUTTER", &receipt["task_id"]).await.1["conversion"]["status"]
            != "COMPLETED"
        {}
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("66 simulated seconds take 7 ms");
}
