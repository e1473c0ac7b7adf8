//! The flag `--overlay`: files with changes to the document that a command reads.

use std::fs;
use std::path::{Path, PathBuf};

use generator::Overlay;

use crate::committed;
use crate::failure::Failure;

/// The overlays that a command was given.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Overlays {
    /// An OpenAPI Overlay that is applied to the document first; may be given several times, and goes in that order.
    #[arg(long = "overlay", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Overlays {
    /// Reads them; diagnostics name each by its path from the folder of the document.
    pub(crate) fn read(&self, document: &Path) -> Result<Vec<Overlay>, Failure> {
        let read = |file: &PathBuf| {
            let unread = |error| Failure::io(file, "read", &error, "name a file that is an OpenAPI Overlay");
            Ok(overlay(document, file, fs::read(file).map_err(unread)?))
        };
        self.files.iter().map(read).collect()
    }

    /// Returns them as they were committed, without those that never were.
    pub(crate) fn committed(&self, document: &Path) -> Vec<Overlay> {
        let files = self.files.iter();
        files.filter_map(|file| Some(overlay(document, file, committed::file(file)?))).collect()
    }

    /// Adds their names to that of the document.
    pub(crate) fn named_after(&self, document: &str) -> String {
        let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let names: Vec<String> = self.files.iter().map(name).collect();
        let named = if names.is_empty() {
            document.to_owned()
        } else {
            format!("{document} with {}", names.join(", "))
        };
        named.replace(char::is_control, " ")
    }

    /// Returns them as they are given to a command.
    pub(crate) fn flags(&self) -> String {
        self.files.iter().map(|file| format!(" --overlay {}", file.display())).collect()
    }
}

fn overlay(document: &Path, file: &Path, bytes: Vec<u8>) -> Overlay {
    Overlay::new(from_folder_of(document, file).to_string_lossy().replace('\\', "/"), bytes)
}

fn from_folder_of(document: &Path, file: &Path) -> PathBuf {
    let relative = || {
        let document = std::path::absolute(document).ok()?;
        pathdiff::diff_paths(std::path::absolute(file).ok()?, document.parent()?)
    };
    relative().unwrap_or_else(|| file.to_owned())
}
