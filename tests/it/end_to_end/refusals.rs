//! Requests that the simulator refuses, as the errors that a caller gets.

use musicgpt_client::types::{
    ApiError, ConversionType, CoverInput, CoverRequest, ErrorCode, ImageGeneratorRequest, ImageToSongInput,
    ImageToSongRequest, InsufficientCredits, MusicAiRequest, SoundGeneratorRequest,
};
use musicgpt_client::{Client, Error, ErrorKind};
use simulator::Outcome;

use super::bench::{Bench, options};
use super::case::SONG;
use crate::wire::server::client;

/// Requires that an error is a refusal with this status and code, and returns what it says.
fn refusal(error: &Error, status: u16, code: &ErrorCode) -> String {
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(status), "{error}");
    let body: ApiError = error.decode().expect("the body has the documented shape");
    assert_eq!((body.success, body.error_code.as_ref()), (Some(false), Some(code)), "{error}");
    body.message.expect("the simulator says why")
}

#[tokio::test]
async fn a_wrong_key_is_refused_by_every_kind_of_operation() {
    let bench = Bench::start().await;
    let wrong = Client::builder().api_key("wrong-key").base_url(bench.simulator.base_url());
    let wrong = wrong.build().expect("the key can be sent");
    let errors = [
        wrong.get_all_voices().await.expect_err("the key is wrong"),
        wrong.music_ai(MusicAiRequest::new()).await.expect_err("the key is wrong"),
        wrong.image_generator(ImageGeneratorRequest::new()).await.expect_err("the key is wrong"),
        wrong
            .cover(CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1"))
            .await
            .expect_err("the key is wrong"),
        wrong.complete_upload("upl_1").await.expect_err("the key is wrong"),
    ];
    for error in &errors {
        let message = refusal(error, 401, &ErrorCode::UnauthorizedAccess);
        assert!(message.contains("key"), "{message}");
        assert!(!error.to_string().contains("wrong-key"), "{error}");
    }
    let ledger = bench.simulator.ledger();
    assert_eq!(ledger.entries.len(), errors.len(), "nothing is tried twice");
    assert!(ledger.entries.iter().all(|entry| entry.outcome == Outcome::Refused));
    assert_eq!(ledger.jobs().count(), 0);
}

/// Each bad request, and the field that the refusal must name.
#[tokio::test]
async fn a_bad_request_is_refused_by_the_name_of_the_field() {
    let bench = Bench::start().await;
    let it = &bench.client;
    let picture = || ImageToSongInput::Url("https://example.com/cover.png".into());
    let mut unknown = MusicAiRequest::new();
    unknown.extra.insert("tempo".to_owned(), 120.into());
    let voice_1 = || CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
    let refused = [
        ("prompt", it.music_ai(MusicAiRequest::new().prompt("x".repeat(1001))).await.map(drop)),
        ("model", it.music_ai(MusicAiRequest::new().model("v99")).await.map(drop)),
        ("webhook_url", it.music_ai(MusicAiRequest::new().webhook_url("no address")).await.map(drop)),
        ("output_length", it.music_ai(MusicAiRequest::new().output_length(301)).await.map(drop)),
        ("tempo", it.music_ai(unknown).await.map(drop)),
        ("pitch", it.cover(voice_1().pitch(13)).await.map(drop)),
        ("audio_length", it.sound_generator(SoundGeneratorRequest::new("x").audio_length(4)).await.map(drop)),
        ("height", it.image_generator(ImageGeneratorRequest::new().height(17)).await.map(drop)),
        (
            "prompt",
            it.image_to_song(ImageToSongRequest::new(picture()).prompt("x".repeat(1001))).await.map(drop),
        ),
        ("conversionType", it.get_conversion("NEW_THING").task_id("1").await.map(drop)),
        ("task_id", it.get_conversion(ConversionType::MusicAi).await.map(drop)),
        (
            "conversion_id",
            it.get_conversion(ConversionType::Cover).task_id("1").conversion_id("2").await.map(drop),
        ),
        ("wait_seconds", it.complete_upload_and_preprocess("upl_1").wait_seconds(61).await.map(drop)),
        ("prompt", it.prompt_to_lyrics("").await.map(drop)),
    ];
    for (field, answer) in &refused {
        let error = answer.as_ref().expect_err(field);
        let message = refusal(error, 422, &ErrorCode::UnprocessableContent);
        assert!(message.contains(&format!("`{field}`")), "{field}: {message}");
        assert!(error.to_string().contains(field), "the caller reads which field it is: {error}");
    }
    let ledger = bench.simulator.ledger();
    assert_eq!(ledger.entries.len(), refused.len(), "nothing is tried twice");
    assert!(
        ledger.entries.iter().all(|entry| (entry.outcome, entry.status) == (Outcome::Refused, Some(422)))
    );
}

#[tokio::test]
async fn a_job_that_is_not_there_is_not_found() {
    let bench = Bench::start().await;
    let request = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
    let job = bench.client.cover(request).await.expect("the request is fine");
    let task = job.id().expect("a task");
    for call in [
        bench.client.get_conversion(ConversionType::Cover).task_id("nobody"),
        bench.client.get_conversion(ConversionType::Cover).conversion_id(task),
        bench.client.get_conversion(ConversionType::Remix).task_id(task),
    ] {
        let error = call.await.expect_err("there is no such job");
        refusal(&error, 404, &ErrorCode::ResourceNotFound);
    }
}

#[tokio::test]
async fn missing_credits_stop_the_job() {
    // A cover is estimated at 1.27.
    let bench = Bench::with(options().credits(2.0)).await;
    let request = || CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
    bench.client.cover(request()).await.expect("there is enough for one");
    let error = bench.client.cover(request()).await.expect_err("there is not enough for two");

    refusal(&error, 402, &ErrorCode::InsufficientCredits);
    let body: InsufficientCredits = error.decode().expect("the body has the documented shape");
    assert_eq!(body.required_credits, Some(1.27));
    assert!(body.available_credits.is_some_and(|left| (left - 0.73).abs() < 1e-9), "{body:?}");
    assert_eq!(body.error_code, Some(ErrorCode::InsufficientCredits));
    assert!(body.extra.is_empty(), "{body:?}");
    let ledger = bench.simulator.ledger();
    assert_eq!((ledger.accepted("cover"), ledger.jobs().count()), (1, 1));
}

#[tokio::test]
async fn an_address_that_the_document_lacks_is_not_found() {
    let bench = Bench::start().await;
    let elsewhere = format!("{}/v9", bench.simulator.base_url());
    let elsewhere = client(&elsewhere).expect("the base URL is fine");
    let error = elsewhere.get_all_voices().await.expect_err("there is nothing there");
    refusal(&error, 404, &ErrorCode::ResourceNotFound);
    assert_eq!(bench.simulator.ledger().accepted("get_all_voices"), 0);
}
