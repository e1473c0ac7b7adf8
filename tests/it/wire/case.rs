//! Turns a call of the client into a case: something with a name that can be sent and looked at.

use std::pin::Pin;

use futures_util::stream;
use musicgpt_client::{Bytes, Client, Error, Upload};
use tempfile::TempDir;

use super::request::Request;
use super::server::Server;

/// A link to a recording, as the value of fields that take one.
pub(super) const SONG: &str = "https://example.com/song.mp3?v=1&take=2";
/// The value of `webhook_url`.
pub(super) const HOOK: &str = "https://example.com/hook";
/// Lyrics: lines, and letters that are more than one byte.
pub(super) const LYRICS: &str = "[Verse]\nSüße Träume & \"more\"";
/// What the files of these tests hold: bytes that are not text, and a line break.
pub(super) const SOUND: &[u8] = b"ID3\x04\xff\xfb\x90\r\nsound";

/// One way to call an operation.
pub(super) struct Case {
    /// The name of the operation.
    pub(super) operation: &'static str,
    /// What is special about the call.
    pub(super) variant: &'static str,
    send: Box<dyn Fn(&Client) -> Sending>,
}

type Sending = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Makes a case of a call.
pub(super) fn case<C, T>(
    operation: &'static str,
    variant: &'static str,
    call: impl Fn(&Client) -> C + 'static,
) -> Case
where
    C: IntoFuture<Output = Result<T, Error>> + 'static,
{
    let send = move |client: &Client| -> Sending {
        let call = call(client);
        Box::pin(async { call.await.map(drop) })
    };
    Case { operation, variant, send: Box::new(send) }
}

impl Case {
    /// Makes the call and returns what the server got.
    pub(super) async fn send(&self, server: &mut Server) -> Request {
        let sent = (self.send)(&server.client()).await;
        sent.unwrap_or_else(|error| panic!("{} ({}): {error}", self.operation, self.variant));
        Request::parse(&server.received().await)
    }
}

/// Returns an upload from memory.
pub(super) fn in_memory() -> Upload {
    Upload::bytes(SOUND).file_name("song.mp3")
}

/// Returns an upload that arrives in two pieces.
pub(super) fn streamed() -> Upload {
    let (one, other) = SOUND.split_at(4);
    let pieces = [one, other].map(|piece| Ok::<_, std::io::Error>(Bytes::from_static(piece)));
    Upload::stream(SOUND.len() as u64, stream::iter(pieces)).file_name("Süßer \"Traum\".wav")
}

/// A file that is there as long as this value.
pub(super) struct FileOnDisk {
    folder: TempDir,
    name: &'static str,
}

impl FileOnDisk {
    pub(super) fn new(name: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join(name), SOUND).expect("the folder can be written to");
        Self { folder, name }
    }

    pub(super) fn upload(&self) -> Upload {
        Upload::path(self.folder.path().join(self.name))
    }
}
