//! What a generator has written to a crate that cargo takes by itself.

use std::fs;
use std::io;
use std::path::Path;

use super::tools::Gives;

/// Makes a crate of what is in a folder.
pub(super) fn make(folder: &Path, name: &str, gives: Gives) -> Result<(), String> {
    if let Gives::Module { name: module, dependencies } = gives {
        wrap(folder, name, module, dependencies).map_err(|error| format!("writes no `{module}`: {error}"))?;
    }
    part(folder).map_err(|error| format!("writes no crate: {error}"))
}

/// Writes a manifest and a root for a module.
fn wrap(folder: &Path, name: &str, module: &str, dependencies: &str) -> io::Result<()> {
    let written = folder.join("src").join(module);
    if !written.join("mod.rs").is_file() {
        return Err(io::Error::from(io::ErrorKind::NotFound));
    }
    // There is no such file when there is nothing to list.
    let dependencies = fs::read_to_string(written.join(dependencies)).unwrap_or_default();
    let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    fs::write(folder.join("Cargo.toml"), format!("{package}\n{dependencies}"))?;
    fs::write(folder.join("src/lib.rs"), format!("pub mod {module};\n"))
}

/// Makes a crate the root of its own workspace: where it lies, it would be taken for a member of ours.
fn part(folder: &Path) -> io::Result<()> {
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path)?;
    if manifest.lines().any(|line| line.trim() == "[workspace]") {
        return Ok(());
    }
    fs::write(path, format!("{manifest}\n[workspace]\n"))
}
