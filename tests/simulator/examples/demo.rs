//! `cargo xtask demo`: masters a track and generates a song through the client, without an account.
//!
//! The simulator stands in for the API, so the results are tones of the right kind and not music.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use musicgpt_client::types::{
    AudioMasteringInput, AudioMasteringRequest, Conversion, ConversionType, JobStatus, MusicAiRequest,
    OutputExtension,
};
use musicgpt_client::{Client, Upload};
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
    let simulator = simulator::start(Options::new(document).speed(SPEED)).await?;
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
    let job = client.audio_mastering(request).await?.into_receipt();
    let task_id = job.task_id.ok_or("the receipt has no task id")?;
    let conversion = finished(client, "mastering", ConversionType::AudioMastering, &task_id, job.eta).await?;
    let url = conversion.conversion_path.or(conversion.audio_url).ok_or("the job has no result")?;
    download(&[url], folder, "mastered").await
}

/// Generates a song from a prompt; the API makes two of each.
async fn generate(client: &Client, folder: &Path) -> Result<Vec<PathBuf>> {
    let request = MusicAiRequest::new().prompt("a calm song about rain").title("Rain");
    let job = client.music_ai(request).await?.into_receipt();
    let task_id = job.task_id.ok_or("the receipt has no task id")?;
    let conversion = finished(client, "a song", ConversionType::MusicAi, &task_id, job.eta).await?;
    let urls: Vec<String> =
        conversion.conversion_path_1.into_iter().chain(conversion.conversion_path_2).collect();
    download(&urls, folder, "song").await
}

/// Asks for the status of a job until it has ended, showing how far it should be.
async fn finished(
    client: &Client,
    what: &str,
    kind: ConversionType,
    task_id: &str,
    eta: Option<i64>,
) -> Result<Conversion> {
    let seconds = u64::try_from(eta.unwrap_or_default()).unwrap_or_default();
    let bar = ProgressBar::new(seconds).with_message(what.to_owned());
    bar.set_style(ProgressStyle::with_template("{msg:12} {bar:32} {prefix}")?);
    loop {
        let report = client.get_conversion(kind.clone()).task_id(task_id).await?;
        let conversion = report.conversion.ok_or("the report has no conversion")?;
        let status = conversion.status.clone().ok_or("the report has no status")?;
        bar.set_prefix(status.to_string());
        match status {
            JobStatus::Completed => {
                bar.finish();
                return Ok(conversion);
            }
            JobStatus::Failed | JobStatus::Error => {
                return Err(format!("{what} has failed: {conversion:?}").into());
            }
            _ => bar.inc(seconds.div_ceil(20)),
        }
        let pause = Duration::from_secs(seconds).div_f64(SPEED * 20.0);
        tokio::time::sleep(pause.max(Duration::from_millis(20))).await;
    }
}

/// Saves results under the name with their number and their own extension.
async fn download(urls: &[String], folder: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for (index, url) in urls.iter().enumerate() {
        let extension = url.rsplit_once('.').map_or("bin", |(_, extension)| extension);
        let number = if urls.len() > 1 { format!("-{}", index + 1) } else { String::new() };
        let path = folder.join(format!("{name}{number}.{extension}"));
        let answer = reqwest::get(url).await?.error_for_status()?;
        fs::write(&path, answer.bytes().await?)?;
        paths.push(path);
    }
    Ok(paths)
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
