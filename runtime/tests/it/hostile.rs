//! Jobs whose answers, clocks and callers are not as one would wish.

use openapi_client_runtime::Outcome;

use crate::{
    jobs::{OK, report, submit, submitted},
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
