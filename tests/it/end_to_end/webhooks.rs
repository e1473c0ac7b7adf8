//! What arrives at the address that a job reports to, read as the type that the client has for it.

use std::fmt::Debug;

use musicgpt_client::types::{
    AudioMasteringInput, AudioMasteringRequest, AudioMasteringWebhook, AudioTranscribeInput,
    AudioTranscribeRequest, AudioTranscribeWebhook, ConversionType, DenoiseInput, DenoiseRequest,
    DenoiseWebhook, ExtractKeyBpmInput, ExtractKeyBpmRequest, ExtractKeyBpmWebhook, ExtractionInput,
    ExtractionRequest, ExtractionWebhook, ImageGeneratorRequest, ImageGeneratorWebhook, JobStatus,
    MusicAiRequest, MusicModel, OutputExtension, SongWebhook, SoundGeneratorRequest, SoundGeneratorWebhook,
    WebhookEnvelope, WebhookLabel, WebhookSubtype,
};
use musicgpt_client::{Client, Error};
use runtime::serde::Serialize;
use runtime::serde::de::DeserializeOwned;
use serde_json::Value;
use simulator::{Entry, Outcome};

use super::bench::{Bench, in_time, plain_http, until};
use super::case::SONG;
use crate::wire::server::Server;

/// A job and the calls that it has made.
struct Told<W> {
    bench: Bench,
    job: Entry,
    calls: Vec<W>,
}

/// Submits a job that reports to this test, completes it, and reads a call for each conversion, or two by the rule.
async fn told<W, C, T>(rule: Option<&str>, submit: impl FnOnce(&Client, String) -> C) -> Told<W>
where
    W: DeserializeOwned + Serialize + Debug,
    C: IntoFuture<Output = Result<T, Error>>,
{
    let times = if rule.is_some() { 2 } else { 1 };
    told_as_often(rule, |job| job.conversion_ids.len() * times, submit).await
}

/// Submits a job that reports to this test, completes it, and reads all calls that it makes.
async fn told_as_often<W, C, T>(
    rule: Option<&str>,
    calls_of: impl FnOnce(&Entry) -> usize,
    submit: impl FnOnce(&Client, String) -> C,
) -> Told<W>
where
    W: DeserializeOwned + Serialize + Debug,
    C: IntoFuture<Output = Result<T, Error>>,
{
    let mut receiver = Server::json("{}").await;
    let bench = Bench::start().await;
    if let Some(rule) = rule {
        bench.simulator.misbehave(rule.parse().expect("a rule"));
    }
    submit(&bench.client, receiver.base_url.clone()).await.map(drop).expect("the request is fine");
    let job = bench.simulator.ledger().jobs().last().cloned().expect("a job was started");
    assert_eq!(job.fields["webhook_url"].text(), Some(receiver.base_url.as_str()));
    bench.advance(10.0);
    // A call that came too early would come while this one is answered.
    bench.client.get_all_voices().limit(1).await.expect("the simulator answers");
    assert!(receiver.is_idle(), "it is too early");
    bench.advance(300.0);
    let mut calls = Vec::new();
    for _ in 0..calls_of(&job) {
        calls.push(read(&in_time(receiver.received()).await, &job));
    }
    until(|| bench.simulator.ledger().of("webhook").count() == calls.len()).await;
    for entry in bench.simulator.ledger().of("webhook") {
        assert_eq!((entry.outcome, entry.status), (Outcome::Delivered, Some(200)), "{:?}", entry.reason);
        assert_eq!((&entry.task_id, entry.time), (&job.task_id, 310.0), "after the job was done");
    }
    assert!(receiver.is_idle(), "no call too many");
    Told { bench, job, calls }
}

/// Reads a call: it is a POST of JSON without the key, and nothing of it is lost in the type.
fn read<W: DeserializeOwned + Serialize + Debug>(request: &[u8], job: &Entry) -> W {
    let request = str::from_utf8(request).expect("a call is text");
    let (head, body) = request.split_once("\r\n\r\n").expect("a call has a head");
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("post /api/public http/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/json") && !head.contains("authorization"), "{head}");
    let json: Value = serde_json::from_str(body).expect("a call is JSON");
    let envelope: WebhookEnvelope =
        serde_json::from_str(body).expect("every call has what all have in common");
    assert_eq!((envelope.success, envelope.task_id), (Some(true), job.task_id.clone()));
    let call: W = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    let written = serde_json::to_value(&call).expect("a call can be written");
    assert_eq!(plain(&written), plain(&json), "{call:?}");
    call
}

/// Removes what makes no difference to a reader: a member that is null is as good as missing, and 162 is 162.0.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let present = members.iter().filter(|(_, member)| !member.is_null());
            present.map(|(name, member)| (name.clone(), plain(member))).collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Number(number) => number.as_f64().into(),
        other => other.clone(),
    }
}

impl<W> Told<W> {
    /// Returns the only call.
    fn only(&self) -> &W {
        let [call] = &self.calls[..] else { panic!("{} calls", self.calls.len()) };
        call
    }

    /// Requires that a call is about the job, and that the result it names can be fetched.
    async fn check(&self, id: Option<&str>, output: usize, path: Option<&str>) {
        assert_eq!(id, Some(self.job.conversion_ids[output].as_str()));
        let path = path.expect("there is a result");
        assert!(path.starts_with(self.bench.simulator.origin()), "{path}");
        let file = plain_http().get(path).send().await.expect("the result is there");
        assert_eq!(file.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn songs_are_told_one_by_one() {
    let told: Told<SongWebhook> =
        told(None, |it, hook| it.music_ai(MusicAiRequest::new().title("Rain").webhook_url(hook))).await;
    assert_eq!(told.calls.len(), 2);
    for (output, call) in told.calls.iter().enumerate() {
        told.check(call.conversion_id.as_deref(), output, call.conversion_path.as_deref()).await;
        assert_eq!(call.conversion_type, Some(WebhookLabel::MusicAi));
        assert_eq!(call.subtype, Some(WebhookSubtype::MusicAi));
        assert_eq!(call.title.as_deref(), Some("Rain"));
        assert!(call.extra.is_empty(), "{call:?}");
    }
}

#[tokio::test]
async fn all_that_a_song_was_asked_for_is_told() {
    let told: Told<SongWebhook> = told_as_often(
        None,
        |_| 7,
        |it, hook| {
            let request = MusicAiRequest::new().title("Rain").model(MusicModel::V7Pro);
            it.music_ai(request.lyrics_timestamps(true).generate_album_cover(true).webhook_url(hook))
        },
    )
    .await;
    let of = |subtype: WebhookSubtype| {
        told.calls.iter().filter(|it| it.subtype.as_ref() == Some(&subtype)).collect::<Vec<_>>()
    };
    // Two songs, their lyrics and streams, and one cover.
    assert_eq!(of(WebhookSubtype::MusicAi).len(), 2);
    assert_eq!(of(WebhookSubtype::LyricsTimestamped).len(), 2);
    assert_eq!(of(WebhookSubtype::AudioStreaming).len(), 2);
    let [cover] = of(WebhookSubtype::AlbumCoverGeneration)[..] else { panic!("{:?}", told.calls) };
    assert_eq!(cover.conversion_id_1.as_ref(), Some(&told.job.conversion_ids[0]));
    assert_eq!(cover.conversion_id_2.as_ref(), Some(&told.job.conversion_ids[1]));
    assert!(told.calls.iter().all(|call| call.extra.is_empty()), "{:?}", told.calls);
}

#[tokio::test]
async fn a_master_is_told() {
    let told: Told<AudioMasteringWebhook> = told(None, |it, hook| {
        let input = AudioMasteringInput::Urls { audio_url: SONG.into(), reference_audio_url: SONG.into() };
        let request = AudioMasteringRequest::new(input).output_extension(OutputExtension::Flac);
        it.audio_mastering(request.webhook_url(hook))
    })
    .await;
    let call = told.only();
    told.check(call.conversion_id.as_deref(), 0, call.output_file.as_deref()).await;
    assert_eq!(call.conversion_type, Some(WebhookLabel::AudioMastering));
    assert!(call.output_file.as_ref().is_some_and(|path| path.ends_with(".flac")), "{call:?}");
    assert!(call.extra.is_empty(), "{call:?}");
}

#[tokio::test]
async fn a_clean_recording_is_told() {
    let told: Told<DenoiseWebhook> = told(None, |it, hook| {
        it.denoise(DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(hook))
    })
    .await;
    let call = told.only();
    told.check(call.conversion_id.as_deref(), 0, call.no_noise.as_deref()).await;
    assert_eq!(call.conversion_type, Some(WebhookLabel::Denoise));
    assert_eq!(call.conversion_cost.as_ref().and_then(|cost| cost.as_f64()), Some(0.03));
    assert!(call.extra.is_empty(), "{call:?}");
}

#[tokio::test]
async fn a_transcription_is_told() {
    let told: Told<AudioTranscribeWebhook> = told(None, |it, hook| {
        it.audio_transcribe(
            AudioTranscribeRequest::new(AudioTranscribeInput::Url(SONG.into())).webhook_url(hook),
        )
    })
    .await;
    let call = told.only();
    assert_eq!(call.conversion_id.as_ref(), told.job.conversion_ids.first());
    assert_eq!(call.conversion_type, Some(WebhookLabel::AudioTranscription));
    assert!(call.transcription.as_ref().is_some_and(|words| !words.is_empty()), "{call:?}");
    assert!(call.extra.is_empty(), "{call:?}");
}

#[tokio::test]
async fn key_and_tempo_are_told() {
    let told: Told<ExtractKeyBpmWebhook> = told(None, |it, hook| {
        it.extract_key_bpm(ExtractKeyBpmRequest::new(ExtractKeyBpmInput::Url(SONG.into())).webhook_url(hook))
    })
    .await;
    let call = told.only();
    assert_eq!(call.conversion_id.as_ref(), told.job.conversion_ids.first());
    assert_eq!(call.conversion_type, Some(WebhookLabel::KeyBpmExtraction));
    assert_eq!((call.bpm, call.dominant_key.as_deref()), (Some(162.0), Some("A# major")));
    assert!(call.extra.is_empty(), "{call:?}");
}

#[tokio::test]
async fn stems_are_told_in_a_text_that_holds_json() {
    let told: Told<ExtractionWebhook> = told(None, |it, hook| {
        it.extraction(ExtractionRequest::new(ExtractionInput::Url(SONG.into())).webhook_url(hook))
    })
    .await;
    let call = told.only();
    let stems: Value = serde_json::from_str(call.audio_url.as_deref().expect("stems")).expect("it is JSON");
    told.check(call.conversion_id.as_deref(), 0, stems["vocals"].as_str()).await;
    assert_eq!(call.conversion_type, Some(WebhookLabel::Extraction));
}

#[tokio::test]
async fn sounds_are_told_by_their_ids() {
    let told: Told<SoundGeneratorWebhook> =
        told(None, |it, hook| it.sound_generator(SoundGeneratorRequest::new("rain").webhook_url(hook))).await;
    let call = told.only();
    told.check(call.conversion_id.as_deref(), 0, call.conversion_path.as_deref()).await;
    assert_eq!(call.conversion_type, Some(WebhookLabel::SoundCreator));
    let paths = call.conversion_paths.as_ref().expect("there are sounds");
    assert_eq!(paths.keys().collect::<Vec<_>>(), [&told.job.conversion_ids[0]]);
    assert_eq!(paths.values().next(), call.conversion_path.as_ref());
}

/// The only way to get at a picture: the report on jobs has no type for it.
#[tokio::test]
async fn a_picture_is_told() {
    let told: Told<ImageGeneratorWebhook> =
        told(None, |it, hook| it.image_generator(ImageGeneratorRequest::new().webhook_url(hook))).await;
    let call = told.only();
    told.check(call.conversion_id.as_deref(), 0, call.conversion_path.as_deref()).await;
    assert_eq!(call.conversion_type, Some(WebhookLabel::ImageGenerator));
    assert!(call.extra.is_empty(), "{call:?}");
}

#[tokio::test]
async fn what_is_told_twice_is_the_same() {
    let told: Told<DenoiseWebhook> = told(Some("denoise duplicate-webhook times=2"), |it, hook| {
        it.denoise(DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(hook))
    })
    .await;
    assert_eq!(told.calls[0], told.calls[1]);
    assert_eq!(told.bench.simulator.ledger().accepted("denoise"), 1);
}

/// Why the document says to ask before trusting a call: anyone may make one, at any time.
#[tokio::test]
async fn what_is_told_too_early_is_no_result() {
    let mut receiver = Server::json("{}").await;
    let bench = Bench::misbehaving("denoise early-webhook").await;
    let request = DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(&receiver.base_url);
    bench.client.denoise(request).await.expect("the request is fine");
    let job = bench.only("denoise");
    let call: DenoiseWebhook = read(&in_time(receiver.received()).await, &job);
    assert_eq!(call.success, Some(true), "so it says");

    let question = bench.client.get_conversion(ConversionType::Denoising);
    let report = question.task_id(call.task_id.expect("a task")).await.expect("the job is known");
    assert_eq!(report.conversion.and_then(|it| it.status), Some(JobStatus::InQueue));
    let early = plain_http().get(call.no_noise.expect("a result")).send().await.expect("an answer");
    assert_eq!(early.status(), 404);
}
