//! Calls of the operations that find jobs and voices and take uploads: with everything set, and with no more than must be.

use musicgpt_client::types::{ConversionType, UploadAudioRequest, UploadContentType, UploadPurpose};

use super::case::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("get_conversion", "by task", |it| it.get_conversion(ConversionType::MusicAi).task_id("task 1")),
        case("get_conversion", "by conversion", |it| {
            it.get_conversion(ConversionType::KeyBpmExtraction).conversion_id("a/b&c=d+e")
        }),
        case("get_conversion", "of a type that the document lacks", |it| it.get_conversion("NEW_THING")),
        case("get_all_voices", "everything", |it| it.get_all_voices().limit(100).page(2)),
        case("get_all_voices", "nothing", |it| it.get_all_voices()),
        case("search_voices", "everything", |it| it.search_voices("Beyoncé & co").limit(1).page(0)),
        case("search_voices", "no words", |it| it.search_voices("")),
        case("upload_audio", "everything", |it| it.upload_audio(upload_audio())),
        case("upload_audio", "nothing but what must be", |it| {
            it.upload_audio(UploadAudioRequest::new("audio/x-new", 5_000_000_000))
        }),
        case("complete_upload", "everything", |it| it.complete_upload("upload-1")),
        case("complete_upload", "an id that would leave its place", |it| {
            it.complete_upload("../a b?c#d%2e/ü")
        }),
        case("complete_upload_and_preprocess", "everything", |it| {
            it.complete_upload_and_preprocess("upload-1").wait_seconds(60)
        }),
        case("complete_upload_and_preprocess", "nothing but what must be", |it| {
            it.complete_upload_and_preprocess("upload-1")
        }),
    ]
}

fn upload_audio() -> UploadAudioRequest {
    UploadAudioRequest::new(UploadContentType::AudioMpeg, 1_048_576)
        .filename("song.mp3")
        .sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        .conversion_type(UploadPurpose::Remix)
}
