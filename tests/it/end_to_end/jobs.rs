//! Whole jobs: submitted, asked about while time passes, and their results fetched.

use musicgpt_client::types::{
    AudioCutterInput, AudioCutterRequest, AudioMasteringInput, AudioMasteringRequest, Conversion,
    ConversionType, CoverInput, CoverRequest, FileConvertInput, FileConvertRequest, JobStatus,
    MusicAiRequest, OutputExtension, SubmittedConversion,
};
use musicgpt_client::{Client, Error, Job};

use super::bench::{Bench, plain_http};
use super::case::{LYRICS, SONG};

/// Asks about a job by the id of its task.
async fn ask(bench: &Bench, conversion_type: &ConversionType, task_id: &str) -> Conversion {
    let call = bench.client.get_conversion(conversion_type.clone()).task_id(task_id);
    let report = call.await.expect("the job is known");
    assert_eq!(report.success, Some(true));
    let conversion = report.conversion.expect("the report has a job");
    assert_eq!(conversion.task_id.as_deref(), Some(task_id));
    assert!(conversion.extra.is_empty(), "{conversion:?}");
    conversion
}

/// Fetches a result and returns its content type and its bytes.
async fn download(url: Option<&str>) -> (String, Vec<u8>) {
    let url = url.expect("the job has a result");
    let answer = plain_http().get(url).send().await.expect("the result is there");
    assert_eq!(answer.status(), 200, "{url}");
    let header = |name| answer.headers()[name].to_str().expect("it is text").to_owned();
    let (content_type, length) = (header("content-type"), header("content-length"));
    let bytes = answer.bytes().await.expect("the whole file arrives").to_vec();
    assert_eq!(length, bytes.len().to_string(), "{url}");
    (content_type, bytes)
}

fn assert_wav(bytes: &[u8]) {
    let [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'A', b'V', b'E', ..] = *bytes else {
        panic!("not a WAV file: {:?}", &bytes[..bytes.len().min(12)]);
    };
    assert_eq!(u32::from_le_bytes([a, b, c, d]) as usize, bytes.len() - 8, "the size in the header");
}

fn assert_mp3(bytes: &[u8]) {
    // Eleven set bits begin a frame; version, layer and bit rate follow.
    let [0xff, second, third, ..] = *bytes else { panic!("not an MP3 file") };
    assert_eq!(second & 0b1110_0110, 0b1110_0010, "layer III");
    assert!(third >> 4 != 0b1111 && third >> 4 != 0, "a bit rate that exists");
}

#[tokio::test]
async fn two_songs_are_made_and_fetched() {
    let bench = Bench::start().await;
    let request = MusicAiRequest::new().title("Rain").lyrics(LYRICS).lyrics_timestamps(true);
    let receipt = bench.client.music_ai(request).await.expect("the request is fine").into_receipt();
    let task = receipt.task_id.expect("a task");
    let ids = [receipt.conversion_id_1, receipt.conversion_id_2].map(|id| id.expect("two songs"));
    assert_eq!(receipt.eta, Some(154));

    let queued = ask(&bench, &ConversionType::MusicAi, &task).await;
    assert_eq!(queued.status, Some(JobStatus::InQueue));
    assert_eq!(
        [&queued.conversion_id_1, &queued.conversion_id_2],
        [&Some(ids[0].clone()), &Some(ids[1].clone())]
    );
    assert_eq!((queued.conversion_path_1, queued.conversion_path_2), (None, None), "no result yet");
    bench.advance(16.0);
    let processing = ask(&bench, &ConversionType::MusicAi, &task).await;
    assert_eq!(processing.status, Some(JobStatus::Processing));
    assert_eq!(processing.created_at, queued.created_at);
    assert_ne!(processing.updated_at, queued.updated_at);
    bench.advance(137.0);
    let almost = ask(&bench, &ConversionType::MusicAi, &task).await;
    assert_eq!((almost.status, almost.conversion_path_1), (Some(JobStatus::Processing), None));
    bench.advance(1.0);

    let done = ask(&bench, &ConversionType::MusicAi, &task).await;
    assert_eq!(done.status, Some(JobStatus::Completed));
    assert_eq!(done.feature.as_deref(), Some("MUSIC_AI"));
    assert_eq!([done.title_1.as_deref(), done.title_2.as_deref()], [Some("Rain"); 2]);
    assert_eq!([done.lyrics_1.as_deref(), done.lyrics_2.as_deref()], [Some(LYRICS); 2]);
    assert!(done.lyrics_timestamped_1.is_some() && done.conversion_duration_2.is_some(), "{done:?}");
    let mut songs = Vec::new();
    for (path, wav) in [
        (&done.conversion_path_1, &done.conversion_path_wav_1),
        (&done.conversion_path_2, &done.conversion_path_wav_2),
    ] {
        let (content_type, mp3) = download(path.as_deref()).await;
        assert_eq!(content_type, "audio/mpeg");
        assert_mp3(&mp3);
        let (content_type, wav) = download(wav.as_deref()).await;
        assert_eq!(content_type, "audio/wav");
        assert_wav(&wav);
        songs.push(wav);
    }
    assert_ne!(songs[0], songs[1], "two songs are not the same song twice");

    for id in ids {
        let call = bench.client.get_conversion(ConversionType::MusicAi).conversion_id(id);
        let by_conversion = call.await.expect("the conversion is known").conversion;
        assert_eq!(by_conversion.as_ref(), Some(&done));
    }
    assert_eq!(bench.simulator.ledger().accepted("music_ai"), 1);
}

/// One job with one result: what it is called in reports, how long it takes, and whether the result is a WAV file.
type Product = (ConversionType, f64, &'static str);

async fn follow<C>(product: Product, submit: impl FnOnce(&Client) -> C)
where
    C: IntoFuture<Output = Result<Job<Conversion, SubmittedConversion>, Error>>,
{
    let (conversion_type, seconds, kind) = product;
    let bench = Bench::start().await;
    let receipt = submit(&bench.client).await.expect("the request is fine").into_receipt();
    let (task, id) = (receipt.task_id.expect("a task"), receipt.conversion_id.expect("one result"));
    assert_eq!(receipt.status, Some(JobStatus::InQueue));

    for (wait, status) in
        [(0.0, JobStatus::InQueue), (0.5, JobStatus::Processing), (0.49, JobStatus::Processing)]
    {
        bench.advance(seconds * wait);
        let report = ask(&bench, &conversion_type, &task).await;
        assert_eq!(report.status, Some(status), "{conversion_type:?}");
        assert_eq!((&report.conversion_path, &report.audio_url), (&None, &None), "{conversion_type:?}");
    }
    bench.advance(seconds * 0.011);
    let done = ask(&bench, &conversion_type, &task).await;
    assert_eq!(done.status, Some(JobStatus::Completed), "{conversion_type:?}");
    assert_eq!(done.conversion_id.as_deref(), Some(id.as_str()));
    assert_eq!(done.audio_url, done.conversion_path);
    assert_eq!((&done.conversion_id_2, &done.conversion_path_2), (&None, &None), "one result");
    let cost = done.conversion_cost.as_ref().and_then(|cost| cost.as_f64());
    assert_eq!(cost, receipt.credit_estimate, "{conversion_type:?}");
    let (content_type, bytes) = download(done.conversion_path.as_deref()).await;
    assert_eq!(content_type, kind, "{conversion_type:?}");
    if kind == "audio/wav" {
        assert_wav(&bytes)
    } else {
        assert_mp3(&bytes)
    }

    let by_conversion = bench.client.get_conversion(conversion_type).conversion_id(id);
    assert_eq!(by_conversion.await.expect("the conversion is known").conversion, Some(done));
    assert_eq!(bench.simulator.ledger().jobs().count(), 1);
}

#[tokio::test]
async fn a_cut_is_made_and_fetched() {
    let request = AudioCutterRequest::new(AudioCutterInput::Url(SONG.into()), 0, 500);
    let request = request.output_extension(OutputExtension::Wav);
    follow((ConversionType::AudioCutter, 66.0, "audio/wav"), |it| it.audio_cutter(request)).await;
}

#[tokio::test]
async fn a_master_is_made_and_fetched() {
    let input = AudioMasteringInput::Urls { audio_url: SONG.into(), reference_audio_url: SONG.into() };
    let request = AudioMasteringRequest::new(input);
    follow((ConversionType::AudioMastering, 40.0, "audio/wav"), |it| it.audio_mastering(request)).await;
}

#[tokio::test]
async fn a_cover_is_made_and_fetched() {
    let request = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
    follow((ConversionType::Cover, 71.0, "audio/mpeg"), |it| it.cover(request)).await;
}

/// The receipt of this job says that nobody knows how long it takes; the simulator takes half a minute.
#[tokio::test]
async fn a_conversion_of_unknown_length_is_made_and_fetched() {
    let request = FileConvertRequest::new(FileConvertInput::Url(SONG.into()), OutputExtension::Mp3);
    follow((ConversionType::FileConvert, 30.0, "audio/mpeg"), |it| it.file_convert(request)).await;
}
