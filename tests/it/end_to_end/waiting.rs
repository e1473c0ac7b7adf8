//! Jobs as callers wait for them: through whatever goes wrong, without a job that is started twice or lost.
//!
//! The client's clock is the simulator's: what the client sleeps is what passes there, so that minutes take no time.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use musicgpt_client::types::{Conversion, CoverInput, CoverRequest, MusicAiRequest, SubmittedConversion};
use musicgpt_client::{
    Client, Clock, Error, ErrorKind, Job, JobToken, Outcome, Polled, RetryPolicy, Sleep, WaitOptions,
};
use serde_json::Value;
use simulator::{Options, Simulator};

use super::bench::{in_time, options};
use super::case::SONG;
use crate::wire::server::KEY;

/// A simulator, and a client that sleeps by its clock.
struct Waiting {
    simulator: Arc<Simulator>,
    client: Client,
}

/// Lets the simulator's time pass while the client sleeps.
#[derive(Debug)]
struct Shared {
    simulator: Arc<Simulator>,
    start: SystemTime,
    now: Mutex<Duration>,
}

impl Clock for Shared {
    fn now(&self) -> Duration {
        *self.now.lock().expect("nobody panics while the clock is read")
    }

    fn date(&self) -> SystemTime {
        self.start + self.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        *self.now.lock().expect("nobody panics while the clock is set") += duration;
        self.simulator.advance(duration);
        Box::pin(tokio::task::yield_now())
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

impl Waiting {
    async fn start(rules: &[&str]) -> Self {
        let with_rule = |options: Options, rule: &&str| options.rule(rule.parse().expect("a rule"));
        Self::with(rules.iter().fold(options(), with_rule)).await
    }

    async fn with(options: Options) -> Self {
        let simulator = Arc::new(simulator::start(options).await.expect("the document can be served"));
        let client = Self::client(&simulator);
        Self { simulator, client }
    }

    fn clock(simulator: &Arc<Simulator>) -> Shared {
        let now = Mutex::default();
        Shared { simulator: simulator.clone(), start: SystemTime::now(), now }
    }

    fn client(simulator: &Arc<Simulator>) -> Client {
        let builder =
            Client::builder().base_url(simulator.base_url()).api_key(KEY).clock(Self::clock(simulator));
        builder.build().expect("the key and the base URL are fine")
    }

    async fn cover(&self) -> Result<Job<Conversion, SubmittedConversion>, Error> {
        in_time(self.client.cover(cover())).await
    }

    fn accepted(&self, operation: &str) -> usize {
        self.simulator.ledger().accepted(operation)
    }
}

fn cover() -> CoverRequest {
    CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1")
}

#[tokio::test]
async fn two_songs_are_waited_for_and_downloaded() {
    let it = Waiting::start(&["download truncate-download at=0.3 count=2"]).await;
    let job = it.client.music_ai(MusicAiRequest::new().prompt("rain")).await.expect("the request is fine");
    assert_eq!((job.eta(), job.credit_estimate()), (Some(Duration::from_secs(154)), Some(0.06)));
    assert_eq!(job.id(), job.receipt().task_id.as_deref());
    let songs = in_time(job.wait()).await.expect("the job is done");
    assert_eq!(songs.task_id, job.receipt().task_id);
    let names: Vec<_> = songs.outputs().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["song_1", "song_1_wav", "song_2", "song_2_wav"]);

    let folder = tempfile::tempdir().expect("a folder can be made");
    for (song, name, size) in [(songs.song_1(), "1.mp3", 32_109), (songs.song_2_wav(), "2.wav", 176_444)] {
        let path = folder.path().join(name);
        let bytes = in_time(it.client.download(song).to_file(&path)).await.expect("it arrives whole");
        assert_eq!((bytes, fs::read(&path).expect("it is there").len() as u64), (size, size), "{name}");
    }
    let ledger = it.simulator.ledger();
    let ranges: Vec<_> = ledger.of("download").map(|entry| entry.headers.contains_key("range")).collect();
    assert_eq!(ranges, [false, true, true, false], "each cut is taken up where it was");
    assert_eq!((it.accepted("music_ai"), ledger.jobs().count()), (1, 1));
    assert_eq!(it.client.estimated_credits(), 0.06);
}

/// What goes wrong, and how submitting ends: with a job, or with an outcome and perhaps a token.
#[tokio::test]
async fn a_submission_that_goes_wrong_leaves_no_doubt_that_can_be_avoided() {
    use Outcome::{Accepted, NotAccepted, Unknown};
    for (rule, expected, accepted) in [
        ("cover status code=429 count=2", None, 1),
        ("cover status code=429 retry-after=7", None, 1),
        ("cover status code=429 retry-after=date", None, 1),
        ("cover status code=429 retry-after=3600", Some((NotAccepted, false)), 0),
        ("cover status code=429 count=always", Some((NotAccepted, false)), 0),
        ("cover status code=500", Some((Unknown, false)), 0),
        ("cover status code=502 body=html", Some((Unknown, false)), 0),
        ("cover status code=503 body=empty retry-after=1", Some((Unknown, false)), 0),
        ("cover status code=401", Some((NotAccepted, false)), 0),
        ("cover status code=402", Some((NotAccepted, false)), 0),
        ("cover reset-before", Some((Unknown, false)), 0),
        ("cover reset-after", Some((Unknown, false)), 1),
        ("cover truncate", Some((Accepted, true)), 1),
        ("cover number-as-string", Some((Accepted, true)), 1),
        ("cover extra-fields", None, 1),
        ("cover unknown-status value=WARP", None, 1),
        ("cover missing-fields fields=eta,status,credit_estimate", None, 1),
        ("cover missing-fields fields=task_id", None, 1),
        ("cover redirect to=http://127.0.0.1:9/", Some((NotAccepted, false)), 0),
    ] {
        let it = Waiting::start(&[rule]).await;
        let job = match (it.cover().await, expected) {
            (Ok(job), None) => Some(job.token().expect("an id").clone()),
            (Err(error), Some((outcome, has_token))) => {
                assert_eq!(
                    (error.outcome(), error.token().is_some()),
                    (outcome, has_token),
                    "{rule}: {error}"
                );
                error.token().cloned()
            }
            (result, _) => panic!("{rule}: {result:?}"),
        };
        assert_eq!(it.accepted("cover"), accepted, "{rule}");
        if let Some(token) = job {
            let conversion = in_time(it.client.resume(token).expect("a token").wait()).await;
            assert!(conversion.expect(rule).audio().is_some(), "{rule}");
        }
    }
}

#[tokio::test]
async fn polls_that_go_wrong_lose_no_job() {
    for rule in [
        "get_conversion status code=429 count=3",
        "get_conversion status code=429 retry-after=30",
        "get_conversion status code=500 count=9",
        "get_conversion status code=502 body=html count=2",
        "get_conversion status code=503 body=empty",
        "get_conversion reset-before count=2",
        "get_conversion reset-after count=2",
        "get_conversion truncate count=2",
        "get_conversion extra-fields count=always",
        "get_conversion unknown-status value=WARP count=3",
        "get_conversion missing-fields fields=status count=3",
        "get_conversion missing-fields fields=conversion count=3",
        "get_conversion number-as-string count=always",
    ] {
        let it = Waiting::start(&[rule]).await;
        let job = it.cover().await.expect("the submission is fine");
        let conversion = in_time(job.wait()).await.expect(rule);
        assert!(conversion.audio().is_some(), "{rule}");
        assert_eq!(it.accepted("cover"), 1, "{rule}");
    }
}

/// What never answers takes as long as the network is given, in real time.
#[tokio::test]
async fn what_never_answers_is_not_waited_for_forever() {
    let it = Waiting::start(&["cover stall", "get_conversion stall count=2"]).await;
    let builder = Client::builder().base_url(it.simulator.base_url()).api_key(KEY);
    let builder = builder.clock(Waiting::clock(&it.simulator)).timeout(Duration::from_millis(500));
    let client = builder.build().expect("the key and the base URL are fine");
    let error = in_time(client.cover(cover())).await.expect_err("there is no answer");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    let job = in_time(client.cover(cover())).await.expect("the rule is used up");
    assert!(in_time(job.wait()).await.expect("two polls are borne").audio().is_some());
    assert_eq!(it.accepted("cover"), 2, "each of the two submissions once");
}

#[tokio::test]
async fn a_wait_that_ends_without_a_result_says_why_and_how_to_go_on() {
    for (rule, kind, status) in [
        ("get_conversion unknown-status value=FAILED", ErrorKind::JobFailed, Some("FAILED")),
        ("get_conversion unknown-status value=error", ErrorKind::JobFailed, Some("error")),
        ("get_conversion unknown-status value=WARP count=always", ErrorKind::Deadline, Some("WARP")),
        ("get_conversion status code=401", ErrorKind::Status, None),
        ("get_conversion status code=500 count=always", ErrorKind::Status, None),
        ("get_conversion redirect to=http://127.0.0.1:9/", ErrorKind::Status, None),
    ] {
        let it = Waiting::start(&[rule]).await;
        let job = it.cover().await.expect("the submission is fine");
        let error = in_time(job.wait()).await.expect_err(rule);
        assert_eq!(
            (error.kind(), error.job_status(), error.token()),
            (kind, status, job.token()),
            "{rule}: {error}"
        );
        if kind != ErrorKind::Status {
            let report: Value = error.decode().expect("the whole last answer");
            assert_eq!(report["conversion"]["status"].as_str(), status, "{rule}");
        }
    }
}

#[tokio::test]
async fn a_job_is_resumed_by_its_token_or_its_bare_id() {
    let it = Waiting::start(&[]).await;
    let job = it.cover().await.expect("the submission is fine");
    let stored = serde_json::to_string(job.token().expect("a token")).expect("it is plain data");
    assert!(!stored.contains(KEY));
    let id = job.id().expect("an id").to_owned();
    drop(job);

    let other = Waiting::client(&it.simulator);
    let token: JobToken = serde_json::from_str(&stored).expect("it is a token");
    for job in [other.resume(token), other.resume(("cover", id))] {
        let conversion = in_time(job.expect("a job of this API").wait()).await.expect("the job is done");
        assert!(conversion.audio().is_some());
    }
    assert_eq!(it.accepted("cover"), 1);
    let error = other.resume(("search_voices", "7")).expect_err("it starts no job");
    assert!(error.to_string().contains("no job is started by `search_voices`"), "{error}");
}

#[tokio::test]
async fn each_status_of_a_job_is_shown() {
    let it = Waiting::start(&[]).await;
    let job = it.cover().await.expect("the submission is fine");
    let options = WaitOptions::new().first_poll(Duration::ZERO);
    let (mut statuses, mut seen) = (job.statuses(options), Vec::new());
    while let Some(polled) = in_time(statuses.next()).await {
        seen.push(match polled.expect("nothing goes wrong") {
            Polled::Pending(report) => report.status().unwrap_or_default().to_owned(),
            Polled::Succeeded(conversion) => conversion.status.expect("a status").to_string(),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(seen, ["IN_QUEUE", "PROCESSING", "COMPLETED"]);
}

#[tokio::test]
async fn no_job_is_started_beyond_the_limit() {
    let it = Waiting::start(&[]).await;
    let builder = Client::builder().base_url(it.simulator.base_url()).api_key(KEY).max_credits(2.0);
    let client = builder.build().expect("the key and the base URL are fine");
    let submit = || client.cover(cover()).into_future();
    submit().await.expect("1.27 of 2 credits");
    submit().await.expect("2.54: the last one may go beyond");
    let error = submit().await.expect_err("the limit is reached");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Budget, Outcome::NotAccepted));
    assert_eq!(it.accepted("cover"), 2);
}

/// Everything at once, by chance: what was accepted is found again, and nothing is there twice.
#[tokio::test]
async fn whatever_goes_wrong_by_chance_no_job_is_doubled_or_lost() {
    const JOBS: usize = 60;
    let rules = [
        "* status code=429 chance=0.05 count=always",
        "* status code=503 body=html chance=0.05 count=always",
        "* reset-before chance=0.05 count=always",
        "* reset-after chance=0.05 count=always",
        "* truncate chance=0.05 count=always",
        "* extra-fields chance=0.05 count=always",
        "* missing-fields fields=eta,status chance=0.05 count=always",
        "* number-as-string chance=0.05 count=always",
        "get_conversion unknown-status value=WARP chance=0.1 count=always",
    ];
    for seed in 1..=3 {
        let options = rules
            .iter()
            .fold(options().seed(seed), |options, rule| options.rule(rule.parse().expect("a rule")));
        let it = Waiting::with(options).await;
        let client = Client::builder()
            .base_url(it.simulator.base_url())
            .api_key(KEY)
            .retry(RetryPolicy::default().budget(1000))
            .clock(Waiting::clock(&it.simulator))
            .polls_per_minute(10_000)
            .build()
            .expect("the key and the base URL are fine");
        let ends = join_all((0..JOBS).map(|job| in_time(end_of(&client, job)))).await;

        let ledger = it.simulator.ledger();
        for (job, end) in ends.iter().enumerate() {
            let mark = mark(job);
            let accepted =
                ledger.jobs().filter(|it| it.fields["webhook_url"].text() == Some(mark.as_str())).count();
            match end {
                End::Result => assert_eq!(accepted, 1, "seed {seed}, job {job}"),
                End::NotAccepted => assert_eq!(accepted, 0, "seed {seed}, job {job}"),
                End::Unknown => assert!(accepted <= 1, "seed {seed}, job {job}: {accepted}"),
            }
        }
        let results = ends.iter().filter(|end| matches!(end, End::Result)).count();
        assert!(results > JOBS / 2, "seed {seed}: only {results} results, so little was shown");
    }
}

/// How a job ended for its caller.
enum End {
    Result,
    NotAccepted,
    Unknown,
}

fn mark(job: usize) -> String {
    // Nobody listens at the address; the simulator leaves other hosts alone.
    format!("https://hooks.example.com/{job}")
}

async fn end_of(client: &Client, job: usize) -> End {
    let token = match client.cover(cover().webhook_url(mark(job))).await {
        Ok(job) => job.token().expect("an id").clone(),
        Err(error) => match (error.outcome(), error.token()) {
            (_, Some(token)) => token.clone(),
            (Outcome::NotAccepted, None) => return End::NotAccepted,
            (_, None) => return End::Unknown,
        },
    };
    let options = || WaitOptions::new().max_failed_polls(50);
    client.resume(token).expect("a token").wait_with(options()).await.expect("the job is done");
    End::Result
}
