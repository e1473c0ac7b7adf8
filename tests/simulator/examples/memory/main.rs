//! `cargo xtask memory`: how much memory an upload and a download of a large file take, beyond that of small ones.
//!
//! Each is made by a process of its own, so that nothing else is measured. The other side is in this one.

mod measure;
mod resident;
mod server;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use clap::{Parser, Subcommand};
use tokio::process::Command;

use measure::Transfer;
use server::Server;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What a transfer may take, whatever its size.
const LIMIT: u64 = 32 << 20;

/// Measures the memory that an upload and a download of a large file take.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask memory")]
struct Arguments {
    /// Size of the files in MiB.
    #[arg(long, default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..))]
    mib: u64,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Makes one transfer and prints what it took.
    #[command(hide = true)]
    Measure { transfer: Transfer, origin: String, folder: PathBuf },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { mib, part } = Arguments::parse();
    let is_low = match part {
        None => compare(mib).await,
        Some(Part::Measure { transfer, origin, folder }) => {
            measure::measure(transfer, &origin, &folder, mib).await
        }
    };
    match is_low {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Has both transfers made; tells whether they took little memory.
async fn compare(mib: u64) -> Result<bool> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    // Not in the folder for temporary files, which may be in memory.
    let folder = tempfile::tempdir_in(target)?;
    let server = Server::start().await?;
    let mut is_low = true;
    for transfer in [Transfer::Upload, Transfer::Download] {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--mib").arg(mib.to_string()).args(["measure", transfer.name()]);
        command.arg(server.origin()).arg(folder.path()).stdin(Stdio::null()).kill_on_drop(true);
        is_low &= command.status().await?.success();
    }
    let received = server.largest_upload();
    if received < mib << 20 {
        return Err(format!("the server received {received} bytes of {mib} MiB").into());
    }
    Ok(is_low)
}
