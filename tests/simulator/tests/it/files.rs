//! Downloads and ranges.

use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};
use simulator::Simulator;

use crate::support::{client, post, report, send, start, submit_cut};

/// Completes a conversion to a file type and returns the address of its result.
async fn converted(simulator: &Simulator, target_format: &str) -> String {
    let body = json!({ "audio_url": "https://example.com/a.mp3", "target_format": target_format });
    let (_, receipt) = send(post(simulator, "/v1/file_convert").json(&body)).await;
    simulator.advance(Duration::from_secs(60));
    let (_, answer) = report(simulator, "FILE_CONVERT", &receipt["task_id"]).await;
    answer["conversion"]["audio_url"].as_str().expect("an address").to_owned()
}

async fn download(url: &str, headers: &[(&str, &str)]) -> Response {
    let request =
        headers.iter().fold(client().get(url), |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn a_wav_file_is_a_tone_of_two_seconds() {
    let simulator = start().await;
    let url = converted(&simulator, "wav").await;
    assert!(url.ends_with(".wav"));
    let response = download(&url, &[]).await;
    assert_eq!(response.headers()["content-type"], "audio/wav");
    assert_eq!(response.headers()["accept-ranges"], "bytes");
    let length: usize =
        response.headers()["content-length"].to_str().expect("text").parse().expect("a number");
    let bytes = response.bytes().await.expect("a whole file");
    assert_eq!((bytes.len(), length), (44 + 2 * 88_200, bytes.len()));
    assert_eq!((&bytes[..4], &bytes[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
    let samples: Vec<i16> =
        bytes[44..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    let crossings = samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count();
    assert!((879..=880).contains(&crossings), "440 Hz for two seconds, not {crossings} waves");
}

#[tokio::test]
async fn an_mp3_file_is_a_row_of_frames() {
    let simulator = start().await;
    let url = converted(&simulator, "mp3").await;
    let response = download(&url, &[]).await;
    assert_eq!(response.headers()["content-type"], "audio/mpeg");
    let bytes = response.bytes().await.expect("a whole file");
    assert_eq!(bytes.len() % 417, 0);
    assert!(bytes.chunks(417).all(|frame| frame[..3] == [0xFF, 0xFB, 0x90]), "MPEG-1 Layer III, 128 kbit/s");
    let seconds = (bytes.len() / 417) as f64 * 1152.0 / 44_100.0;
    assert!((seconds - 2.0).abs() < 0.03, "{seconds} s");
}

#[tokio::test]
async fn other_types_say_what_they_truly_are() {
    let simulator = start().await;
    for format in ["flac", "ogg", "aac", "webm"] {
        let response = download(&converted(&simulator, format).await, &[]).await;
        assert_eq!(response.headers()["content-type"], "audio/wav", "{format}");
    }
    let url = converted(&simulator, "wav").await;
    for (extension, content_type, start) in [
        ("png", "image/png", &b"\x89PNG"[..]),
        ("mid", "audio/midi", b"MThd"),
        ("xyz", "application/octet-stream", b"s"),
    ] {
        let response = download(&url.replace(".wav", &format!(".{extension}")), &[]).await;
        assert_eq!(response.headers()["content-type"], content_type);
        assert!(response.bytes().await.expect("a whole file").starts_with(start));
    }
}

#[tokio::test]
async fn results_of_a_job_differ() {
    let simulator = start().await;
    let (_, song) = send(post(&simulator, "/v2/MusicAI").json(&json!({ "prompt": "x" }))).await;
    simulator.advance(Duration::from_secs(154));
    let (_, answer) = report(&simulator, "MUSIC_AI", &song["task_id"]).await;
    let mut tags = Vec::new();
    for field in ["conversion_path_1", "conversion_path_2", "conversion_path_wav_1", "conversion_path_wav_2"]
    {
        let url = answer["conversion"][field].as_str().expect("an address");
        tags.push(download(url, &[]).await.headers()["etag"].clone());
    }
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn ranges_are_served_as_asked_for() {
    let simulator = start().await;
    let url = converted(&simulator, "wav").await;
    let whole = download(&url, &[]).await;
    let etag = whole.headers()["etag"].to_str().expect("text").to_owned();
    let whole = whole.bytes().await.expect("a whole file");
    let total = whole.len();
    for (range, first, last) in [
        ("bytes=0-9".to_owned(), 0, 9),
        (format!("bytes={}-", total - 5), total - 5, total - 1),
        ("bytes=-7".to_owned(), total - 7, total - 1),
        (format!("bytes=10-{}", total * 2), 10, total - 1),
    ] {
        for headers in
            [vec![("range", range.as_str())], vec![("range", range.as_str()), ("if-range", etag.as_str())]]
        {
            let response = download(&url, &headers).await;
            assert_eq!(response.status(), 206, "{range}");
            assert_eq!(response.headers()["content-range"], format!("bytes {first}-{last}/{total}"));
            assert_eq!(response.bytes().await.expect("a part"), whole[first..=last], "{range}");
        }
    }
    let response = download(&url, &[("range", "bytes=0-9"), ("if-range", "\"another\"")]).await;
    assert_eq!((response.status().as_u16(), response.content_length()), (200, Some(total as u64)));
    for range in [format!("bytes={total}-"), "bytes=9-3".to_owned(), "bytes=-0".to_owned()] {
        let response = download(&url, &[("range", &range)]).await;
        assert_eq!(response.status(), 416, "{range}");
        assert_eq!(response.headers()["content-range"], format!("bytes */{total}"));
    }
    for range in ["bytes=a-b", "lines=1-2", "bytes=0-1,3-4"] {
        assert_eq!(download(&url, &[("range", range)]).await.status(), 200, "{range} is not understood");
    }
    let ledger = simulator.ledger();
    assert!(
        ledger.of("download").any(|entry| entry.headers.get("range").is_some_and(|it| it == "bytes=0-9"))
    );
}

#[tokio::test]
async fn head_tells_all_but_the_bytes() {
    let simulator = start().await;
    let url = converted(&simulator, "wav").await;
    let response = client().head(&url).send().await.expect("an answer");
    assert_eq!(
        (response.status().as_u16(), response.headers()["content-length"].as_bytes()),
        (200, &b"176444"[..])
    );
    assert!(response.bytes().await.expect("nothing").is_empty());
}

#[tokio::test]
async fn there_is_no_file_before_the_job_is_done_nor_for_others() {
    let simulator = start().await;
    let receipt: Value = submit_cut(&simulator).await;
    let id = receipt["conversion_id"].as_str().expect("an id");
    let url = format!("{}/files/{id}/{id}.mp3", simulator.origin());
    assert_eq!(download(&url, &[]).await.status(), 404);
    simulator.advance(Duration::from_secs(66));
    assert_eq!(download(&url, &[]).await.status(), 200);
    assert_eq!(download(&url.replace(id, "other"), &[]).await.status(), 404);
}
