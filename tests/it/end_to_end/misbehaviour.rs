//! Everything that may go wrong with one call, and what the caller gets: an error that says how far the call came, or
//! an answer that keeps what the document does not know.

use std::time::Duration;

use musicgpt_client::types::{
    ApiError, Conversion, ConversionType, CoverInput, CoverRequest, ErrorCode, JobStatus, SubmittedConversion,
};
use musicgpt_client::{Error, ErrorKind, Job, NumberOrString, Retry, Upload};
use simulator::Outcome;

use super::bench::{Bench, in_time, options};
use super::case::SONG;

/// Submits a job, without trying again: these tests are about what one attempt brings.
async fn submit(bench: &Bench) -> Result<SubmittedConversion, Error> {
    let call = bench.client.cover(CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1"));
    in_time(call.with_retry(Retry::Never)).await.map(Job::into_receipt)
}

/// Starts a simulator with a rule, submits a job that meets it, and returns the error.
async fn failing(rule: &str) -> (Bench, Error) {
    let bench = Bench::misbehaving(rule).await;
    let error = submit(&bench).await.expect_err(rule);
    assert_eq!(error.operation(), Some("cover"), "{rule}");
    assert_eq!(error.attempts(), 1, "{rule}");
    let entry = bench.only("cover");
    assert!(entry.fault.is_some_and(|fault| rule.ends_with(&fault)), "{rule}");
    (bench, error)
}

/// Completes a job and asks for the report on it.
async fn report(bench: &Bench, task_id: Option<&str>) -> Result<Conversion, Error> {
    bench.advance(71.0);
    let call = bench.client.get_conversion(ConversionType::Cover).task_id(task_id.expect("a task"));
    Ok(call.await?.conversion.expect("the report has a job"))
}

#[tokio::test]
async fn an_error_status_is_told_with_all_that_came_with_it() {
    for (rule, status, retry_after, code) in [
        ("cover status code=429 retry-after=2", 429, Some("2"), Some(ErrorCode::TooManyRequests)),
        ("cover status code=429", 429, None, Some(ErrorCode::TooManyRequests)),
        ("cover status code=500", 500, None, Some(ErrorCode::InternalServerError)),
        ("cover status code=503 body=html", 503, None, None),
        ("* status code=502 body=empty", 502, None, None),
    ] {
        let (bench, error) = failing(rule).await;
        assert_eq!((error.kind(), error.status().map(|it| it.as_u16())), (ErrorKind::Status, Some(status)));
        let headers = error.headers().expect("an answer has headers");
        assert_eq!(headers.get("retry-after").and_then(|it| it.to_str().ok()), retry_after, "{rule}");
        assert_eq!(error.decode::<ApiError>().and_then(|body| body.error_code), code, "{rule}");
        if rule.contains("html") {
            assert!(error.body_text().is_some_and(|body| body.starts_with("<html>")), "{error}");
        }
        assert_eq!(bench.only("cover").outcome, Outcome::Refused, "{rule}");
        // The rule is used up, and one bad call has not spoilt the client.
        submit(&bench).await.expect("the next call goes through");
        assert_eq!(bench.simulator.ledger().accepted("cover"), 1, "{rule}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_first_leaves_no_job() {
    let (bench, error) = failing("cover reset-before").await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{error}");
    assert_eq!(bench.only("cover").outcome, Outcome::Reset);
    assert_eq!(bench.simulator.ledger().jobs().count(), 0);
    submit(&bench).await.expect("the next call has a connection of its own");
}

#[tokio::test]
async fn a_connection_that_breaks_during_an_upload_leaves_no_job() {
    let bench = Bench::misbehaving("cover reset-before").await;
    // More than the sockets hold, so that the client is still sending.
    let input = CoverInput::File(Upload::bytes(vec![7; 16 << 20]).file_name("long.wav"));
    let error = in_time(bench.client.cover(CoverRequest::new(input, "voice-1"))).await;
    let error = error.expect_err("the connection breaks");
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Transport, None, 1), "{error}");
    let entry = bench.only("cover");
    assert_eq!((entry.outcome, entry.fields.len()), (Outcome::Reset, 0), "nothing of it was read");
}

#[tokio::test]
async fn a_connection_that_breaks_afterwards_leaves_a_job_that_nobody_knows() {
    let (bench, error) = failing("cover reset-after").await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{error}");
    let entry = bench.only("cover");
    assert_eq!((entry.outcome, entry.starts_job), (Outcome::Accepted, true), "accepted, and not sent again");
    let job = report(&bench, entry.task_id.as_deref()).await.expect("the job is there");
    assert_eq!(job.status, Some(JobStatus::Completed));
}

#[tokio::test]
async fn an_answer_that_never_comes_runs_into_the_timeout() {
    let bench = Bench::misbehaving("cover stall").await;
    let call = bench.client.cover(CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1"));
    // Long enough for the request to arrive on a busy machine.
    let error = in_time(call.with_timeout(Duration::from_secs(1))).await.expect_err("there is no answer");
    assert!(error.is_timeout(), "{error}");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None), "{error}");
    let entry = bench.only("cover");
    assert_eq!((entry.outcome, entry.starts_job, entry.status), (Outcome::Accepted, true, None));
}

#[tokio::test]
async fn half_an_answer_is_an_error_with_that_half() {
    let (bench, error) = failing("cover truncate").await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200), "the status says that the job was accepted");
    let half = error.body_text().expect("a part has arrived");
    assert!(half.starts_with("{\"success\":true") && !half.ends_with('}'), "{half}");
    assert_eq!(bench.simulator.ledger().accepted("cover"), 1);
}

#[tokio::test]
async fn a_status_that_the_document_lacks_is_kept() {
    let warp = Some(JobStatus::Unknown("WARP".to_owned()));
    let bench = Bench::misbehaving("* unknown-status value=WARP count=2").await;
    let receipt = submit(&bench).await.expect("the answer fits");
    assert_eq!(receipt.status, warp);
    let job = report(&bench, receipt.task_id.as_deref()).await.expect("the answer fits");
    assert_eq!(job.status, warp);
    let job = report(&bench, receipt.task_id.as_deref()).await.expect("the answer fits");
    assert_eq!(job.status, Some(JobStatus::Completed), "the rule is used up");
}

#[tokio::test]
async fn fields_that_the_document_lacks_are_kept() {
    let bench = Bench::misbehaving("* extra-fields count=always").await;
    let receipt = submit(&bench).await.expect("the answer fits");
    assert_eq!(receipt.extra["field_of_tomorrow"], "unexpected");
    assert_eq!((receipt.extra.len(), receipt.eta), (1, Some(71)));
    let job = report(&bench, receipt.task_id.as_deref()).await.expect("the answer fits");
    assert_eq!(job.extra["field_of_tomorrow"], "unexpected");
    assert_eq!(job.status, Some(JobStatus::Completed));
}

#[tokio::test]
async fn fields_that_are_missing_are_none() {
    let bench = Bench::misbehaving("cover missing-fields fields=task_id,eta,status,success").await;
    let receipt = submit(&bench).await.expect("the answer fits");
    assert_eq!((receipt.task_id, receipt.eta, receipt.status, receipt.success), (None, None, None, None));
    assert_eq!(receipt.credit_estimate, Some(1.27));
    assert_eq!(receipt.conversion_id, bench.only("cover").conversion_ids.first().cloned());

    bench.simulator.misbehave("get_conversion missing-fields fields=conversion".parse().expect("a rule"));
    let call = bench.client.get_conversion(ConversionType::Cover);
    let report = call.conversion_id(receipt.conversion_id.expect("an id")).await.expect("the answer fits");
    assert_eq!((report.success, report.conversion), (Some(true), None));
}

/// The document types the ETA as a number, so text there does not fit, and the error keeps the answer. What it types as
/// either, because the real service writes both, comes as it was written.
#[tokio::test]
async fn a_number_that_is_text_fits_where_the_document_knows_of_it() {
    let (bench, error) = failing("cover number-as-string").await;
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("eta")), "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    let entry = bench.only("cover");
    assert_eq!(entry.outcome, Outcome::Accepted);
    let body: serde_json::Value = error.decode().expect("the body is JSON");
    assert_eq!(body["task_id"].as_str(), entry.task_id.as_deref(), "the job is not lost");

    bench.simulator.misbehave("get_conversion number-as-string".parse().expect("a rule"));
    let job = report(&bench, entry.task_id.as_deref()).await.expect("the answer fits");
    assert_eq!(job.conversion_cost, Some(NumberOrString::String("1.27".to_owned())));
    assert_eq!(job.conversion_cost.and_then(|cost| cost.as_f64()), Some(1.27));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_key_stays_here() {
    let elsewhere = Bench::start().await;
    let target = format!("{}/v1/Cover?token=secret", elsewhere.simulator.base_url());
    let (bench, error) = failing(&format!("cover redirect to={target}")).await;
    assert_eq!((error.kind(), error.status().map(|it| it.as_u16())), (ErrorKind::Status, Some(307)));
    let said = error.to_string();
    assert!(said.contains("redirects are not followed") && !said.contains("secret"), "{said}");
    assert_eq!(bench.only("cover").outcome, Outcome::Refused);
    // Nothing at all has arrived there, so the key has not either.
    assert_eq!(elsewhere.simulator.ledger().entries, []);
}

#[tokio::test]
async fn an_answer_that_drips_arrives_whole() {
    let rule = "cover slow bytes-per-second=10".parse().expect("a rule");
    let mut options = options().speed(1000.0).rule(rule);
    options.manual_clock = false;
    let bench = Bench::with(options).await;
    let receipt = submit(&bench).await.expect("the answer fits");
    assert_eq!(receipt.task_id, bench.only("cover").task_id);
    assert_eq!(receipt.eta, Some(71));
}
