//! What a field of a certain name is filled with: the one place that knows the names of this family of APIs.
//!
//! The document says which fields there are; this table says what belongs in those it knows. A field that it does not
//! know keeps the document's example, or is left out of reports.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use crate::clock::date;
use crate::document::JobReport;
use crate::job::{Job, State};
use crate::media;

/// How long a job takes when its receipt does not say.
pub(crate) const USUAL_DURATION: Duration = Duration::from_secs(30);

/// The name of the field of receipts, reports and queries that holds the id of a task.
pub(crate) const TASK_ID: &str = "task_id";
/// The name, or the beginning of numbered names, of the field that holds the id of a conversion.
pub(crate) const CONVERSION_ID: &str = "conversion_id";
/// What a request costs.
pub(crate) const ESTIMATE: &str = "credit_estimate";
/// How many seconds a job takes; negative if that is unknown.
pub(crate) const ETA: &str = "eta";
/// The state of a job.
pub(crate) const STATUS: &str = "status";
/// Where a prepared upload is posted to, and which form fields come before the file.
pub(crate) const UPLOAD_URL: &str = "upload_url";
/// The form fields of an upload.
pub(crate) const UPLOAD_FIELDS: &str = "fields";
/// The request fields with which a caller chooses the file type of the result.
pub(crate) const FILE_TYPES: [&str; 2] = ["output_extension", "target_format"];
/// The request field with which a caller chooses how many conversions are made.
pub(crate) const OUTPUTS: &str = "num_outputs";

/// Returns the code that errors carry beside their status.
pub(crate) fn error_code(status: StatusCode) -> String {
    let code = match status {
        StatusCode::UNAUTHORIZED => "UNAUTHORIZED_ACCESS",
        StatusCode::PAYMENT_REQUIRED => "INSUFFICIENT_CREDITS",
        StatusCode::NOT_FOUND => "RESOURCE_NOT_FOUND",
        StatusCode::UNPROCESSABLE_ENTITY => "UNPROCESSABLE_CONTENT",
        other => other.canonical_reason().unwrap_or("ERROR"),
    };
    code.to_uppercase().replace(' ', "_")
}

/// Splits a numbered name: `title_2` is the `title` of the second conversion, which is number 1 here.
pub(crate) fn numbered(name: &str) -> (&str, Option<usize>) {
    match name.rsplit_once('_') {
        Some((base, "1")) => (base, Some(0)),
        Some((base, "2")) => (base, Some(1)),
        _ => (name, None),
    }
}

/// Returns what a field of a report on a job is filled with at a moment; nothing if it is to be left out.
pub(crate) fn report(name: &str, job: &Job, words: &JobReport, now: Duration) -> Option<Value> {
    let state = job.state(now);
    let is_done = state == State::Completed;
    let text = |text: &str| Some(json!(text));
    match name {
        TASK_ID => text(&job.task_id),
        STATUS => text(state.word(words)),
        "feature" => job.constants.values().next().map(|constant| json!(constant)),
        "webhook_url" => job.wish(name).map(|url| json!(url)),
        "createdAt" => text(&date(job.submitted, "%Y-%m-%dT%H:%M:%S.%6f+00:00")),
        "updatedAt" => text(&date(job.updated_at(now), "%Y-%m-%dT%H:%M:%S.%6f+00:00")),
        "message" => text(remark(state)),
        "status_msg" if !job.is_numbered => text(remark(state)),
        "is_streaming_request" | "is_streaming_available" => Some(json!(false)),
        "generation_completed_at" if is_done => text(&date(job.done_at(), "%Y-%m-%d %H:%M:%S.%3f +0000")),
        "conversion_cost" if is_done => job.cost.map(|cost| json!(cost)),
        "album_cover_path" if is_done => cover(job, "cover"),
        "album_cover_thumbnail" if is_done => cover(job, "cover_thumb"),
        "description_prompt" => job.wish("prompt").map(|prompt| json!(prompt)),
        "instrumental" => job.request.get("make_instrumental").cloned(),
        "vocal_only" => job.request.get(name).cloned(),
        _ => match numbered(name) {
            (base, Some(output)) => output_field(base, job, output, is_done),
            // The flat fields are those of a job with one result.
            (base, None) if !job.is_numbered => output_field(base, job, 0, is_done),
            _ => None,
        },
    }
}

/// Returns what a field about one conversion is filled with.
fn output_field(base: &str, job: &Job, output: usize, is_done: bool) -> Option<Value> {
    let id = job.conversion_ids.get(output)?;
    match base {
        CONVERSION_ID => Some(json!(id)),
        _ if !is_done => None,
        "audio_url" | "conversion_path" => job.output_url(output, &job.extension).map(Value::String),
        "conversion_path_wav" if job.is_numbered => job.output_url(output, "wav").map(Value::String),
        "image_path" if job.extension == "png" => job.output_url(output, "png").map(Value::String),
        "conversion_duration" => Some(json!(media::SECONDS)),
        "title" | "music_style" => job.wish(base).map(|text| json!(text)),
        "sounds" => job.wish("music_style").map(|text| json!(text)),
        "lyrics" => lyrics(job).map(|text| json!(text)),
        "lyrics_timestamped" if job.wants("lyrics_timestamps") => Some(json!(timed_lyrics(job).to_string())),
        _ => None,
    }
}

/// Whether a job makes a kind of call: some are made only if the request asked for what they bring.
pub(crate) fn is_called(example: &Value, job: &Job) -> bool {
    match example["subtype"].as_str() {
        Some("lyrics_timestamped") => job.wants("lyrics_timestamps"),
        Some("album_cover_generation") => job.wants("generate_album_cover"),
        Some("audio_streaming") => job.wish("model").is_some_and(|model| model.ends_with("-pro")),
        _ => true,
    }
}

/// Returns what a field of a webhook call is filled with, if not with the document's example.
pub(crate) fn call(name: &str, job: &Job, output: usize) -> Option<Value> {
    match (name, numbered(name)) {
        (TASK_ID, _) => Some(json!(job.task_id)),
        (CONVERSION_ID, _) => job.conversion_ids.get(output).map(|id| json!(id)),
        (_, (CONVERSION_ID, Some(output))) => job.conversion_ids.get(output).map(|id| json!(id)),
        ("conversion_duration", _) => Some(json!(media::SECONDS)),
        ("conversion_cost" | "credit_cost", _) => job.cost.map(|cost| json!(cost)),
        ("title" | "music_style" | "prompt", _) => job.wish(name).map(|text| json!(text)),
        ("lyrics", _) => lyrics(job).map(|text| json!(text)),
        ("lyrics_timestamped", _) => Some(json!(timed_lyrics(job).to_string())),
        ("audio_path", _) => job.wish("audio_url").map(|url| json!(url)),
        _ => None,
    }
}

fn remark(state: State) -> &'static str {
    match state {
        State::Queued => "Waiting in the queue",
        State::Processing => "Being processed",
        State::Completed => "Conversion successful",
    }
}

fn cover(job: &Job, name: &str) -> Option<Value> {
    job.wants("generate_album_cover").then(|| json!(job.file_url(&job.task_id, name, "png")))
}

/// Only songs have words; those without vocals say so in brackets.
fn lyrics(job: &Job) -> Option<String> {
    let of_song = || job.is_numbered.then(|| "La la la".to_owned());
    match job.wants("make_instrumental") {
        true => Some("[Instrumental]".to_owned()),
        false => job.wish("lyrics").map(str::to_owned).or_else(of_song),
    }
}

fn timed_lyrics(job: &Job) -> Value {
    let text = lyrics(job).unwrap_or_default();
    json!([{ "start": 0, "end": media::SECONDS * 1000.0, "text": text, "index": 0 }])
}
