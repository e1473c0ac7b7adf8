//! Turns a request into an answer: the one place that talks to the network.

use std::{error::Error as StdError, fmt, iter, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};

use crate::{
    ApiDescription, Error, ErrorKind, Request, Response, base_url::BaseUrl, body::Body,
    credential::Credentials, error::CallSite, prepare::Prepared, query::Query, redact::Redactor,
    upload::UploadError,
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
    pub(crate) base_url: BaseUrl,
    /// Whether the user chose the base URL, which then goes before the servers of operations.
    pub(crate) base_url_is_chosen: bool,
    pub(crate) credentials: Credentials,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: u64,
    pub(crate) redactor: Arc<Redactor>,
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
        Request {
            transport: self.clone(),
            site: CallSite { operation, method, template, redactor: self.0.redactor.clone() },
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            security: self.0.api.security,
            server: None,
            body: Body::Empty,
            timeout: self.0.timeout,
            problem: None,
        }
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

/// Sends a request and returns the answer if it is a success.
pub(crate) async fn send(request: Request) -> Result<Response, Error> {
    let prepared = Prepared::new(request)?;
    send_once(&prepared).await
}

/// Sends a request once. Whatever decides to send again stands around this function.
async fn send_once(prepared: &Prepared) -> Result<Response, Error> {
    let settings = prepared.transport.settings();
    let at_call = |error: Error| error.at(&prepared.site).with_url(&prepared.shown_url);
    let method = &prepared.site.method;

    let request = settings.http.request(method.clone(), prepared.url.clone());
    let request = request.headers(prepared.headers.clone()).timeout(prepared.timeout);
    let request = prepared.body.add_to(request, method).await.map_err(at_call)?;

    let answer = request.send().await;
    let mut answer = answer.map_err(|error| at_call(failure(error, prepared.timeout)).with_attempts(1))?;
    let status = answer.status();
    let (body, interruption) = read_body(&mut answer, settings.max_response_bytes, prepared.timeout).await;
    let mut headers = std::mem::take(answer.headers_mut());
    settings.redactor.mark_sensitive(&mut headers);

    // The status of a refusal says more than what went wrong while its body was read.
    let problem = match interruption {
        _ if !status.is_success() => refusal(status, &headers, prepared),
        Some(problem) => problem,
        None => {
            let (site, url) = (prepared.site.clone(), prepared.shown_url.clone());
            return Ok(Response { site, url, status, headers, body });
        }
    };
    Err(at_call(problem).with_answer(status, headers, Some(body)).with_attempts(1))
}

/// Reads the body of an answer up to `limit`, and as far as the connection allows.
async fn read_body(answer: &mut reqwest::Response, limit: u64, timeout: Duration) -> (Bytes, Option<Error>) {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(None) => return (body.into(), None),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) => return (body.into(), Some(failure(error, timeout))),
        }
        if body.len() as u64 > limit {
            body.truncate(usize::try_from(limit).expect("the limit is below the length of a vector"));
            let message = format!(
                "the answer has more than {limit} bytes, a limit that `ClientBuilder::max_response_bytes` sets"
            );
            return (body.into(), Some(Error::new(ErrorKind::Transport, message)));
        }
    }
}

/// Makes the error of an answer that is not a success.
fn refusal(status: StatusCode, headers: &HeaderMap, prepared: &Prepared) -> Error {
    let redirect = status.is_redirection().then(|| redirect_target(headers, prepared)).flatten();
    let message = match redirect {
        Some(target) => {
            format!("the API answered {status}, a redirect to {target}, and redirects are not followed")
        }
        None => format!("the API answered {status}"),
    };
    Error::new(ErrorKind::Status, message)
}

/// Returns where a redirect leads, without the parts in which secrets travel.
fn redirect_target(headers: &HeaderMap, prepared: &Prepared) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    // Redacted before it is parsed, because parsing may spell a secret in a way that nobody looks for.
    let mut target = prepared.url.join(&prepared.site.redactor.redact(location)).ok()?;
    target.set_query(None);
    target.set_fragment(None);
    // Both fail only for URLs without a host, which have neither.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    Some(target.into())
}

/// Makes the error of a request that got no answer, or only a part of one.
fn failure(error: reqwest::Error, timeout: Duration) -> Error {
    // The query may hold a key.
    let error = error.without_url();
    let chain = || iter::successors(Some(&error as &(dyn StdError + 'static)), |&error| error.source());
    let root = chain().last().map(ToString::to_string).unwrap_or_default();
    let (kind, message) = match chain().find_map(|error| error.downcast_ref::<UploadError>()) {
        Some(reason) => (ErrorKind::Request, format!("the body could not be sent: {reason}")),
        None if error.is_builder() => (ErrorKind::Request, format!("the request cannot be sent: {root}")),
        None if error.is_connect() => (ErrorKind::Connect, format!("no connection: {root}")),
        None if error.is_timeout() => (ErrorKind::Timeout, format!("no complete answer within {timeout:?}")),
        None => (ErrorKind::Transport, format!("the connection broke: {root}")),
    };
    Error::new(kind, message).with_source(error)
}
