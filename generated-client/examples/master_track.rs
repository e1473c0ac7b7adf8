//! Masters a track after the sound of a reference, waits for it and downloads it.
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

    println!("{:?} credits, ready in about {:?}", job.credit_estimate(), job.eta());

    let conversion = job.wait().await?;
    let bytes = client.download(conversion.audio()).to_file("mastered.flac").await?;
    println!("mastered.flac: {bytes} bytes");
    Ok(())
}

/// Returns the arguments when there are exactly two.
fn arguments() -> Option<[String; 2]> {
    env::args().skip(1).collect::<Vec<_>>().try_into().ok()
}
