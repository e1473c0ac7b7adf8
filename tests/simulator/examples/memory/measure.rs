//! One transfer, through the client, to the memory that it took.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use musicgpt_client::types::{DenoiseInput, DenoiseRequest};
use musicgpt_client::{Client, Upload};

use crate::{LIMIT, Result, resident};

/// Enough to open a connection and to fill every buffer that is reused.
const WARM_UP: u64 = 4 << 20;

/// How long a transfer may take.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// A way for a large file to go.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Transfer {
    Upload,
    Download,
}

impl Transfer {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Download => "download",
        }
    }
}

/// Makes a transfer and prints what it took; tells whether that is little.
pub(crate) async fn measure(transfer: Transfer, origin: &str, folder: &Path, mib: u64) -> Result<bool> {
    let client = Client::builder()
        .api_key("test-key")
        .base_url(origin)
        .upload_timeout(PATIENCE)
        .download_timeout(PATIENCE)
        .build()?;
    let path = folder.join(transfer.name());
    make(transfer, &client, origin, &path, WARM_UP).await?;
    resident::forget_peak()?;
    let before = resident::peak()?;
    let started = Instant::now();
    make(transfer, &client, origin, &path, mib << 20).await?;
    let time = started.elapsed().as_secs_f64();
    let grown = resident::peak()?.saturating_sub(before);
    let name = transfer.name();
    println!(
        "{name}: {mib} MiB in {time:.1} s, peak extra memory {:.1} MiB",
        grown as f64 / f64::from(1 << 20)
    );
    if grown > LIMIT {
        eprintln!("error: the {name} may take {} MiB", LIMIT >> 20);
    }
    Ok(grown <= LIMIT)
}

async fn make(transfer: Transfer, client: &Client, origin: &str, path: &Path, bytes: u64) -> Result<()> {
    match transfer {
        Transfer::Upload => {
            // The file has a length and no content, so that it takes no room.
            File::create(path)?.set_len(bytes)?;
            client.denoise(DenoiseRequest::new(DenoiseInput::File(Upload::path(path)))).await?;
        }
        Transfer::Download => {
            let received = client.download(format!("{origin}/results/{bytes}")).to_file(path).await?;
            if received != bytes {
                return Err(format!("the download has {received} of {bytes} bytes").into());
            }
        }
    }
    Ok(())
}
