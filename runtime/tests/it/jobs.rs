//! Jobs: submitted once, waited for with patience, found again after anything that may go wrong.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use openapi_client_runtime::{
    Error, ErrorKind, Job, JobDescription, JobToken, LinkValue, Map, Method, Outcome, ParameterPlace, Polled,
    StatusOperation, Transport, Value, WaitOptions, serde_json,
};

use crate::{
    script::{Script, Step, cut, json, with_headers},
    server::KEY,
};

static REPORT: StatusOperation = StatusOperation {
    operation: "get_report",
    method: Method::GET,
    path: "/jobs/{id}",
    server: None,
    security: None,
    parameters: &[("id", ParameterPlace::Path), ("kind", ParameterPlace::Query)],
    status: "/job/status",
    result: "/job",
    pending: &["QUEUED", "WORKING"],
    succeeded: &["DONE"],
    failed: &["FAILED"],
    eta: Some("/eta"),
    credit_estimate: Some("/cost"),
    polls_per_minute: Some(20),
};

pub(crate) static MASTER: JobDescription = JobDescription {
    operation: "master",
    status: &REPORT,
    links: &[
        &[("id", LinkValue::Member("/task_id")), ("kind", LinkValue::Constant("MASTER"))],
        &[("id", LinkValue::Member("/conversion_id")), ("kind", LinkValue::Constant("MASTER"))],
    ],
    webhook_links: &[],
};

pub(crate) const OK: &str = "200 OK";
pub(crate) const RECEIPT: &str = r#"{"task_id":"t-1","eta":20,"cost":1.5}"#;

pub(crate) type Receipt = Map<String, Value>;
pub(crate) type Master = Job<Map<String, Value>, Receipt>;

pub(crate) fn receipt() -> Step {
    json(OK, RECEIPT)
}

pub(crate) fn report(status: &str) -> Step {
    json(OK, &format!(r#"{{"job":{{"status":"{status}","url":"https://x"}},"note":"n"}}"#))
}

pub(crate) async fn submit(client: &Transport) -> Result<Master, Error> {
    client.post("master", "/master").json(&1).decode_job(&MASTER).await
}

/// Plays a receipt and then these steps; returns the script and the job.
pub(crate) async fn submitted(steps: impl IntoIterator<Item = Step>) -> (Script, Master) {
    let script = Script::playing([receipt()].into_iter().chain(steps)).await;
    let job = submit(&script.client()).await.unwrap();
    (script, job)
}

#[tokio::test]
async fn a_receipt_says_what_is_known_of_the_job() {
    let (script, job) = submitted([]).await;
    assert_eq!((job.operation(), job.id()), ("master", Some("t-1")));
    assert_eq!((job.eta(), job.credit_estimate()), (Some(Duration::from_secs(20)), Some(1.5)));
    assert_eq!(job.receipt()["task_id"], "t-1");
    assert_eq!(script.client().estimated_credits(), 0.0, "a client counts its own jobs");
    let token = serde_json::to_value(job.token().unwrap()).unwrap();
    let parameters = serde_json::json!({"id": "t-1", "kind": "MASTER"});
    let expected = serde_json::json!({
        "operation": "master", "parameters": parameters, "submitted_at": 1_798_761_600, "eta": 20
    });
    assert_eq!(token, expected);
}

#[tokio::test]
async fn the_first_poll_is_at_the_eta_and_the_next_follow_slower() {
    let (script, job) = submitted([report("QUEUED"), report("WORKING"), report("DONE")]).await;
    assert_eq!(job.wait().await.unwrap()["url"], "https://x");
    assert_eq!(script.sleeps(), [20.0, 2.0, 3.0]);
    let poll = "GET /jobs/t-1?kind=MASTER HTTP/1.1";
    assert_eq!(script.lines(), ["POST /master HTTP/1.1", poll, poll, poll]);
    assert!(script.received()[1].header("x-api-key").is_some());
}

#[tokio::test]
async fn a_status_is_read_in_any_case() {
    for status in ["done", "Done", " DONE "] {
        let (_, job) = submitted([report(status)]).await;
        assert!(job.wait().await.is_ok(), "{status}");
    }
}

#[tokio::test]
async fn a_status_that_nobody_knows_goes_on_and_is_told_at_the_deadline() {
    let (script, job) = submitted(vec![report("WARP"); 40]).await;
    let error = job.wait_with(WaitOptions::new().deadline(Duration::from_secs(100))).await.unwrap_err();
    assert_eq!((error.kind(), error.job_status()), (ErrorKind::Deadline, Some("WARP")));
    assert!(error.to_string().contains("within 100s; its last status is `WARP`"), "{error}");
    assert_eq!(error.token(), job.token());
    assert_eq!(error.decode::<Value>().unwrap()["note"], "n", "the whole last answer");
    assert_eq!(script.sleeps().iter().sum::<f64>(), 100.0, "the last poll is at the deadline");
    assert_eq!(error.outcome(), Outcome::Accepted);
}

#[tokio::test]
async fn there_is_a_deadline_even_if_nobody_sets_one() {
    let (script, job) = submitted(vec![report("WORKING"); 1000]).await;
    assert_eq!(job.wait().await.unwrap_err().kind(), ErrorKind::Deadline);
    assert_eq!(script.sleeps().iter().sum::<f64>(), 1800.0);
}

#[tokio::test]
async fn a_failed_job_is_not_a_failed_poll() {
    let (_, job) = submitted([report("FAILED"), json("401 Unauthorized", "{}")]).await;
    let failed = job.wait().await.unwrap_err();
    assert_eq!((failed.kind(), failed.job_status()), (ErrorKind::JobFailed, Some("FAILED")));
    assert_eq!(failed.decode::<Value>().unwrap()["note"], "n", "the whole last answer");
    let unasked = job.wait().await.unwrap_err();
    assert_eq!((unasked.kind(), unasked.job_status()), (ErrorKind::Status, None));
    assert_eq!(unasked.token(), job.token());
}

#[tokio::test]
async fn polls_that_fail_for_a_while_are_borne() {
    let blips = [
        Step::Reset,
        json("503 Service Unavailable", ""),
        json("404 Not Found", ""),
        json(OK, "<html>"),
        cut(OK, "", 100, b"{\"job\""),
        with_headers("429 Too Many Requests", "retry-after: 45", b""),
        report("DONE"),
    ];
    let (script, job) = submitted(blips).await;
    assert!(job.wait().await.is_ok());
    assert_eq!(script.lines().len(), 8, "each poll was sent once");
    assert_eq!(script.sleeps()[6], 45.0, "what the API asks for is waited for");
}

#[tokio::test]
async fn polls_that_go_on_failing_end_the_wait_but_not_the_job() {
    let (script, job) = submitted(vec![json("500 Oops", ""); 20]).await;
    let error = job.wait_with(WaitOptions::new().max_failed_polls(2)).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 500));
    assert_eq!((error.token(), script.lines().len()), (job.token(), 4));
}

#[tokio::test]
async fn a_job_that_was_never_there_is_not_waited_for() {
    let script = Script::playing(vec![json("404 Not Found", "{}"); 3]).await;
    let job = Job::<Value>::resume(&script.client(), &[&MASTER], ("master", "gone")).unwrap();
    assert_eq!(job.wait().await.unwrap_err().status().unwrap().as_u16(), 404);
    assert_eq!(script.lines().len(), 1);
}

#[tokio::test]
async fn the_result_is_never_lost_to_a_decoding_rule() {
    let (_, job) = submitted([]).await;
    let strict = Job::<Vec<String>>::resume(
        &Script::playing([report("DONE")]).await.client(),
        &[&MASTER],
        job.token().unwrap(),
    );
    let error = strict.unwrap().wait().await.unwrap_err();
    assert_eq!((error.kind(), error.job_status()), (ErrorKind::Decode, Some("DONE")));
    assert_eq!(error.decode::<Value>().unwrap()["job"]["url"], "https://x");
    assert_eq!(error.token().unwrap().operation(), "master");
}

#[tokio::test]
async fn polls_stay_within_the_limit_of_the_document() {
    let script = Script::playing([receipt(), receipt()].into_iter().chain(vec![report("WORKING"); 60])).await;
    let client = script.client();
    let (one, other) = (submit(&client).await.unwrap(), submit(&client).await.unwrap());
    let options = || {
        let fast = Duration::from_millis(100);
        WaitOptions::new().min_interval(fast).max_interval(fast).deadline(Duration::from_secs(119))
    };
    let _ = tokio::join!(one.wait_with(options()), other.wait_with(options()));
    let polls = script.lines().len() - 2;
    assert!((38..=41).contains(&polls), "{polls} polls of two jobs in two minutes, 20 a minute");
}

#[tokio::test]
async fn each_change_of_the_status_is_told_once() {
    let steps = ["QUEUED", "QUEUED", "WARP", "WORKING", "WORKING", "DONE"].map(report);
    let (_, job) = submitted(steps).await;
    let polled: Vec<_> = job.statuses(WaitOptions::new()).try_collect().await.unwrap();
    let statuses: Vec<_> = polled
        .iter()
        .map(|polled| match polled {
            Polled::Pending(report) => format!("{} {}", report.status().unwrap(), report.is_known()),
            Polled::Succeeded(result) => format!("succeeded {}", result["status"]),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(statuses, ["QUEUED true", "WARP false", "WORKING true", "succeeded \"DONE\""]);
}

#[tokio::test]
async fn a_stream_of_statuses_ends_with_its_error() {
    let (_, job) = submitted([report("QUEUED"), report("FAILED")]).await;
    let polled: Vec<_> = job.statuses(WaitOptions::new()).collect().await;
    assert!(matches!(&polled[..], [Ok(Polled::Pending(_)), Ok(Polled::Failed(_))]), "{polled:?}");
    let (_, job) = submitted([json("401 Unauthorized", "")]).await;
    let polled: Vec<_> = job.statuses(WaitOptions::new()).collect().await;
    assert!(matches!(&polled[..], [Err(error)] if error.token() == job.token()), "{polled:?}");
}

#[tokio::test]
async fn a_token_resumes_the_job_in_another_process() {
    let (script, job) = submitted([report("DONE")]).await;
    let stored = serde_json::to_string(job.token().unwrap()).unwrap();
    assert!(!stored.contains("sesame") && !format!("{job:?}").contains(KEY));
    drop(job);
    script.clock.advance(Duration::from_secs(15));
    let token: JobToken = serde_json::from_str(&stored).unwrap();
    let job = Job::<Value>::resume(&script.client(), &[&MASTER], &token).unwrap();
    assert_eq!(job.eta(), Some(Duration::from_secs(5)), "15 of the 20 seconds have passed");
    assert!(job.wait().await.is_ok());
    assert_eq!(script.sleeps(), [5.0]);
    assert_eq!(script.lines()[1], "GET /jobs/t-1?kind=MASTER HTTP/1.1");
}

#[tokio::test]
async fn a_bare_id_resumes_the_job() {
    let script = Script::playing([report("DONE"), report("DONE")]).await;
    for token in [JobToken::new("master", "a/../b"), "master:a/../b".parse().unwrap()] {
        let job = Job::<Value>::resume(&script.client(), &[&MASTER], token).unwrap();
        assert!(matches!(job.poll().await.unwrap(), Polled::Succeeded(_)));
    }
    assert_eq!(script.lines(), ["GET /jobs/a%2F..%2Fb?kind=MASTER HTTP/1.1"; 2]);
}

#[tokio::test]
async fn a_token_that_fits_no_job_is_refused_before_anything_is_sent() {
    let script = Script::playing([]).await;
    let resume = |token: JobToken| Job::<Value>::resume(&script.client(), &[&MASTER], token);
    let error = resume(JobToken::new("cover", "7")).unwrap_err();
    assert_eq!(error.to_string(), "no job is started by `cover`; the operations that do are: master");
    let empty = serde_json::from_str(r#"{"operation":"master","parameters":{}}"#).unwrap();
    assert_eq!(resume(empty).unwrap_err().to_string(), "the token has no id");
    for id in ["", ".", ".."] {
        let error = resume(JobToken::new("master", id)).unwrap().poll().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{id:?}: {error}");
    }
    let foreign =
        serde_json::from_str(r#"{"operation":"master","parameters":{"id":"7","admin":"1"}}"#).unwrap();
    assert!(resume(foreign).unwrap().poll().await.unwrap_err().to_string().contains("`admin`"));
    assert_eq!(script.lines(), [] as [&str; 0]);
    for text in ["", "master", ":7", "master:", "{}", "{"] {
        assert!(text.parse::<JobToken>().is_err(), "{text:?}");
    }
}

#[tokio::test]
async fn a_receipt_that_is_cut_off_or_misfit_still_names_its_job() {
    for answer in [
        cut(OK, "", 100, br#"{"task_id":"t-1","eta":"#),
        cut(OK, "", 100, br#"{"eta":20,"task_id":"t-1""#),
        json(OK, r#"{"task_id":"t-1","cost":1.5}]"#),
    ] {
        let script = Script::playing([answer, report("DONE")]).await;
        let client = script.client();
        let error = submit(&client).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Accepted, "{error}");
        let job = Job::<Value>::resume(&client, &[&MASTER], error.token().expect("an id was there")).unwrap();
        assert_eq!(job.id(), Some("t-1"));
        assert!(job.wait().await.is_ok());
    }
}

#[tokio::test]
async fn another_link_names_the_job_when_the_first_cannot() {
    for (receipt, id) in [
        (r#"{"task_id":null,"conversion_id":"c-1"}"#, Some("c-1")),
        (r#"{"task_id":"","conversion_id":5}"#, Some("5")),
        (r#"{"done":true}"#, None),
    ] {
        let script = Script::playing([json(OK, receipt)]).await;
        let job = submit(&script.client()).await.unwrap();
        assert_eq!((job.id(), job.token().is_some()), (id, id.is_some()), "{receipt}");
        if id.is_none() {
            let error = job.wait().await.unwrap_err();
            assert!(error.to_string().contains("the receipt has no id"), "{error}");
            assert_eq!(job.into_receipt()["done"], true);
        }
    }
}

#[tokio::test]
async fn an_eta_that_says_nothing_is_none() {
    for (eta, expected) in [
        ("-1", None),
        ("null", None),
        ("\"soon\"", None),
        ("1e300", None),
        ("\"7\"", Some(7.0)),
        ("2.5", Some(2.5)),
    ] {
        let script = Script::playing([json(OK, &format!(r#"{{"task_id":"t","eta":{eta}}}"#))]).await;
        let job = submit(&script.client()).await.unwrap();
        assert_eq!(job.eta().map(|eta| eta.as_secs_f64()), expected, "{eta}");
    }
}

#[tokio::test]
async fn a_submission_whose_outcome_is_unknown_is_not_repeated() {
    let script = Script::playing([Step::Reset, receipt()]).await;
    let error = submit(&script.client()).await.unwrap_err();
    assert_eq!((error.outcome(), error.token()), (Outcome::Unknown, None));
    assert_eq!(script.lines().len(), 1);
}

#[tokio::test]
async fn jobs_beyond_the_budget_are_not_submitted() {
    let script = Script::playing(vec![receipt(), json(OK, "[]"), cut(OK, "", 99, RECEIPT.as_bytes())]).await;
    let client = script.builder().max_credits(2.0).build().unwrap();
    submit(&client).await.unwrap();
    assert_eq!(client.estimated_credits(), 1.5);
    client.get("list", "/jobs").decode_json::<Value>().await.unwrap();
    submit(&client).await.unwrap_err();
    assert_eq!(client.estimated_credits(), 3.0, "an answer that broke off was accepted, too");
    let error = submit(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts()),
        (ErrorKind::Budget, Outcome::NotAccepted, 0)
    );
    assert_eq!(
        error.to_string(),
        "master (POST /master): jobs estimated at 3 credits were started, and the limit is 2; \
         `ClientBuilder::max_credits` sets it"
    );
    assert_eq!(script.lines().len(), 3);
}
