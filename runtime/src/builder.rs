//! Turns the choices of a user into a client.

pub(crate) mod build;

use std::{
    collections::BTreeMap, error::Error as StdError, ffi::OsString, fmt, future::Future, marker::PhantomData,
    sync::Arc, time::Duration,
};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::SecretString;

use crate::{
    ApiDescription, Clock, Error, JobToken, RetryPolicy, SecurityScheme, Transport,
    api::SchemeKind,
    base_url::BaseUrl,
    clock::SystemClock,
    environment, redact,
    token_provider::TokenProvider,
    transport::{JobListener, Timeouts},
};

const MAX_RESPONSE_BYTES: u64 = 64 * 1024 * 1024;

/// Collects the settings of a client.
///
/// No method but [`from_env`](Self::from_env) fails: what is wrong with a setting comes out of [`build`](Self::build).
pub struct ClientBuilder<C> {
    api: &'static ApiDescription,
    base_url: Option<String>,
    server: Option<String>,
    server_variables: BTreeMap<String, String>,
    credentials: Vec<(&'static SecurityScheme, SecretString)>,
    token_providers: Vec<(&'static SecurityScheme, TokenProvider)>,
    headers: HeaderMap,
    timeouts: Timeouts,
    retry: RetryPolicy,
    max_credits: Option<f64>,
    polls_per_minute: Option<u32>,
    on_job: Option<JobListener>,
    clock: Arc<dyn Clock>,
    max_response_bytes: u64,
    allow_http_downloads: bool,
    http: Option<reqwest::Client>,
    download_http: Option<reqwest::Client>,
    problem: Option<Error>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Transport>> ClientBuilder<C> {
    /// Starts with the defaults for an API.
    #[must_use]
    pub fn new(api: &'static ApiDescription) -> Self {
        let builder = Self {
            api,
            base_url: None,
            server: None,
            server_variables: BTreeMap::new(),
            credentials: Vec::new(),
            token_providers: Vec::new(),
            headers: HeaderMap::new(),
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            max_credits: None,
            polls_per_minute: None,
            on_job: None,
            clock: Arc::new(SystemClock::new()),
            max_response_bytes: MAX_RESPONSE_BYTES,
            allow_http_downloads: false,
            http: None,
            download_http: None,
            problem: None,
            client: PhantomData,
        };
        builder.user_agent(api.user_agent)
    }

    /// Reads the credentials and other settings from environment variables.
    ///
    /// The credential that the API asks for first is, by its kind, in `<PREFIX>_API_KEY`, `<PREFIX>_TOKEN`, or
    /// `<PREFIX>_USERNAME` and `<PREFIX>_PASSWORD`. Those of all other schemes of the document are read if they are
    /// there: from the variable of their kind if no scheme before has it, and from one of their own, which goes before
    /// it: `<PREFIX>_APP_KEY` for the scheme `appKey`, with a number behind it where that is the name of something else.
    /// It has what [`credential`](Self::credential) takes. What the API asks for together has to be complete.
    ///
    /// The rest may be missing: `<PREFIX>_BASE_URL`, `<PREFIX>_TIMEOUT` in seconds, `<PREFIX>_MAX_RETRIES`,
    /// `<PREFIX>_MAX_CREDITS` and `<PREFIX>_POLLS_PER_MINUTE`.
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) when a variable is not Unicode, when those that
    /// the API cannot do without are missing or empty, or when one is not the number it should be.
    pub fn from_env(self) -> Result<Self, Error> {
        self.with_environment(|name| std::env::var_os(name))
    }

    pub(crate) fn with_environment(
        mut self,
        lookup: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let environment = environment::read(self.api, lookup)?;
        self.base_url = environment.base_url.or(self.base_url);
        self.timeouts.call = environment.timeout.unwrap_or(self.timeouts.call);
        self.retry.max_retries = environment.max_retries.unwrap_or(self.retry.max_retries);
        self.max_credits = environment.max_credits.or(self.max_credits);
        self.polls_per_minute = environment.polls_per_minute.or(self.polls_per_minute);
        Ok(environment
            .credentials
            .into_iter()
            .fold(self, |it, (scheme, secret)| it.credential(scheme, secret)))
    }

    /// Sets the API key.
    #[must_use]
    pub fn api_key(self, key: impl Into<SecretString>) -> Self {
        self.credential_of_kind("an API key", SchemeKind::is_api_key, key.into())
    }

    /// Sets the token that is sent as `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer_token(self, token: impl Into<SecretString>) -> Self {
        self.credential_of_kind("a bearer token", |kind| kind == SchemeKind::Bearer, token.into())
    }

    /// Sets what gives the bearer token of each request, for tokens that end: those of OAuth and OpenID Connect.
    ///
    /// It is asked before every attempt, and should keep the token for as long as it is good. When it fails, so does
    /// the call, and nothing is sent.
    #[must_use]
    pub fn bearer_token_provider<P, F, E>(mut self, provider: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<SecretString, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        match self.api.schemes_by_weight().find(|scheme| scheme.kind == SchemeKind::Bearer) {
            Some(scheme) => self.token_providers.push((scheme, TokenProvider::new(provider))),
            None => self.fail(format!("the {} does not take a bearer token", self.api.title)),
        }
        self
    }

    /// Sets the user name and password that are sent as `Authorization: Basic …`.
    #[must_use]
    pub fn basic_auth(self, user: impl AsRef<str>, password: impl Into<SecretString>) -> Self {
        use secrecy::ExposeSecret as _;
        let pair = format!("{}:{}", user.as_ref(), password.into().expose_secret());
        self.credential_of_kind("a user name and password", |kind| kind == SchemeKind::Basic, pair.into())
    }

    /// Sets the secret of the scheme that the document of the API calls `scheme`.
    ///
    /// For APIs that ask for several at once. The secret of a basic scheme is `user:password`.
    #[must_use]
    pub fn credential(mut self, scheme: &str, secret: impl Into<SecretString>) -> Self {
        match self.api.scheme(scheme) {
            Some(scheme) => self.credentials.push((scheme, secret.into())),
            None => {
                let known = redact::names(self.api.schemes.iter().map(|scheme| scheme.name));
                self.fail(format!("the {} has no security scheme `{scheme}`, only: {known}", self.api.title));
            }
        }
        self
    }

    fn credential_of_kind(mut self, what: &str, fits: fn(SchemeKind) -> bool, secret: SecretString) -> Self {
        match self.api.schemes_by_weight().find(|scheme| fits(scheme.kind)) {
            Some(scheme) => self.credentials.push((scheme, secret)),
            None => self.fail(format!("the {} does not take {what}", self.api.title)),
        }
        self
    }

    /// Sets the URL that all paths are appended to, instead of the server that the document names.
    ///
    /// It goes before the servers that single operations name, too.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Chooses another server of the document than the first, by its description or its URL, as the document writes them.
    ///
    /// A base URL goes before it.
    #[must_use]
    pub fn server(mut self, server: impl Into<String>) -> Self {
        self.server = Some(server.into());
        self
    }

    /// Sets a variable in the URL of the server, which otherwise has its default; servers of single operations that have
    /// a variable of this name take the value, too.
    ///
    /// A base URL goes before it.
    #[must_use]
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.server_variables.insert(name.into(), value.into());
        self
    }

    /// Sets what the client calls itself in the `User-Agent` header.
    #[must_use]
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(header::USER_AGENT.as_str(), user_agent)
    }

    /// Sets a header that is sent with every call, unless the call has one of this name.
    #[must_use]
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            (Err(_), _) => self.fail(format!("`{name}` is not the name of a header")),
            (_, Err(_)) => {
                self.fail(format!("the value for `{name}` has a character that a header cannot have"))
            }
        }
        self
    }

    /// Sets how long connecting may take; 10 seconds by default.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Sets how long a call without files may take, from connecting to the last byte of the answer and all attempts
    /// included; 2 minutes by default. After an upload, it is how long the answer may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.call = timeout;
        self
    }

    /// Sets how long a call that sends a file may take; an hour by default.
    #[must_use]
    pub fn upload_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.upload = timeout;
        self
    }

    /// Sets how long a download may take; an hour by default.
    #[must_use]
    pub fn download_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.download = timeout;
        self
    }

    /// Sets how long not a byte may pass while an upload, an answer or a download is under way; 30 seconds by default.
    #[must_use]
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.stall = timeout;
        self
    }

    /// Sets how failed calls are tried again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the credits after which the client starts no more jobs; there is no limit by default.
    ///
    /// What counts is the estimate in the receipt of each job, so the last job may go beyond, and so may jobs that
    /// are submitted at the same time.
    #[must_use]
    pub fn max_credits(mut self, credits: f64) -> Self {
        self.max_credits = Some(credits);
        self
    }

    /// Sets how often all jobs of the client together may be asked about in a minute, instead of what the document says.
    ///
    /// Whoever waits for a job keeps to it; [`Job::poll`](crate::Job::poll) asks at once, and counts.
    #[must_use]
    pub fn polls_per_minute(mut self, polls: u32) -> Self {
        self.polls_per_minute = Some(polls);
        self
    }

    /// Sets who is told of each job as soon as the API has accepted it, for instance to store its token.
    ///
    /// With it a submission that has begun goes on by itself: also when the future that waits for it is dropped, by a
    /// timeout or a `select!`, the job that will be paid for is told of. An upload that is to be given up must then be
    /// ended by its own stream.
    #[must_use]
    pub fn on_job(mut self, listener: impl Fn(&JobToken) + Send + Sync + 'static) -> Self {
        self.on_job = Some(JobListener::new(listener));
        self
    }

    /// Brings a clock of your own, such as the one of the test kit.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets how many bytes the body of an answer may have; 64 MiB by default.
    #[must_use]
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Allows downloads that anybody on the way can read and change.
    ///
    /// Without it only `https` is followed; and `http` to the very server that the base URL names, where that is `http`
    /// itself, as that of a simulator is.
    #[must_use]
    pub fn allow_http_downloads(mut self) -> Self {
        self.allow_http_downloads = true;
        self
    }

    /// Brings an HTTP client of your own for downloads, for instance with a proxy or a root certificate.
    ///
    /// It should add no header: results are on servers that have no business with the API key. For the same reason it
    /// should be made with `referer(false)`, because the URL that is redirected from often has its signature in it.
    #[must_use]
    pub fn download_client(mut self, client: reqwest::Client) -> Self {
        self.download_http = Some(client);
        self
    }

    /// Brings an HTTP client of your own, for instance with a proxy or a root certificate.
    ///
    /// It must not follow redirects (`reqwest::redirect::Policy::none()`): one that does sends API keys on to
    /// whichever server an answer names. The [`connect_timeout`](Self::connect_timeout) is the one it was made with.
    #[must_use]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    fn fail(&mut self, message: String) {
        self.problem.get_or_insert_with(|| Error::configuration(message));
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("base_url", &self.base_url.as_deref().map(|url| BaseUrl::parse(url).map(|_| url)))
            .field("credentials", &redact::names(self.credentials.iter().map(|(scheme, _)| scheme.name)))
            .field("headers", &redact::names(self.headers.keys().map(HeaderName::as_str)))
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("max_credits", &self.max_credits)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}
