//! `cargo xtask ci`: all checks, in the order in which they are quickest to fail.

use std::process::Command;
use std::time::Instant;

use crate::codegen::workspace;
use crate::failure::Failure;

/// What each check is called, and the arguments of cargo.
const CHECKS: &[(&str, &[&str])] = &[
    ("format", &["fmt", "--all", "--check"]),
    ("freshness", &["run", "--quiet", "--package", "xtask", "--", "codegen", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
    ("lints of the command", COMMAND),
    ("tests", &["test"]),
    ("documentation", &["doc", "--workspace", "--no-deps"]),
];

/// Lints the client as whoever installs its command builds it, without what other packages ask of it.
const COMMAND: &[&str] = &[
    "clippy",
    "--package",
    "musicgpt-client",
    "--features",
    "cli",
    "--all-targets",
    "--",
    "--deny",
    "warnings",
];

/// The packages whose features have to work each alone, and where they are.
const FEATURED: &[(&str, &str)] =
    &[("musicgpt-client", "generated-client"), ("openapi-client-runtime", "runtime")];

/// What the checks need in their environment: a snapshot that differs and a warning of rustdoc are failures.
const ENVIRONMENT: &[(&str, &str)] = &[("INSTA_UPDATE", "no"), ("RUSTDOCFLAGS", "--deny warnings")];

/// Runs all checks; the first one that fails ends it.
pub(crate) fn run() -> Result<String, Failure> {
    let started = Instant::now();
    for (name, arguments) in CHECKS {
        cargo(name, arguments)?;
    }
    for (package, folder) in FEATURED {
        for feature in features(folder)? {
            let alone = ["--package", package, "--no-default-features", "--features", &feature];
            let arguments = [&["clippy", "--quiet"], &alone[..], &["--", "--deny", "warnings"]].concat();
            cargo(&format!("feature `{feature}` of `{package}` alone"), &arguments)?;
        }
    }
    Ok(format!("ci: all checks passed in {:.0} s", started.elapsed().as_secs_f64()))
}

fn cargo(name: &str, arguments: &[&str]) -> Result<(), Failure> {
    eprintln!("ci: {name}");
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .envs(ENVIRONMENT.iter().copied())
        .current_dir(workspace())
        .status()
        .map_err(|error| Failure::new(format!("error: cannot run cargo: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "error: the check `{name}` failed\n  help: run `cargo {}`",
        arguments.join(" ")
    )))
}

/// Returns the features of a package, as its manifest lists them, without those that are only handed on to the runtime.
fn features(folder: &str) -> Result<Vec<String>, Failure> {
    let path = workspace().join(folder).join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::io(&path, "read", &error, "run `cargo xtask codegen`"))?;
    let (_, section) = text.split_once("[features]\n").unwrap_or_default();
    let section = section.lines().take_while(|line| !line.starts_with('['));
    // A list of several lines is told by its first one.
    let lists = section.filter_map(|line| line.split_once(" = ["));
    let own = lists.filter(|(name, needed)| *name != "default" && !needed.starts_with("\"runtime/"));
    Ok(own.map(|(name, _)| name.to_owned()).collect())
}
