//! Masters a track after the sound of a reference.
//!
//! ```sh
//! MUSICGPT_API_KEY=… cargo run -p musicgpt-client --example master_track -- mix.wav reference.wav
//! ```

use std::env;
use std::error::Error;

use musicgpt_client::types::{AudioMasteringInput, AudioMasteringRequest, OutputExtension};
use musicgpt_client::{Client, Upload};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [track, reference] = arguments().ok_or("usage: master_track TRACK REFERENCE")?;
    let client = Client::from_env()?;

    let input = AudioMasteringInput::Files {
        audio_file: Upload::path(track),
        reference_audio_file: Upload::path(reference),
    };
    let request = AudioMasteringRequest::new(input).output_extension(OutputExtension::Flac);
    let job = client.audio_mastering(request).await?;

    println!("task {}", job.id().unwrap_or("without an id"));
    match job.eta() {
        Some(eta) => println!("ready in about {} s", eta.as_secs()),
        None => println!("the service cannot tell when it is ready"),
    }
    let conversion = job.wait().await?;
    let master = conversion.audio().ok_or("the job has no result")?;
    client.download(master).to_file("mastered.flac").await?;
    println!("the master is in mastered.flac");
    Ok(())
}

/// Returns the arguments when there are exactly two.
fn arguments() -> Option<[String; 2]> {
    env::args().skip(1).collect::<Vec<_>>().try_into().ok()
}
