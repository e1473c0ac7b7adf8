//! Jobs whose answers, clocks and callers are not as one would wish.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use openapi_client_runtime::{
    Clock, ErrorKind, Job, JobDescription, JobToken, LinkValue, Outcome, Retry, Sleep, Value, WaitOptions,
    serde_json,
};

use crate::{
    jobs::{MASTER, OK, RECEIPT, Receipt, receipt, report, submit, submitted},
    script::{Script, Step, cut, json, with_headers},
};

#[tokio::test]
async fn an_error_about_a_job_never_says_that_nothing_was_accepted() {
    let refusals = [json("404 Not Found", "{}"), json("401 Unauthorized", "{}"), Step::Reset];
    let (_, job) = submitted(refusals).await;
    for _ in 0..3 {
        let error = job.poll().await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Accepted, "whoever submits again on this pays twice: {error}");
    }
}

#[tokio::test]
async fn half_a_number_is_not_the_id_of_another_job() {
    let script = Script::playing([cut(OK, "", 100, br#"{"eta":20,"task_id":123"#)]).await;
    let error = submit(&script.client()).await.unwrap_err();
    assert_eq!((error.outcome(), error.token()), (Outcome::Accepted, None), "the id may go on");
}

#[tokio::test]
async fn bytes_that_are_no_text_do_not_hide_the_id() {
    for body in [&b"\xef\xbb\xbf{\"task_id\":\"t-1\"}"[..], b"{\"note\":\"\xff\",\"task_id\":\"t-1\"}"] {
        let script = Script::playing([with_headers(OK, "", body)]).await;
        let token = match submit(&script.client()).await {
            Ok(job) => job.token().cloned(),
            Err(error) => error.token().cloned(),
        };
        assert!(token.is_some(), "{}", String::from_utf8_lossy(body));
    }
}

#[tokio::test]
async fn an_eta_beyond_all_time_is_no_reason_to_panic() {
    let script = Script::playing([json(OK, r#"{"task_id":"t","eta":1e19}"#), report("DONE")]).await;
    let job = submit(&script.client()).await.unwrap();
    assert!(job.wait().await.is_ok());
}

#[tokio::test]
async fn a_token_from_a_clock_that_goes_ahead_is_not_waited_for_longer_than_its_eta() {
    let script = Script::playing([report("DONE")]).await;
    let token: JobToken = serde_json::from_value(serde_json::json!({
        "operation": "master", "parameters": {"id": "t-1"}, "submitted_at": 1_798_761_600 + 86_400, "eta": 20
    }))
    .unwrap();
    let job = Job::<Value>::resume(&script.client(), &[&MASTER], token).unwrap();
    assert!(job.wait().await.is_ok());
    assert_eq!(script.sleeps(), [20.0]);
}

#[tokio::test]
async fn a_job_that_an_answer_names_is_not_submitted_again() {
    let cut_off = cut(OK, "", 100, br#"{"task_id":"t-1","eta":"#);
    let script = Script::playing([cut_off, json("404 Not Found", "")]).await;
    let call = script.client().post("master", "/master").json(&1).decode_job::<Value, Receipt>(&MASTER);
    let error = call.with_retry(Retry::Always).await.unwrap_err();
    assert!(error.token().is_some(), "{error}");
    assert_eq!(script.lines(), ["POST /master HTTP/1.1"]);
}

/// A clock that is set by hand.
#[derive(Clone, Debug, Default)]
struct ManualClock(Arc<AtomicU64>);

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Relaxed))
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.now()
    }

    fn sleep(&self, _: Duration) -> Sleep<'_> {
        Box::pin(std::future::pending())
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

#[tokio::test]
async fn a_wait_that_is_given_up_gives_its_place_back() {
    let script = Script::playing([receipt(), report("WORKING"), report("DONE")]).await;
    let clock = ManualClock::default();
    let client = script.builder().clock(clock.clone()).polls_per_minute(1).build().unwrap();
    let job = submit(&client).await.unwrap();
    let wait = |patience| {
        let options = WaitOptions::new().first_poll(Duration::ZERO);
        tokio::time::timeout(Duration::from_millis(patience), job.wait_with(options))
    };
    for _ in 0..4 {
        wait(100).await.expect_err("the job is not done, or it is not yet its turn");
    }
    assert_eq!(script.lines().len(), 2, "one poll a minute");
    clock.0.store(60, Ordering::Relaxed);
    wait(10_000).await.expect("nobody else wants to ask").unwrap();
}

#[tokio::test]
async fn a_poll_that_hangs_does_not_outlast_the_deadline() {
    let script = Script::playing([receipt(), report("WORKING"), Step::Stall(Vec::new())]).await;
    let client = script.builder().stall_timeout(Duration::from_millis(100)).build().unwrap();
    let job = submit(&client).await.unwrap();
    let wait = job.wait_with(WaitOptions::new().deadline(Duration::from_secs(21)));
    let error = tokio::time::timeout(Duration::from_secs(10), wait).await.expect("an end").unwrap_err();
    assert_eq!(error.token(), job.token());
}

#[tokio::test]
async fn a_last_poll_that_fails_does_not_hide_the_deadline() {
    let (_, job) = submitted([report("WORKING"), json("503 Busy", "")]).await;
    let wait = job.wait_with(WaitOptions::new().deadline(Duration::from_secs(21)));
    let error = wait.await.unwrap_err();
    assert_eq!((error.kind(), error.job_status()), (ErrorKind::Deadline, Some("WORKING")), "{error}");
    assert_eq!(error.decode::<Value>().unwrap()["note"], "n", "the whole last answer");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("503"));
}

#[tokio::test]
async fn an_answer_about_a_job_that_goes_on_may_say_when_to_ask_again() {
    let pending = with_headers(OK, "retry-after: 45", br#"{"job":{"status":"WORKING"}}"#);
    let (script, job) = submitted([pending, report("DONE")]).await;
    assert!(job.wait().await.is_ok());
    assert_eq!(script.sleeps(), [20.0, 45.0]);
}

#[tokio::test]
async fn jobs_that_wait_together_wait_at_the_same_time() {
    const JOBS: usize = 100;
    let steps = [vec![receipt(); JOBS], vec![report("WORKING"); JOBS], vec![report("DONE"); JOBS]];
    let script = Script::playing(steps.concat()).await;
    let client = script.client();
    let jobs: Vec<_> = futures_util::future::join_all((0..JOBS).map(|_| submit(&client))).await;
    let options = WaitOptions::new().first_poll(Duration::from_secs(60));
    let waits = jobs.iter().map(|job| job.as_ref().unwrap().wait_with(options.clone()));
    for result in futures_util::future::join_all(waits).await {
        result.expect("20 polls a minute are enough for 100 jobs in half an hour");
    }
    let took = script.clock.now();
    assert!(took < Duration::from_secs(15 * 60), "{took:?}");
}

#[tokio::test]
async fn intervals_may_be_as_long_as_they_like() {
    for chance in [0.0, 1.0] {
        let mut script = Script::playing([receipt(), report("WORKING"), report("DONE")]).await;
        script.clock = script.clock.with_chance(chance);
        let job = submit(&script.client()).await.unwrap();
        let options = WaitOptions::new().min_interval(Duration::MAX).max_interval(Duration::MAX);
        assert!(job.wait_with(options).await.is_ok());
    }
}

#[tokio::test]
async fn a_job_that_is_resumed_at_once_may_not_be_known_everywhere_yet() {
    let (script, job) = submitted([json("404 Not Found", "{}"), report("DONE")]).await;
    let job = Job::<Value>::resume(&script.client(), &[&MASTER], job.token().unwrap()).unwrap();
    assert!(job.wait().await.is_ok());
}

#[tokio::test]
async fn statuses_can_be_followed_by_a_plain_loop() {
    let (_, job) = submitted([report("WORKING"), report("DONE")]).await;
    let mut changes = job.statuses(WaitOptions::new());
    let mut count = 0;
    while let Some(change) = changes.next().await {
        change.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
}

#[tokio::test]
async fn an_id_deep_in_half_an_answer_is_found() {
    static NESTED: JobDescription = JobDescription {
        operation: "master",
        status: MASTER.status,
        links: &[&[("id", LinkValue::Member("/data/jobs/0/id")), ("kind", LinkValue::Constant("MASTER"))]],
        webhook_links: &[],
    };
    let body = br#"{"data":{"jobs":[{"id":"t-1","eta":"#;
    let script = Script::playing([cut(OK, "", 100, body)]).await;
    let call = script.client().post("master", "/master").json(&1).decode_job::<Value, Receipt>(&NESTED);
    assert!(call.await.unwrap_err().token().is_some());
}

#[tokio::test]
async fn an_answer_that_is_no_success_may_name_its_job_too() {
    let steps = [
        json("504 Gateway Timeout", r#"{"task_id":"t-1","cost":1.5}"#),
        json("409 No", r#"{"task_id":"t-2"}"#),
    ];
    let script = Script::playing(steps).await;
    let client = script.client();
    let error = submit(&client).await.unwrap_err();
    assert_eq!((error.outcome(), error.token().is_some()), (Outcome::Accepted, true), "{error}");
    assert_eq!(client.estimated_credits(), 1.5);
    let error = submit(&client).await.unwrap_err();
    assert_eq!(
        (error.outcome(), error.token()),
        (Outcome::NotAccepted, None),
        "a refusal is about another job"
    );
}

#[tokio::test]
async fn polls_of_the_callers_own_count_for_those_who_wait() {
    let script = Script::playing([receipt(), report("WORKING"), report("WORKING"), report("DONE")]).await;
    let client = script.builder().polls_per_minute(1).build().unwrap();
    let job = submit(&client).await.unwrap();
    job.poll().await.unwrap();
    job.poll().await.unwrap();
    assert_eq!(script.sleeps(), [] as [f64; 0], "whoever asks now is not held up");
    job.wait_with(WaitOptions::new().first_poll(Duration::ZERO)).await.unwrap();
    assert_eq!(script.sleeps(), [60.0]);
}

#[tokio::test]
async fn a_job_is_told_of_even_if_nobody_waits_for_its_receipt() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let script =
        Script::playing([json(OK, RECEIPT), cut(OK, "", 99, RECEIPT.as_bytes()), json("402 No", "{}")]).await;
    let listener = told.clone();
    let builder = script.builder().on_job(move |token| listener.lock().unwrap().push(token.to_string()));
    let client = builder.build().unwrap();
    for _ in 0..3 {
        // Polled once, so that it has begun, and dropped.
        let submission = std::pin::pin!(submit(&client));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(submission.poll(&mut context).is_pending());
    }
    while script.lines().len() < 3 || told.lock().unwrap().len() < 2 {
        tokio::task::yield_now().await;
    }
    let told = told.lock().unwrap();
    assert!(told.iter().all(|token| token.contains("\"t-1\"")), "{told:?}");
    assert_eq!(client.estimated_credits(), 3.0, "what nobody waited for costs, too");
}
