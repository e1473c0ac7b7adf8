//! `cargo xtask demo`: masters a track and generates a song through the client, without an account.
//!
//! The simulator stands in for the API, so the results are tones of the right kind and not music.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use musicgpt_client::types::{
    AudioMasteringInput, AudioMasteringRequest, Conversion, MusicAiRequest, OutputExtension,
};
use musicgpt_client::{Client, Job, Polled, Upload, WaitOptions};
use simulator::{Options, Simulator};

/// Simulated seconds in a real one: jobs of minutes take seconds.
const SPEED: f64 = 30.0;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = root.join("target/demo");
    fs::create_dir_all(&folder)?;
    let document = fs::read_to_string(root.join("spec/musicgpt.yaml"))?;
    let simulator = simulator::start(Options::new(document).speed(SPEED).real_eta()).await?;
    println!("a simulator of the MusicGPT API listens on {}", simulator.base_url());

    let client = Client::builder().api_key("test-key").base_url(simulator.base_url()).build()?;
    let mastered = master(&client, &folder).await?;
    let songs = generate(&client, &folder).await?;
    check(&simulator)?;
    simulator.stop().await;

    println!("\nthe files:");
    for path in mastered.iter().chain(&songs) {
        let shown = path.strip_prefix(&root).unwrap_or(path);
        println!("  {} ({} bytes)", shown.display(), fs::metadata(path)?.len());
    }
    Ok(())
}

/// Masters a track that is made here, after a reference that is made here too.
async fn master(client: &Client, folder: &Path) -> Result<Vec<PathBuf>> {
    let (track, reference) = (folder.join("mix.wav"), folder.join("reference.wav"));
    fs::write(&track, tone(220.0))?;
    fs::write(&reference, tone(330.0))?;
    let files = AudioMasteringInput::Files {
        audio_file: Upload::path(&track),
        reference_audio_file: Upload::path(&reference),
    };
    let request = AudioMasteringRequest::new(files).output_extension(OutputExtension::Wav);
    let job = client.audio_mastering(request).await?;
    let conversion = finished(&job, "mastering").await?;
    download(client, conversion.audio(), folder.join("mastered.wav")).await.map(|path| vec![path])
}

/// Generates a song from a prompt; the API makes two of each.
async fn generate(client: &Client, folder: &Path) -> Result<Vec<PathBuf>> {
    let request = MusicAiRequest::new().prompt("a calm song about rain").title("Rain");
    let job = client.music_ai(request).await?;
    let songs = finished(&job, "a song").await?;
    Ok(vec![
        download(client, songs.song_1(), folder.join("song-1.mp3")).await?,
        download(client, songs.song_2(), folder.join("song-2.mp3")).await?,
    ])
}

/// Waits for the result of a job, showing each change of its status.
async fn finished<R>(job: &Job<Conversion, R>, what: &str) -> Result<Conversion> {
    let bar = ProgressBar::new_spinner().with_message(format!("{what}, ready in about {:?}", job.eta()));
    bar.set_style(ProgressStyle::with_template("{spinner} {msg} {prefix}")?);
    bar.enable_steady_tick(Duration::from_millis(100));
    let mut statuses = job.statuses(WaitOptions::new());
    while let Some(polled) = statuses.next().await {
        match polled? {
            Polled::Succeeded(conversion) => {
                bar.finish();
                return Ok(conversion);
            }
            Polled::Pending(report) => bar.set_prefix(report.status().unwrap_or_default().to_owned()),
            other => return Err(format!("{what} has failed: {other:?}").into()),
        }
    }
    Err(format!("{what} has no end").into())
}

/// Saves a result.
async fn download(client: &Client, location: Option<&str>, path: PathBuf) -> Result<PathBuf> {
    client.download(location).to_file(&path).await?;
    Ok(path)
}

/// Makes sure that each job was submitted exactly once: the promise that matters where jobs cost money.
fn check(simulator: &Simulator) -> Result<()> {
    let ledger = simulator.ledger();
    for operation in ["audio_mastering", "music_ai"] {
        let accepted = ledger.accepted(operation);
        println!("{operation} was accepted {accepted} time{}", if accepted == 1 { "" } else { "s" });
        if accepted != 1 {
            return Err(format!("{operation} was accepted {accepted} times").into());
        }
    }
    Ok(())
}

/// Makes two seconds of a tone as a WAV file: one channel of 16 bits at 44,100 Hz.
fn tone(hertz: f64) -> Vec<u8> {
    const RATE: u32 = 44_100;
    let samples: Vec<u8> = (0..2 * RATE)
        .map(|n| (f64::from(n) / f64::from(RATE) * hertz * std::f64::consts::TAU).sin() * 12_000.0)
        .flat_map(|level| (level as i16).to_le_bytes())
        .collect();
    let length = samples.len() as u32;
    let mut wav = Vec::with_capacity(samples.len() + 44);
    wav.extend(b"RIFF");
    wav.extend((length + 36).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend([1, 0, 1, 0]);
    wav.extend(RATE.to_le_bytes());
    wav.extend((RATE * 2).to_le_bytes());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(length.to_le_bytes());
    wav.extend(samples);
    wav
}
