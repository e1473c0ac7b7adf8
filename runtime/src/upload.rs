//! Turns a file, bytes or a stream into the content of a part or body, without ever holding all of it in memory.

use std::{
    error::Error as StdError,
    fmt,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use tokio::fs::File;
#[cfg(feature = "cli")]
use tokio::io::AsyncSeekExt as _;
use tokio_util::io::ReaderStream;

use crate::{
    Error, ErrorKind,
    meter::{Listener, Meter, Progress},
};

type BoxError = Box<dyn StdError + Send + Sync>;
/// A stream that may be asked again after its end.
type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

/// Holds content to upload, or where to find it.
///
/// ```
/// use openapi_client_runtime::Upload;
///
/// let from_disk = Upload::path("mix.wav");
/// let from_memory = Upload::bytes(vec![0; 16]).file_name("mix.wav").content_type("audio/x-wav");
/// ```
///
/// A clone refers to the same content. A stream can be sent once, by the original or by one of its clones; a path and
/// bytes can be sent again, which a retry needs.
#[derive(Clone)]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
    listener: Option<Listener>,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    Bytes(Bytes),
    #[cfg(feature = "cli")]
    File(Arc<std::fs::File>),
    Stream {
        length: u64,
        stream: Arc<Mutex<Option<ByteStream>>>,
    },
}

impl Upload {
    /// Uploads a file, which is opened when the call is sent.
    ///
    /// It is sent under its own name, with the content type that its extension suggests.
    #[must_use]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name, ..Self::of(Source::Path(path)) }
    }

    /// Uploads bytes.
    #[must_use]
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Source::Bytes(bytes.into()))
    }

    /// Uploads what a stream yields, which must be exactly `length` bytes.
    ///
    /// The length is announced before the first byte is sent. A stream that yields more or less fails the call.
    #[must_use]
    pub fn stream<S, E>(length: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        // Only of small pieces can it be seen that the network takes them.
        let stream: ByteStream = Box::pin(stream.map_err(Into::into).map_ok(in_chunks).try_flatten().fuse());
        Self::of(Source::Stream { length, stream: Arc::new(Mutex::new(Some(stream))) })
    }

    /// Uploads a file that is open, from its beginning.
    #[cfg(feature = "cli")]
    pub(crate) fn file(file: std::fs::File) -> Self {
        Self::of(Source::File(Arc::new(file)))
    }

    fn of(source: Source) -> Self {
        Self { source, file_name: None, content_type: None, listener: None }
    }

    /// Sets the name under which the content is sent.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the content type, instead of the one that the file name suggests.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets who is told how far the upload is, each time the network has taken a piece of it.
    ///
    /// An upload that is sent again begins again at 0.
    #[must_use]
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.listener = Some(Listener::new(listener));
        self
    }

    /// Tells whether the content can be sent again from its beginning.
    pub(crate) fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Stream { .. })
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the content type that was set, or else the one that the file name suggests.
    pub(crate) fn media_type(&self) -> String {
        let suggested =
            || mime_guess::from_path(self.name().unwrap_or_default()).first_or_octet_stream().to_string();
        self.content_type.clone().unwrap_or_else(suggested)
    }

    /// Returns the content type that was set, and no suggestion.
    pub(crate) fn own_content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Makes the content ready to be sent; `meter` counts what the network takes of it.
    pub(crate) async fn open(&self, meter: &Arc<Meter>) -> Result<Content, UploadError> {
        let (length, mut stream) = match &self.source {
            Source::Bytes(bytes) => (bytes.len() as u64, in_chunks(bytes.clone())),
            Source::Path(path) => open_file(path).await?,
            #[cfg(feature = "cli")]
            Source::File(file) => reopened(file).await?,
            Source::Stream { length, stream } => {
                let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                (*length, taken.ok_or_else(|| UploadError::new("the stream has been sent before"))?)
            }
        };
        // Nobody asks a body for its bytes that was announced to have none.
        if length == 0 && next_chunk(&mut stream).await?.is_some() {
            return Err(wrong_length(length, "more"));
        }
        let stream = metered(exactly(length, stream), meter.clone(), self.listener.clone(), length);
        Ok(Content { length, body: reqwest::Body::wrap_stream(stream) })
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = f.debug_struct("Upload");
        match &self.source {
            Source::Path(path) => f.field("path", path),
            Source::Bytes(bytes) => f.field("bytes", &bytes.len()),
            #[cfg(feature = "cli")]
            Source::File(file) => f.field("file", file),
            Source::Stream { length, .. } => f.field("stream", length),
        };
        f.field("file_name", &self.file_name).field("content_type", &self.content_type).finish()
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

/// Content that is ready to be sent.
pub(crate) struct Content {
    pub(crate) length: u64,
    pub(crate) body: reqwest::Body,
}

async fn open_file(path: &Path) -> Result<(u64, ByteStream), UploadError> {
    let failed = |error| UploadError::new(format!("cannot open `{}`", path.display())).because(error);
    // To open a pipe would be to wait for its other end.
    if !tokio::fs::metadata(path).await.map_err(failed)?.is_file() {
        return Err(UploadError::new(format!("`{}` is not a file", path.display())));
    }
    content_of(File::open(path).await.map_err(failed)?).await.map_err(failed)
}

/// Takes a file that is open from its beginning.
#[cfg(feature = "cli")]
async fn reopened(file: &std::fs::File) -> Result<(u64, ByteStream), UploadError> {
    let failed = |error| UploadError::new("cannot read the file").because(error);
    let mut file = File::from_std(file.try_clone().map_err(failed)?);
    file.rewind().await.map_err(failed)?;
    content_of(file).await.map_err(failed)
}

async fn content_of(file: File) -> std::io::Result<(u64, ByteStream)> {
    let length = file.metadata().await?.len();
    let stream = ReaderStream::with_capacity(file, CHUNK).map_err(Into::into).fuse();
    Ok((length, Box::pin(stream)))
}

/// Cuts bytes into pieces, so that it can be seen how many of them the network has taken.
fn in_chunks(bytes: Bytes) -> ByteStream {
    let starts = (0..bytes.len()).step_by(CHUNK);
    Box::pin(stream::iter(starts.map(move |start| Ok(bytes.slice(start..bytes.len().min(start + CHUNK))))))
}

/// Passes a stream on, and says of each piece that it has been taken.
fn metered(
    stream: impl Stream<Item = Result<Bytes, UploadError>> + Send,
    meter: Arc<Meter>,
    listener: Option<Listener>,
    length: u64,
) -> impl Stream<Item = Result<Bytes, UploadError>> + Send {
    let mut sent = 0;
    // Nobody asks a stream for its end once the announced length is reached.
    let mut open = (length > 0).then(|| OpenStream::new(meter));
    stream.inspect_ok(move |chunk| {
        sent += chunk.len() as u64;
        open.as_ref().inspect(|open| open.0.add(chunk.len()));
        open.take_if(|_| sent == length);
        listener.as_ref().inspect(|listener| listener.tell(sent, Some(length)));
    })
}

/// A stream that has not ended.
struct OpenStream(Arc<Meter>);

impl OpenStream {
    fn new(meter: Arc<Meter>) -> Self {
        meter.open_stream();
        Self(meter)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.close_stream();
    }
}

/// Passes a stream on, and fails unless it yields exactly `length` bytes.
///
/// The chunk that completes the length waits until the stream has ended: whoever sends it stops asking once the
/// announced length is reached, and would not see that there is more.
fn exactly(length: u64, stream: ByteStream) -> impl Stream<Item = Result<Bytes, UploadError>> + Send {
    stream::try_unfold((stream, length), move |(mut stream, left)| async move {
        let Some(chunk) = next_chunk(&mut stream).await? else {
            return if left == 0 { Ok(None) } else { Err(wrong_length(length, "fewer")) };
        };
        let left = left.checked_sub(chunk.len() as u64).ok_or_else(|| wrong_length(length, "more"))?;
        if left == 0 && next_chunk(&mut stream).await?.is_some() {
            return Err(wrong_length(length, "more"));
        }
        Ok(Some((chunk, (stream, left))))
    })
}

/// Returns the next chunk that has bytes.
async fn next_chunk(stream: &mut ByteStream) -> Result<Option<Bytes>, UploadError> {
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) if chunk.is_empty() => {}
            Ok(chunk) => return Ok(Some(chunk)),
            Err(error) => return Err(UploadError::new("cannot read the content").because(error)),
        }
    }
    Ok(None)
}

fn wrong_length(length: u64, than: &str) -> UploadError {
    UploadError::new(format!("the content has {than} than the {length} bytes that were announced"))
}

/// Says why content could not be read. Found again in the chain of sources when the connection reports it.
#[derive(Debug)]
pub(crate) struct UploadError {
    message: String,
    source: Option<BoxError>,
}

impl UploadError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    fn because(mut self, error: impl Into<BoxError>) -> Self {
        self.source = Some(error.into());
        self
    }

    /// Makes the error of a call whose `place`, such as its body, this content was for.
    pub(crate) fn at(self, place: &str) -> Error {
        let error = Error::new(ErrorKind::Request, format!("{place}: {self}"));
        match self.source {
            Some(source) => error.with_source(source),
            None => error,
        }
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, ": {source}"))
    }
}

impl StdError for UploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.source.as_deref()?;
        Some(source)
    }
}
