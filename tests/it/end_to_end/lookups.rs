//! The operations that find jobs and voices and take uploads: what they answer depends on what was called before.

use musicgpt_client::types::{
    ConversionType, MusicAiRequest, PreparedUpload, PreprocessPhase, PreprocessStatus, UploadAudioRequest,
    UploadContentType, UploadPurpose,
};
use musicgpt_client::{ErrorKind, Upload};
use runtime::reqwest::multipart::{Form, Part};
use simulator::Outcome;

use super::bench::{Bench, plain_http};
use super::case::Sent::Text;
use super::case::{Case, SOUND, case};

const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Makes every call of this module that is accepted.
pub(super) async fn all(bench: &Bench) {
    for case in voices() {
        case.run(bench).await;
    }
    upload_in_steps(bench).await;
    find_a_job(bench).await;
}

fn voices() -> Vec<Case> {
    let found = [("query", Text("Beyoncé & co")), ("limit", Text("1")), ("page", Text("1"))];
    vec![
        case("get_all_voices", "nothing", [], |it| it.get_all_voices()),
        case("get_all_voices", "everything", [("limit", Text("100")), ("page", Text("2"))], |it| {
            it.get_all_voices().limit(100).page(2)
        }),
        case("get_all_voices", "the last page", [("limit", Text("100")), ("page", Text("31"))], |it| {
            it.get_all_voices().limit(100).page(31)
        }),
        case("search_voices", "everything", found, |it| it.search_voices("Beyoncé & co").limit(1).page(1)),
        case("search_voices", "no words", [("query", Text(""))], |it| it.search_voices("")),
    ]
}

#[tokio::test]
async fn voices_come_page_by_page() {
    let bench = Bench::start().await;
    for case in voices() {
        case.run(&bench).await;
    }
}

#[tokio::test]
async fn an_upload_takes_three_steps() {
    upload_in_steps(&Bench::start().await).await;
}

/// Prepares an upload, sends it to where the answer says, and completes it in both ways.
async fn upload_in_steps(bench: &Bench) {
    let request = UploadAudioRequest::new(UploadContentType::AudioMpeg, 1_048_576)
        .filename("song.mp3")
        .sha256(SHA256)
        .conversion_type(UploadPurpose::Remix);
    let prepared = bench.client.upload_audio(request).await.expect("an upload can be prepared");
    let entry = bench.newest("upload_audio");
    let received: Vec<_> = entry.fields.iter().map(|(name, field)| (name.as_str(), field.text())).collect();
    assert_eq!(
        received,
        [
            ("content_type", Some("audio/mpeg")),
            ("conversion_type", Some("REMIX")),
            ("filename", Some("song.mp3")),
            ("sha256", Some(SHA256)),
            ("size_bytes", Some("1048576")),
        ]
    );
    let id = prepared.upload_id.clone().expect("the upload has an id");
    assert_eq!((prepared.success, prepared.expires_in_seconds), (Some(true), Some(900)));
    assert!(prepared.extra.is_empty(), "{prepared:?}");
    send(bench, &prepared).await;

    let done = bench.client.complete_upload(&id).await.expect("the upload is there");
    assert_eq!((done.success, done.upload_id.as_deref()), (Some(true), Some(id.as_str())));
    assert_eq!(done.expires_in_seconds, Some(86_400));
    assert!(done.extra.is_empty(), "{done:?}");

    let call = bench.client.complete_upload_and_preprocess(&id).wait_seconds(60);
    let done = call.await.expect("completing again does no harm");
    assert_eq!((done.success, done.upload_id.as_deref()), (Some(true), Some(id.as_str())));
    assert_eq!(done.status, Some(PreprocessStatus::Completed));
    assert_eq!(done.phase, Some(PreprocessPhase::Ready));
    assert!(done.lyrics.is_some_and(|lyrics| !lyrics.is_empty()));
    let entry = bench.newest("complete_upload_and_preprocess");
    assert_eq!(entry.fields["upload_id"].text(), Some(id.as_str()));
    assert_eq!(entry.fields["wait_seconds"].text(), Some("60"));
}

/// Posts a file to the storage service: the fields of the answer, then the file, and no key.
async fn send(bench: &Bench, prepared: &PreparedUpload) {
    let fields = prepared.fields.clone().expect("the storage service asks for fields");
    assert_eq!(fields["Content-Type"], "audio/mpeg");
    let form = fields.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
    let form = form.part("file", Part::bytes(SOUND).file_name("song.mp3"));
    let url = prepared.upload_url.as_deref().expect("there is an address to post to");
    let answer = plain_http().post(url).multipart(form).send().await.expect("the address is of this machine");
    assert!(answer.status().is_success(), "{answer:?}");
    let entry = bench.newest("upload");
    assert_eq!(entry.outcome, Outcome::Accepted);
    let file = entry.fields["file"].file().expect("a file has arrived");
    assert_eq!((file.file_name.as_str(), file.bytes), ("song.mp3", SOUND.len() as u64));
}

/// Asks for a new job by each of its ids. How it goes on is told in `jobs`.
async fn find_a_job(bench: &Bench) {
    let receipt =
        bench.client.music_ai(MusicAiRequest::new().prompt("rain")).await.expect("a job").into_receipt();
    let (task, second) = (receipt.task_id.expect("a task"), receipt.conversion_id_2.expect("two songs"));
    for call in [
        bench.client.get_conversion(ConversionType::MusicAi).task_id(&task),
        bench.client.get_conversion(ConversionType::MusicAi).conversion_id(&second),
    ] {
        let report = call.await.expect("the job is known");
        assert_eq!(report.conversion.and_then(|it| it.task_id).as_deref(), Some(task.as_str()));
    }
}

#[tokio::test]
async fn an_upload_that_was_not_prepared_cannot_be_completed() {
    let bench = Bench::start().await;
    let error = bench.client.complete_upload("../a b?c#d%2e/ü").await.expect_err("there is no such upload");
    assert_eq!((error.kind(), error.status().map(|it| it.as_u16())), (ErrorKind::Status, Some(404)));
    let entry = bench.only("complete_upload");
    assert_eq!(entry.fields["upload_id"].text(), Some("../a b?c#d%2e/ü"), "the id stays in its place");
    assert_eq!(entry.outcome, Outcome::Refused);
}

#[tokio::test]
async fn a_file_on_its_way_is_not_cut() {
    use musicgpt_client::types::{DenoiseInput, DenoiseRequest};
    let bench = Bench::start().await;
    // More than any buffer on the way, and not a multiple of any.
    let bytes: Vec<u8> = (0..3_000_001_u32).map(|i| (i % 251) as u8).collect();
    let crc32 = format!("{:08x}", crc32fast::hash(&bytes));
    let upload = Upload::bytes(bytes).file_name("long.wav");
    bench.client.denoise(DenoiseRequest::new(DenoiseInput::File(upload))).await.expect("it is accepted");
    let entry = bench.only("denoise");
    let file = entry.fields["audio_file"].file().expect("a file has arrived");
    assert_eq!((file.bytes, &file.crc32), (3_000_001, &crc32));
}
