//! Calls every operation of the client at `INTEROP_BASE_URL`: with a link and, where one is taken, with a file.
//!
//! For `cargo xtask interop`, which compares what arrives with what `tests/interop/vendor_calls.py` sends. Both make
//! the same calls in the same order and with the same values, because the ids that the simulator gives out depend on
//! the order, and some are sent back.

mod enhancements;
mod generations;
mod lookups;
mod tally;
mod utilities;

use std::error::Error;
use std::process::ExitCode;

use musicgpt_client::{Client, Upload};
use tally::Tally;

/// A link to a recording.
const SONG: &str = "https://example.com/song.mp3?v=1&take=2";
/// Where results would be posted to; the simulator leaves the hosts of others alone.
const HOOK: &str = "https://example.com/hook";
/// Words with a line break, and letters that are more than one byte.
const LYRICS: &str = "[Verse]\nSüße Träume & \"more\"";
/// What the files hold: bytes that are not text, and a line break.
const SOUND: &[u8] = b"ID3\x04\xff\xfb\x90\r\nsound";

#[tokio::main]
async fn main() -> ExitCode {
    match client() {
        Ok(client) => every_operation(&client).await,
        Err(error) => {
            eprintln!("error: cannot make a client for INTEROP_BASE_URL: {error}");
            ExitCode::FAILURE
        }
    }
}

fn client() -> Result<Client, Box<dyn Error>> {
    let base_url = std::env::var("INTEROP_BASE_URL")?;
    Ok(Client::builder().api_key("test-key").base_url(base_url).build()?)
}

async fn every_operation(client: &Client) -> ExitCode {
    let mut tally = Tally::default();
    let song = generations::call(client, &mut tally).await;
    enhancements::call(client, &mut tally).await;
    utilities::call(client, &mut tally).await;
    lookups::call(client, &mut tally, &song).await;
    tally.finish()
}

/// Returns the recording that is uploaded.
fn file() -> Upload {
    Upload::bytes(SOUND).file_name("song.mp3")
}
