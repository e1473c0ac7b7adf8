//! Turns a request into an answer: sends it, and again where that can do no harm.

use std::{collections::BTreeMap, fmt, future::Future, sync::Arc, time::Duration};

use http::{HeaderMap, Method};

use crate::{
    ApiDescription, Error, ErrorKind, JobToken, Outcome, Request, Response, RetryPolicy,
    attempt::attempt,
    base_url::BaseUrl,
    body::Body,
    clock::Clock,
    credential::Credentials,
    credits::Credits,
    download::DownloadClient,
    error::CallSite,
    job::{self, limiter::PollLimiter},
    prepare::Prepared,
    query::Query,
    redact::Redactor,
    request::Description,
    retry::RetryBudget,
    trace,
};

/// Sends requests to an API.
///
/// Generated clients are made of it. A clone is cheap and shares the connections.
#[derive(Clone)]
pub struct Transport(Arc<Settings>);

/// What is the same for all calls of a client.
pub(crate) struct Settings {
    pub(crate) api: &'static ApiDescription,
    pub(crate) http: reqwest::Client,
    /// Fetches results. It carries no credential and no header of ours, and follows redirects.
    pub(crate) downloads: DownloadClient,
    pub(crate) base_url: BaseUrl,
    /// The values of the variables in the URLs of servers.
    pub(crate) server_variables: BTreeMap<String, String>,
    /// Whether the user chose the base URL, which then goes before the servers of operations.
    pub(crate) base_url_is_chosen: bool,
    pub(crate) credentials: Credentials,
    pub(crate) headers: HeaderMap,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) credits: Credits,
    pub(crate) on_job: Option<JobListener>,
    pub(crate) poll_limiter: PollLimiter,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) max_response_bytes: u64,
    pub(crate) redactor: Arc<Redactor>,
}

/// How long each kind of call may take.
#[derive(Clone, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    /// A call without files, all attempts included; and after an upload the time until the answer.
    pub(crate) call: Duration,
    pub(crate) upload: Duration,
    pub(crate) download: Duration,
    /// How long not a byte may pass while a body is under way.
    pub(crate) stall: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(2 * 60),
            upload: Duration::from_secs(60 * 60),
            download: Duration::from_secs(60 * 60),
            stall: Duration::from_secs(30),
        }
    }
}

impl Transport {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Starts the description of a request for `operation`, whose path is `template` with all placeholders filled.
    pub fn request(&self, method: Method, operation: &'static str, template: &'static str) -> Request {
        Request(Box::new(Description {
            transport: self.clone(),
            site: CallSite { operation, method, template, redactor: self.0.redactor.clone() },
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            security: self.0.api.security,
            server: None,
            body: Body::Empty,
            timeout: None,
            retry: None,
            job: None,
            streams: false,
            problem: None,
        }))
    }

    /// Returns the credits that the API has estimated for all jobs this client has started, clones included.
    #[must_use]
    pub fn estimated_credits(&self) -> f64 {
        self.0.credits.estimated()
    }

    /// Starts a `GET` request.
    pub fn get(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::GET, operation, template)
    }

    /// Starts a `POST` request.
    pub fn post(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::POST, operation, template)
    }

    /// Starts a `PUT` request.
    pub fn put(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::PUT, operation, template)
    }

    /// Starts a `PATCH` request.
    pub fn patch(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::PATCH, operation, template)
    }

    /// Starts a `DELETE` request.
    pub fn delete(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::DELETE, operation, template)
    }

    /// Starts a `HEAD` request.
    pub fn head(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::HEAD, operation, template)
    }

    /// Starts an `OPTIONS` request.
    pub fn options(&self, operation: &'static str, template: &'static str) -> Request {
        self.request(Method::OPTIONS, operation, template)
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("api", &self.0.api.title)
            .field("base_url", &self.0.base_url.as_str())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// Sends a request, again where that is safe, and returns the answer if it is a success.
///
/// What is sent is settled before the future is made, which otherwise had room for the description as well.
pub(crate) fn send(request: Request) -> impl Future<Output = Result<Response, Error>> + Send {
    let prepared = Prepared::new(request);
    async move {
        let prepared = prepared?;
        let listener = prepared.job.and(prepared.transport.settings().on_job.clone());
        match listener {
            Some(listener) => Box::pin(submit(prepared, listener)).await,
            None => trace::in_call(&prepared.site, send_prepared(&prepared)).await,
        }
    }
}

/// Submits a job in a task of its own: whoever asked for it may have stopped waiting when the token is known.
async fn submit(prepared: Box<Prepared>, listener: JobListener) -> Result<Response, Error> {
    let site = prepared.site.clone();
    let submission = tokio::spawn(async move {
        let answer = trace::in_call(&prepared.site, send_prepared(&prepared)).await;
        match &answer {
            Ok(response) => listener.tell(job::token_in(response).as_ref()),
            Err(error) => listener.tell(error.token()),
        }
        answer
    });
    submission.await.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => {
            let message = "the runtime was shut down during the submission";
            Err(Error::new(ErrorKind::Transport, message).at(&site))
        }
    })
}

/// Who is told of each job as soon as the API has accepted it.
#[derive(Clone)]
pub(crate) struct JobListener(Arc<dyn Fn(&JobToken) + Send + Sync>);

impl JobListener {
    pub(crate) fn new(listener: impl Fn(&JobToken) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    fn tell(&self, token: Option<&JobToken>) {
        token.into_iter().for_each(|token| (self.0)(token));
    }
}

async fn send_prepared(prepared: &Prepared) -> Result<Response, Error> {
    let settings = prepared.transport.settings();
    settings.credits.admit(prepared)?;
    let (clock, policy) = (&*settings.clock, &settings.retry);
    let started = clock.now();
    let left = || prepared.timeout.saturating_sub(clock.now().saturating_sub(started));
    let mut attempts = 0;
    // What one attempt left open, a later one does not settle.
    let mut uncertain = false;
    loop {
        attempts += 1;
        let error = match attempt(prepared, left()).await {
            Ok(response) => {
                settings.retry_budget.earn();
                settings.credits.count(prepared, &response.body);
                return Ok(Response { attempts, ..response });
            }
            Err(error) => job::with_token(error.or_uncertain(uncertain), prepared),
        };
        uncertain = error.outcome() != Outcome::NotAccepted;
        let delay = policy.delay(prepared.retry, &error, attempts, clock);
        let delay = delay.filter(|delay| *delay < left() && prepared.body.is_replayable());
        // A job that the answer names needs no second submission, whatever the caller allows.
        let delay = delay.filter(|_| error.token().is_none());
        match delay.filter(|_| settings.retry_budget.take()) {
            Some(delay) => {
                trace::again(&error, attempts, delay);
                clock.sleep(delay).await;
            }
            None => {
                // An attempt that failed before anything was sent is none.
                let attempts = attempts - 1 + error.attempts();
                settings.credits.count_error(prepared, &error);
                return Err(error.with_attempts(attempts));
            }
        }
    }
}
