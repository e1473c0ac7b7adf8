//! Generates two songs from a prompt, waits for them and downloads them.
//!
//! ```sh
//! MUSICGPT_API_KEY=… cargo run -p musicgpt-client --example generate_song -- "a calm song about rain"
//! ```

use std::env;
use std::error::Error;

use musicgpt_client::Client;
use musicgpt_client::types::MusicAiRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let prompt = env::args().nth(1).ok_or("usage: generate_song PROMPT")?;
    let client = Client::from_env()?;

    let job = client.music_ai(MusicAiRequest::new().prompt(prompt).title("Rain")).await?;
    let token = job.token().ok_or("the receipt has no id")?;
    println!("{:?} credits estimated, ready in about {:?}", job.credit_estimate(), job.eta());
    println!("if this program ends before the job: resume_job '{token}'");

    let songs = job.wait().await?;
    for (song, file) in [(songs.song_1(), "song-1.mp3"), (songs.song_2(), "song-2.mp3")] {
        let bytes = client.download(song).to_file(file).await?;
        println!("{file}: {bytes} bytes");
    }
    Ok(())
}
