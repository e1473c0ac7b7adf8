//! Turns what an API posts to a webhook into a typed event, and asks the API whether it is true.
//!
//! Anybody can post to an address that is known. Where an API signs nothing, the one proof is to ask: the event names a
//! job, and [`confirm`] fetches what the API itself says of it, with our own key.

use std::future::Future;

use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, ErrorKind, JobDescription, JobToken, Polled, Transport, codec::place, job::Handle};

/// How large a payload may be: the largest that are known have a few kilobytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Reads the body of a call to a webhook.
///
/// # Errors
///
/// Fails with [`ErrorKind::Decode`] when the body has more than 1 MiB or is not the JSON of an `E`.
pub fn parse<E: DeserializeOwned>(body: &[u8]) -> Result<E, Error> {
    if body.len() > MAX_BYTES {
        let message = format!("the webhook has {} bytes, and more than {MAX_BYTES} are not read", body.len());
        return Err(Error::new(ErrorKind::Decode, message));
    }
    place::decode(body).map_err(|misfit| {
        let place = misfit.path.as_ref().map(|path| format!(", at `{path}`")).unwrap_or_default();
        let message = format!("cannot decode the webhook{place}: {}", misfit.reason);
        let error = Error::new(ErrorKind::Decode, message);
        misfit.path.iter().fold(error, |error, path| error.with_json_path(path))
    })
}

/// Asks the API about the job that an event names.
///
/// # Errors
///
/// Fails with [`ErrorKind::Request`] when the event names no job, and like a poll otherwise: most of all with a status
/// of 404 or the like when there is no such job, and the event was made up.
pub fn confirm<T: DeserializeOwned, E: Serialize>(
    transport: &Transport,
    job: Option<&'static JobDescription>,
    event: &E,
) -> impl Future<Output = Result<Polled<T>, Error>> + Send + use<T, E> {
    let handle = handle(transport, job, event);
    async move {
        let handle = handle?;
        let answer = handle.ask_now().await;
        answer.map_err(|error| error.with_token(Some(handle.token.clone())))?.polled(&handle.token)
    }
}

fn handle<E: Serialize>(
    transport: &Transport,
    job: Option<&'static JobDescription>,
    event: &E,
) -> Result<Handle, Error> {
    let refuse = |message: String| Error::new(ErrorKind::Request, message);
    let job =
        job.ok_or_else(|| refuse("it is not known which kind of job the webhook is about".to_owned()))?;
    let event = serde_json::to_value(event)
        .map_err(|error| refuse(format!("the webhook cannot be written as JSON: {error}")))?;
    let token = JobToken::follow(job.operation, job.webhook_links, &event)
        .ok_or_else(|| refuse(format!("the webhook about a job of `{}` does not name it", job.operation)))?;
    Ok(Handle { transport: transport.clone(), job, token, is_fresh: false })
}
