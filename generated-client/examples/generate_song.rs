//! Generates songs from a prompt, waits for them, and saves them.
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
    println!("task {}", job.id().ok_or("the receipt has no id")?);
    if let Some(credits) = job.credit_estimate() {
        println!("{credits} credits estimated");
    }

    let songs = job.wait().await?;
    for (path, song) in [("song-1.mp3", songs.song_1()), ("song-2.mp3", songs.song_2())] {
        if let Some(song) = song {
            client.download(song).to_file(path).await?;
            println!("{path}");
        }
    }
    Ok(())
}
