//! The generators that are on the path, and their versions.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tools::Tool;
use crate::bench::trial;
use crate::measured;

/// A generator that can be run.
#[derive(Debug)]
pub(super) struct Installed {
    pub(super) tool: &'static Tool,
    pub(super) program: PathBuf,
    pub(super) version: String,
}

/// Looks for a generator.
pub(super) fn find(tool: &'static Tool) -> Option<Installed> {
    let program = tool.programs.iter().find_map(|name| on_path(name))?;
    let version = match tool.version {
        Some(flag) => said(Command::new(&program).arg(flag)).and_then(|said| version(&said)),
        None => installed_by_cargo(&program),
    };
    Some(Installed { tool, program, version: version.unwrap_or_else(|| "of unknown version".to_owned()) })
}

fn said(command: &mut Command) -> Option<String> {
    measured::run(command, trial::LIMIT).ok().map(|measured| measured.out)
}

/// Looks for a program in the list of those that cargo has installed where it lies, and where it is called as its package.
fn installed_by_cargo(program: &Path) -> Option<String> {
    let root = program.parent()?.parent()?;
    let list = said(Command::new(env!("CARGO")).args(["install", "--list", "--root"]).arg(root))?;
    let package = program.file_stem()?.to_str()?;
    list.lines().find_map(|line| line.strip_prefix(package)?.strip_prefix(" v")).and_then(version)
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let ends = if cfg!(windows) { &[".exe", ".cmd", ".bat"][..] } else { &[""] };
    let mut programs = env::split_paths(&path)
        .flat_map(|folder| ends.iter().map(move |end| folder.join(format!("{name}{end}"))));
    programs.find(|it| it.is_file())
}

/// Finds what looks like a version.
fn version(said: &str) -> Option<String> {
    let is_version = |word: &&str| word.starts_with(|it: char| it.is_ascii_digit()) && word.contains('.');
    let mut words = said.split_whitespace().map(|word| word.trim_start_matches('v').trim_end_matches(':'));
    words.find(is_version).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_found_wherever_it_stands() {
        for (said, expected) in [
            ("ploidy 0.15.0\n", Some("0.15.0")),
            ("7.26.0", Some("7.26.0")),
            ("tool v1.2.3-rc.1 (abc)", Some("1.2.3-rc.1")),
            ("0.15.1:\n", Some("0.15.1")),
            ("no such flag", None),
        ] {
            assert_eq!(version(said).as_deref(), expected, "{said}");
        }
    }
}
