//! Turns what a server answers into the values that a caller gets, and those back into the same JSON.

use std::fmt::Debug;

use musicgpt_client::types::{
    CompletedUpload, Conversion, ConversionReport, ConversionType, JobStatus, Lyrics, LyricsLine,
    LyricsTimestamps, MusicAiRequest, PreparedUpload, PreprocessPhase, PreprocessedUpload,
    SoundGeneratorRequest, StreamInfo, SubmittedConversion, SubmittedSongs, UploadAudioRequest, VoiceList,
};
use musicgpt_client::{Client, Error, Job};
use runtime::serde::Serialize;
use serde_json::{Value, json};

use super::server::Server;

/// Calls a server that gives this answer, and requires that none of it is lost: written again, it is the same JSON.
async fn answer<C, T>(json: Value, call: impl FnOnce(Client) -> C) -> T
where
    C: IntoFuture<Output = Result<T, Error>>,
    T: Serialize + Debug,
{
    let server = Server::json(&json.to_string()).await;
    let value = call(server.client()).await.expect("the answer fits");
    assert_eq!(serde_json::to_value(&value).expect("an answer can be written"), json, "{value:?}");
    value
}

/// The same of an operation that starts a job: what is compared is its receipt.
async fn receipt<C, R>(json: Value, call: impl FnOnce(Client) -> C) -> R
where
    C: IntoFuture<Output = Result<Job<Conversion, R>, Error>>,
    R: Serialize + Debug,
{
    answer(json, |client| {
        let call = call(client);
        async { call.await.map(Job::into_receipt) }
    })
    .await
}

async fn report(json: Value) -> ConversionReport {
    answer(json, |client| client.get_conversion(ConversionType::MusicAi).task_id("1")).await
}

async fn conversion(members: Value) -> Conversion {
    report(json!({ "conversion": members })).await.conversion.expect("the report has a conversion")
}

#[tokio::test]
async fn a_flat_report_is_read() {
    let report = report(json!({
        "success": true,
        "conversion": {
            "task_id": "12345678-abcd-1234-efgh-567890abcdef",
            "conversion_id": "87654321-dcba-4321-hgfe-098765fedcba",
            "status": "COMPLETED",
            "status_msg": "Conversion successful",
            "audio_url": "https://example.com/song.mp3",
            "conversion_cost": 1.25,
            "title": "Rain",
            "lyrics": "[Instrumental]",
            "music_style": "Lo-fi",
            "createdAt": "2025-01-01T12:00:00Z",
            "updatedAt": "2025-01-01T12:00:00Z",
        },
    }))
    .await;
    let conversion = report.conversion.expect("the report has a conversion");
    assert_eq!(report.success, Some(true));
    assert_eq!(conversion.status, Some(JobStatus::Completed));
    assert_eq!(conversion.audio_url.as_deref(), Some("https://example.com/song.mp3"));
    assert_eq!(conversion.created_at, Some("2025-01-01T12:00:00Z".into()));
    assert!(conversion.extra.is_empty(), "{:?}", conversion.extra);
}

#[tokio::test]
async fn a_numbered_report_is_read() {
    let task = "15b6437f-e3af-5b5d-b2f4-14cb141f313a";
    let conversion = conversion(json!({
        "task_id": task,
        "feature": "MUSIC_AI",
        "status": "COMPLETED",
        "message": "Audio conversion completed",
        "webhook_url": "https://example.com/hook",
        "createdAt": "2026-08-17T17:07:40.557077+00:00",
        "updatedAt": "2026-08-17T17:11:27.061001+00:00",
        "generation_completed_at": "2026-08-17 17:11:27.054 +0000",
        "conversion_id_1": "1", "conversion_id_2": "2",
        "title_1": "Rain", "title_2": "Rain again",
        "lyrics_1": "Drip", "lyrics_2": "Drop",
        "sounds_1": "piano", "sounds_2": "guitar",
        "conversion_path_1": "https://example.com/1.mp3", "conversion_path_2": "https://example.com/2.mp3",
        "conversion_path_wav_1": "https://example.com/1.wav", "conversion_path_wav_2": "https://example.com/2.wav",
        "lyrics_timestamped_1": "[]", "lyrics_timestamped_2": "[]",
        "conversion_duration_1": 208.28, "conversion_duration_2": 247.84,
        "album_cover_path": "https://example.com/1.jpg",
        "album_cover_thumbnail": "https://example.com/1_thumb.jpg",
        "is_streaming_request": false,
        "is_streaming_available": true,
    }))
    .await;
    assert_eq!(conversion.task_id.as_deref(), Some(task));
    assert_eq!(conversion.conversion_path_2.as_deref(), Some("https://example.com/2.mp3"));
    assert_eq!(conversion.conversion_duration_1.expect("it is there").as_f64(), Some(208.28));
    // Not ISO 8601, which is why no date type reads it.
    assert_eq!(conversion.generation_completed_at.as_deref(), Some("2026-08-17 17:11:27.054 +0000"));
    assert!(conversion.extra.is_empty(), "{:?}", conversion.extra);
}

#[tokio::test]
async fn a_cost_is_read_as_a_number_or_as_text() {
    for (cost, number) in [(json!(1.25), 1.25), (json!("0.68"), 0.68), (json!(2), 2.0), (json!("0"), 0.0)] {
        let conversion = conversion(json!({ "conversion_cost": cost })).await;
        assert_eq!(conversion.conversion_cost.expect("it is there").as_f64(), Some(number), "{cost}");
    }
}

#[tokio::test]
async fn timestamps_of_lyrics_are_read_as_text_as_lines_or_as_whatever_they_are() {
    let text = r#"[{"start": 0, "end": 2400, "text": "Here we go", "index": 0}]"#;
    let mut line = LyricsLine::default();
    (line.start, line.end, line.index) = (Some(0.5), Some(2400.5), Some(0));
    line.text = Some("Here we go".to_owned());
    for (json, timestamps) in [
        (json!(text), LyricsTimestamps::Text(text.to_owned())),
        (json!([]), LyricsTimestamps::Lines(Vec::new())),
        (
            json!([{ "start": 0.5, "end": 2400.5, "text": "Here we go", "index": 0 }]),
            LyricsTimestamps::Lines(vec![line]),
        ),
        (json!({ "lines": 1 }), LyricsTimestamps::Unknown(json!({ "lines": 1 }))),
        (json!([{ "index": "first" }]), LyricsTimestamps::Unknown(json!([{ "index": "first" }]))),
    ] {
        let conversion = conversion(json!({ "lyrics_timestamped": json })).await;
        assert_eq!(conversion.lyrics_timestamped, Some(timestamps));
    }
}

#[tokio::test]
async fn what_the_document_lacks_is_kept() {
    let report = report(json!({
        "success": true,
        "credits_left": 7,
        "conversion": { "status": "REHEARSING", "stems": { "bass": ["https://example.com/bass.mp3"] } },
    }))
    .await;
    let conversion = report.conversion.expect("the report has a conversion");
    assert_eq!(conversion.status, Some(JobStatus::Unknown("REHEARSING".to_owned())));
    assert_eq!(report.extra["credits_left"], 7);
    assert_eq!(conversion.extra["stems"]["bass"][0], "https://example.com/bass.mp3");
}

#[tokio::test]
async fn receipts_are_read() {
    let conversion: SubmittedConversion = receipt(
        json!({
            "success": true, "task_id": "task-1", "conversion_id": "conv456", "eta": -1, "credit_estimate": 0.011,
            "message": "", "status": "IN_QUEUE", "queue": "long",
        }),
        |client| client.sound_generator(SoundGeneratorRequest::new("rain")),
    )
    .await;
    assert_eq!((conversion.eta, conversion.credit_estimate), (Some(-1), Some(0.011)));
    assert_eq!(conversion.status, Some(JobStatus::InQueue));

    let songs: SubmittedSongs = receipt(
        json!({
            "success": true, "message": "", "task_id": "task-1", "conversion_id_1": "1", "conversion_id_2": "2",
            "is_flagged": false, "reason": "", "eta": 154, "status": "IN_QUEUE", "credit_estimate": 150.5,
            "error_message": "", "error_message_detail": "", "missing_input_fields": "",
            "predicted_user_intent": "", "queue": "long",
        }),
        |client| client.music_ai(MusicAiRequest::new()),
    )
    .await;
    assert_eq!((songs.conversion_id_2.as_deref(), songs.is_flagged), (Some("2"), Some(false)));
}

#[tokio::test]
async fn other_answers_are_read() {
    let voices: VoiceList = answer(
        json!({
            "success": true, "limit": 20, "page": 0, "total": 1, "more": false,
            "voices": [{ "voice_id": "1", "voice_name": "Ann", "language": "en" }],
        }),
        |client| client.search_voices("ann"),
    )
    .await;
    let voice = &voices.voices.expect("the list is there")[0];
    assert_eq!((voice.voice_name.as_deref(), &voice.extra["language"]), (Some("Ann"), &json!("en")));

    let lyrics: Lyrics = answer(
        json!({ "success": true, "lyrics": "Drip\nDrop", "credit_estimate": 0.5, "language": "en" }),
        |client| client.prompt_to_lyrics("rain"),
    )
    .await;
    assert_eq!(lyrics.lyrics.as_deref(), Some("Drip\nDrop"));

    let prepared: PreparedUpload = answer(
        json!({
            "upload_id": "1", "upload_url": "https://example.com", "expires_in_seconds": 3600, "region": "eu",
            "fields": { "key": "1.mp3", "x-amz-date": "20261001T000000Z" },
        }),
        |client| client.upload_audio(UploadAudioRequest::new("audio/mpeg", 1)),
    )
    .await;
    assert_eq!(prepared.fields.expect("they are there")["key"], "1.mp3");

    let completed: CompletedUpload =
        answer(json!({ "upload_id": "1", "expires_in_seconds": 86_400, "region": "eu" }), |client| {
            client.complete_upload("1")
        })
        .await;
    assert_eq!(completed.expires_in_seconds, Some(86_400));

    let preprocessed: PreprocessedUpload =
        answer(json!({ "status": "processing", "phase": "tuning", "region": "eu" }), |client| {
            client.complete_upload_and_preprocess("1")
        })
        .await;
    assert_eq!(preprocessed.phase, Some(PreprocessPhase::Unknown("tuning".to_owned())));
}

#[tokio::test]
#[expect(deprecated, reason = "what the document advises against still has to work")]
async fn the_answer_of_the_deprecated_lookup_is_read() {
    let stream: StreamInfo =
        answer(json!({ "streaming_url": "https://example.com/index.m3u8", "codec": "aac" }), |client| {
            client.music_ai_stream("1", "2")
        })
        .await;
    assert_eq!(stream.streaming_url.as_deref(), Some("https://example.com/index.m3u8"));
}

#[tokio::test]
async fn no_member_of_an_answer_has_to_be_there() {
    let nothing = || json!({});
    assert_eq!(report(nothing()).await, ConversionReport::default());
    assert_eq!(conversion(nothing()).await, Conversion::default());
    let songs = receipt(nothing(), |client| client.music_ai(MusicAiRequest::new())).await;
    assert_eq!(songs, SubmittedSongs::default());
    let sound = receipt(nothing(), |client| client.sound_generator(SoundGeneratorRequest::new("rain"))).await;
    assert_eq!(sound, SubmittedConversion::default());
    assert_eq!(answer(nothing(), |client| client.get_all_voices()).await, VoiceList::default());
    assert_eq!(answer(nothing(), |client| client.prompt_to_lyrics("rain")).await, Lyrics::default());
}

#[tokio::test]
async fn null_is_the_same_as_nothing() {
    let server =
        Server::json(r#"{"success":null,"conversion":{"status":null,"lyrics_timestamped":null}}"#).await;
    let report = server.client().get_conversion(ConversionType::Cover).await.expect("the answer fits");
    assert_eq!(report.success, None);
    assert_eq!(report.conversion, Some(Conversion::default()));
}
