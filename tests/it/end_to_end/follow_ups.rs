//! What the client makes of links: handles of jobs, methods of answers, and questions about what was posted.

use musicgpt_client::types::{
    ConversionType, CoverInput, CoverRequest, DenoiseInput, DenoiseRequest, MusicAiRequest,
    UploadAudioRequest, UploadContentType,
};
use musicgpt_client::webhook::Event;
use musicgpt_client::{ErrorKind, JobToken, Polled};
use serde_json::json;
use simulator::Outcome;

use super::bench::{Bench, in_time};
use super::case::SONG;
use crate::wire::server::Server;

#[tokio::test]
async fn a_job_is_taken_up_by_its_token() {
    let bench = Bench::start().await;
    let job = bench.client.music_ai(MusicAiRequest::new().prompt("rain")).await.expect("a job");
    let stored = job.token().expect("the receipt has an id").to_string();
    drop(job);

    let token: JobToken = stored.parse().expect("a token is text");
    let job = bench.client.resume(token).expect("the operation starts jobs");
    assert!(matches!(job.poll().await, Ok(Polled::Pending(report)) if report.status() == Some("IN_QUEUE")));
    bench.advance(154.0);
    let Ok(Polled::Succeeded(songs)) = job.poll().await else { panic!("it is done") };
    assert_eq!((songs.song_1(), songs.audio()), (songs.conversion_path_1.as_deref(), None));
    let names: Vec<&str> = songs.outputs().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[..4], ["song_1", "song_1_wav", "song_2", "song_2_wav"]);
    assert_eq!(bench.simulator.ledger().accepted("music_ai"), 1);
}

/// The receipts of some versions have no task.
#[tokio::test]
async fn a_job_is_followed_by_its_conversion_where_the_receipt_has_no_task() {
    let bench = Bench::misbehaving("cover missing-fields fields=task_id").await;
    let request = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
    let job = bench.client.cover(request).await.expect("the request is fine");
    assert_eq!(job.id(), job.receipt().conversion_id.as_deref());
    bench.advance(71.0);
    let Ok(Polled::Succeeded(conversion)) = job.poll().await else { panic!("it is done") };
    assert_eq!(conversion.audio(), conversion.audio_url.as_deref());

    let call = job.receipt().conversion_by_id(&bench.client, ConversionType::Cover).expect("there is an id");
    assert_eq!(call.await.expect("the conversion is known").conversion, Some(conversion));
}

#[tokio::test]
async fn an_answer_makes_the_calls_that_it_links_to() {
    let bench = Bench::start().await;
    let request = UploadAudioRequest::new(UploadContentType::AudioMpeg, 2048);
    let mut prepared = bench.client.upload_audio(request).await.expect("an upload can be prepared");
    let call = prepared.complete_upload(&bench.client).expect("it has an id");
    assert_eq!(call.await.expect("the upload is known").upload_id, prepared.upload_id);
    assert_eq!(bench.only("complete_upload").fields["upload_id"].text(), prepared.upload_id.as_deref());
    prepared.upload_id = None;
    assert!(
        prepared.complete_upload_and_preprocess(&bench.client).is_none(),
        "nothing says what to complete"
    );
}

#[tokio::test]
async fn what_is_posted_is_confirmed_by_asking() {
    let mut receiver = Server::json("{}").await;
    let bench = Bench::misbehaving("denoise early-webhook").await;
    let request = DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(&receiver.base_url);
    bench.client.denoise(request).await.expect("the request is fine");
    let call = in_time(receiver.received()).await;
    let body = call.windows(4).position(|it| it == b"\r\n\r\n").map(|end| &call[end + 4..]);
    let event = Event::parse(body.expect("a call has a head")).expect("the document knows it");
    assert!(matches!(&event, Event::Denoise(it) if it.success == Some(true)), "{event:?}");

    assert!(matches!(bench.client.confirm(&event).await, Ok(Polled::Pending(_))), "it came too early");
    bench.advance(300.0);
    assert!(matches!(bench.client.confirm(&event).await, Ok(Polled::Succeeded(_))));

    let made_up = json!({ "success": true, "conversion_type": "Denoise", "task_id": "nobody" });
    let made_up = Event::parse(made_up.to_string().as_bytes()).expect("it looks like one");
    let error = bench.client.confirm(&made_up).await.expect_err("there is no such job");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    assert_eq!(bench.newest("get_conversion").outcome, Outcome::Refused);
}

#[tokio::test]
async fn an_event_without_a_job_is_not_asked_about() {
    let bench = Bench::start().await;
    for (label, is_known) in [("Image Generator", true), ("Tomorrow", false)] {
        let body = json!({ "conversion_type": label, "task_id": "1" }).to_string();
        let event = Event::parse(body.as_bytes()).expect("anything can be posted");
        assert_eq!(matches!(event, Event::ImageGenerator(_)), is_known, "{event:?}");
        let error = bench.client.confirm(&event).await.expect_err("there is nothing to ask");
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    }
    assert_eq!(bench.simulator.ledger().entries, []);
}
