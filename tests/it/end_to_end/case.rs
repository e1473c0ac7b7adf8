//! Turns a call of the client into a case: what is called, and what the simulator must have received.

use std::collections::BTreeMap;
use std::pin::Pin;

use futures_util::stream;
use musicgpt_client::{Bytes, Client, Error, Upload};
use simulator::{Field, Outcome};
use tempfile::TempDir;

use super::answer::Answer;
use super::bench::Bench;

/// A link to a recording, with characters that forms must escape.
pub(super) const SONG: &str = "https://example.com/song.mp3?v=1&take=2";
/// An address for results that the simulator leaves alone, for it is not on this machine.
pub(super) const HOOK: &str = "https://example.com/hook";
/// Lyrics: lines, and letters that are more than one byte.
pub(super) const LYRICS: &str = "[Verse]\nSüße Träume & \"more\"";
/// What the files of these tests hold: bytes that are not text, and a line break.
pub(super) const SOUND: &[u8] = b"ID3\x04\xff\xfb\x90\r\nsound";
/// The name under which [`streamed`] arrives. Forms write a quotation mark as browsers do, and servers do not undo it.
pub(super) const STREAMED: &str = "Süßer %22Traum%22.wav";

/// One way to call an operation.
pub(super) struct Case {
    operation: &'static str,
    variant: &'static str,
    arrives: Vec<(&'static str, Sent)>,
    call: Box<dyn Fn(&Client) -> Calling>,
}

type Calling = Pin<Box<dyn Future<Output = Result<Box<dyn Answer>, Error>>>>;

/// What the simulator must have received under a name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sent {
    /// Text, or the JSON of anything else.
    Text(&'static str),
    /// A file of this name and content type that holds [`SOUND`].
    File(&'static str, &'static str),
}

/// Makes a case of a call.
pub(super) fn case<C, A>(
    operation: &'static str,
    variant: &'static str,
    arrives: impl IntoIterator<Item = (&'static str, Sent)>,
    call: impl Fn(&Client) -> C + 'static,
) -> Case
where
    C: IntoFuture<Output = Result<A, Error>> + 'static,
    A: Answer + 'static,
{
    let call = move |client: &Client| -> Calling {
        let call = call(client);
        Box::pin(async { call.await.map(|answer| Box::new(answer) as Box<dyn Answer>) })
    };
    Case { operation, variant, arrives: arrives.into_iter().collect(), call: Box::new(call) }
}

impl Case {
    /// Makes the call and requires that it was accepted exactly once, with these fields, and answered well.
    pub(super) async fn run(&self, bench: &Bench) {
        let what = format!("{} ({})", self.operation, self.variant);
        let before = bench.simulator.ledger().entries.len();
        let answer = (self.call)(&bench.client).await.unwrap_or_else(|error| panic!("{what}: {error}"));

        let entries = bench.simulator.ledger().entries.split_off(before);
        let [entry] = &entries[..] else { panic!("{what} is one request, not {entries:?}") };
        assert_eq!((entry.operation.as_str(), entry.outcome), (self.operation, Outcome::Accepted), "{what}");
        assert_eq!((entry.status, &entry.fault), (Some(200), &None), "{what}");
        let sent: BTreeMap<_, _> = self.arrives.iter().map(|(name, sent)| (*name, sent.shown())).collect();
        let received: BTreeMap<_, _> =
            entry.fields.iter().map(|(name, field)| (name.as_str(), shown(field))).collect();
        assert_eq!(received, sent, "{what}");
        answer.check(&what, entry);
    }
}

impl Sent {
    fn shown(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::File(name, content_type) => {
                format!("{name:?}, {content_type}, {} bytes, {:08x}", SOUND.len(), crc32fast::hash(SOUND))
            }
        }
    }
}

/// Shows a field that the simulator has received as [`Sent`] is shown.
fn shown(field: &Field) -> String {
    if let Some(file) = field.file() {
        let content_type = file.content_type.as_deref().unwrap_or("no content type");
        return format!("{:?}, {content_type}, {} bytes, {}", file.file_name, file.bytes, file.crc32);
    }
    field.text().map_or_else(|| format!("{field:?}"), str::to_owned)
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

/// A file that is there as long as the case that uploads it.
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
