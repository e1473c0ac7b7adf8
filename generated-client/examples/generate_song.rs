//! Generates a song from a prompt, and asks once how far it is.
//!
//! ```sh
//! MUSICGPT_API_KEY=… cargo run -p musicgpt-client --example generate_song -- "a calm song about rain"
//! ```

use std::env;
use std::error::Error;

use musicgpt_client::Client;
use musicgpt_client::types::{ConversionType, MusicAiRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let prompt = env::args().nth(1).ok_or("usage: generate_song PROMPT")?;
    let client = Client::from_env()?;

    let song = client.music_ai(MusicAiRequest::new().prompt(prompt).title("Rain")).await?;
    let task_id = song.task_id.ok_or("the answer has no task id")?;
    println!("task {task_id}, {} credits estimated", song.credit_estimate.unwrap_or_default());

    let report = client.get_conversion(ConversionType::MusicAi).task_id(&task_id).await?;
    let status = report.conversion.and_then(|it| it.status);
    println!("status {}", status.map_or_else(|| "unknown".to_owned(), |it| it.to_string()));
    Ok(())
}
