//! Turns the location of a result into the result: a file, bytes, or whatever takes bytes.
//!
//! ```text
//!  Location ─ check ─→ Url ─ fetch ─ Range, after a cut ─→ AsyncWrite
//!             https              │
//!                                └ a client without credentials
//! ```

mod fetch;
mod location;
pub(crate) mod part;

use std::{path::PathBuf, sync::OnceLock, time::Duration};

use bytes::Bytes;
use reqwest::redirect::Policy;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

pub use location::Location;

use crate::{Error, ErrorKind, Progress, Transport, builder::build::http_client, meter::Listener};
use fetch::Fetch;

/// How large a result may be by default.
const MAX_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// How many redirects are followed: storage is often behind one or two.
const MAX_REDIRECTS: usize = 5;

/// A result that is ready to be fetched.
///
/// It is fetched by a client of its own, that carries no credential and no header of the API's client: results lie on
/// other servers. A connection that breaks is taken up where it broke.
#[derive(Debug)]
#[must_use = "a result is fetched by `to_file`, `to_writer` or `bytes`"]
pub struct Download {
    transport: Transport,
    location: Location,
    max_bytes: u64,
    timeout: Option<Duration>,
    listener: Option<Listener>,
}

impl Transport {
    /// Starts the download of a result from where the API says it is.
    pub fn download(&self, location: impl Into<Location>) -> Download {
        Download {
            transport: self.clone(),
            location: location.into(),
            max_bytes: MAX_BYTES,
            timeout: None,
            listener: None,
        }
    }
}

impl Download {
    /// Sets how many bytes the result may have; 4 GiB by default.
    pub fn max_bytes(mut self, limit: u64) -> Self {
        self.max_bytes = limit;
        self
    }

    /// Sets how long the download may take, all attempts included.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets who is told how far the download is, each time a piece of it has arrived.
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.listener = Some(Listener::new(listener));
        self
    }

    /// Fetches the result into a file, and returns how many bytes it has.
    ///
    /// The file appears when it is whole: until then the bytes are in a file of another name beside it, which is removed
    /// when the download fails. A file of this name is replaced.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Request`] when there is no location, or none that may be followed, or the file cannot be
    /// written, and otherwise like a call.
    pub async fn to_file(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let path = path.into();
        let fetch = Fetch::new(&self)?;
        let (file, part) = part::create(&path).await?;
        let mut file = tokio::fs::File::from_std(file);
        let bytes = fetch.run(&mut file).await?;
        part::finish(file, part, &path).await?;
        Ok(bytes)
    }

    /// Fetches the result into whatever takes bytes, and returns how many there were.
    ///
    /// # Errors
    ///
    /// Those of [`to_file`](Self::to_file). What had been written by then is the beginning of the result.
    pub async fn to_writer<W: AsyncWrite + Unpin + Send>(self, writer: &mut W) -> Result<u64, Error> {
        let bytes = Fetch::new(&self)?.run(writer).await?;
        let failed = |error| Error::new(ErrorKind::Request, format!("cannot write the result: {error}"));
        writer.flush().await.map_err(failed)?;
        Ok(bytes)
    }

    /// Fetches the result into memory.
    ///
    /// # Errors
    ///
    /// Those of [`to_file`](Self::to_file).
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let mut bytes = Vec::new();
        Fetch::new(&self)?.run(&mut bytes).await?;
        Ok(bytes.into())
    }
}

/// The HTTP client of downloads, made when it is first needed: many programs never do.
#[derive(Debug)]
pub(crate) struct DownloadClient {
    client: OnceLock<reqwest::Client>,
    connect_timeout: Duration,
    allow_http: bool,
}

impl DownloadClient {
    pub(crate) fn new(chosen: Option<reqwest::Client>, connect_timeout: Duration, allow_http: bool) -> Self {
        let client = chosen.map_or_else(OnceLock::new, OnceLock::from);
        Self { client, connect_timeout, allow_http }
    }

    fn get(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = http_client(self.connect_timeout, redirects(self.allow_http))?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Tells whether results may be fetched without encryption.
    fn allows_http(&self) -> bool {
        self.allow_http
    }
}

/// Returns which redirects are followed on the way to a result.
fn redirects(allow_http: bool) -> Policy {
    Policy::custom(move |attempt| {
        if attempt.previous().len() > MAX_REDIRECTS {
            return attempt.error("there are too many redirects");
        }
        match attempt.url().scheme() {
            "https" => attempt.follow(),
            "http" if allow_http => attempt.follow(),
            _ => attempt.error("a redirect leads away from https"),
        }
    })
}
