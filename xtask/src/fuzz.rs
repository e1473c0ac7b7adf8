//! `cargo xtask fuzz`: any text gives a crate or diagnostics. Documents of the tests, changed at random, are generated.
//!
//! Each case is a function of the seed and its number, so one that fails can be had again by `--seed` and `--case`.

mod dictionary;
mod mutate;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::codegen::workspace;
use crate::failure::Failure;
use mutate::{Seed, mutated};

/// How long a case may take.
const CASE: Duration = Duration::from_secs(10);

/// The flags of `cargo xtask fuzz`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How long to go on.
    seconds: u64,
    /// What all cases follow from; the time, if it is not given.
    #[arg(long)]
    seed: Option<u64>,
    /// Run only the case of this number, and keep its document.
    #[arg(long, requires = "seed")]
    case: Option<u64>,
    /// Run here instead of in a process that may die.
    #[arg(long, hide = true)]
    worker: bool,
}

/// Runs the command; returns its summary.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1 << 32));
    let folder = workspace().join("target/fuzz");
    let unusable = |error| Failure::io(&folder, "write", &error, "make room there");
    fs::create_dir_all(&folder).map_err(unusable)?;
    if !arguments.worker {
        return in_a_process(arguments, seed, &folder);
    }
    let seeds = seeds()?;
    let started = Instant::now();
    let mut cases = arguments.case.unwrap_or(0)..arguments.case.map_or(u64::MAX, |it| it + 1);
    let mut outcomes = trial::Outcomes::default();
    while started.elapsed() < Duration::from_secs(arguments.seconds)
        && let Some(case) = cases.next()
    {
        let text = document(&seeds, seed, case);
        // Written first, because some failures end the process.
        let path = folder.join("last.yaml");
        fs::write(&path, &text).map_err(unusable)?;
        outcomes.count(tried(text).map_err(|reason| failed(&folder, &path, seed, case, &reason))?);
    }
    Ok(format!("fuzz: {outcomes} in {:.0} s, seed {seed}", started.elapsed().as_secs_f64()))
}

/// Runs the cases in a process of their own, and says what its last one was if it dies.
fn in_a_process(arguments: &Arguments, seed: u64, folder: &Path) -> Result<String, Failure> {
    let mut command = Command::new(
        std::env::current_exe()
            .map_err(|error| Failure::io(Path::new("xtask"), "find", &error, "run it by `cargo xtask`"))?,
    );
    command.arg("fuzz").arg(arguments.seconds.to_string()).args(["--worker", "--seed", &seed.to_string()]);
    command.args(arguments.case.iter().flat_map(|it| ["--case".to_owned(), it.to_string()]));
    let status = command
        .status()
        .map_err(|error| Failure::io(Path::new("xtask"), "run", &error, "run it by `cargo xtask`"))?;
    match ExitStatus::code(&status) {
        Some(0) => Ok(String::new()),
        Some(_) => Err(Failure::new("error: fuzzing found something")),
        None => Err(Failure::new(format!(
            "error: the process died of {}, seed {seed}\n  help: generate it again by `cargo xtask check {}`",
            status,
            folder.join("last.yaml").display()
        ))),
    }
}

fn failed(folder: &Path, last: &Path, seed: u64, case: u64, reason: &str) -> Failure {
    let kept = folder.join(format!("{seed}-{case}.yaml"));
    let kept = if fs::rename(last, &kept).is_ok() { &kept } else { last };
    Failure::new(format!(
        "error: case {case} of seed {seed}: {reason}\n  help: the document is {}; `cargo xtask fuzz 60 --seed {seed} \
         --case {case}` tries it again",
        kept.display()
    ))
}

/// Tries a document in a thread, so that one that never ends is noticed.
fn tried(text: Vec<u8>) -> Result<trial::Outcome, String> {
    let (sender, receiver) = channel();
    let worker = thread::Builder::new().stack_size(8 << 20).spawn(move || {
        // Nobody listens any more when it took too long.
        let _ = sender.send(trial::of(&text));
    });
    let worker = worker.map_err(|error| error.to_string())?;
    match receiver.recv_timeout(CASE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Err(format!("it takes more than {CASE:?}")),
        Err(RecvTimeoutError::Disconnected) => {
            let reason = worker.join().err();
            let text = reason.as_ref().and_then(|it| {
                it.downcast_ref::<String>()
                    .cloned()
                    .or_else(|| it.downcast_ref::<&str>().map(|it| (*it).into()))
            });
            Err(format!("a panic: {}", text.unwrap_or_default()))
        }
    }
}

/// Makes the document of a case.
fn document(seeds: &[Seed], seed: u64, case: u64) -> Vec<u8> {
    let mut random = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(case));
    mutated(seeds, &mut random)
}

/// Returns the documents of the tests, and that of this workspace.
fn seeds() -> Result<Vec<Seed>, Failure> {
    let mut paths: Vec<PathBuf> = vec![workspace().join("spec/musicgpt.yaml")];
    for folder in ["output", "errors"] {
        let folder = workspace().join("tests/it/fixtures").join(folder);
        let entries = fs::read_dir(&folder)
            .map_err(|error| Failure::io(&folder, "list", &error, "run it in the workspace"))?;
        paths.extend(entries.filter_map(|it| Some(it.ok()?.path())));
    }
    paths.sort();
    let read = |path: &PathBuf| fs::read(path).map(Seed::new);
    let seeds: Result<Vec<Seed>, _> = paths.iter().map(read).collect();
    seeds.map_err(|error| Failure::io(Path::new("tests"), "read", &error, "run it in the workspace"))
}

#[cfg(test)]
mod tests {
    use super::{document, seeds, tried};

    #[test]
    fn the_first_cases_of_a_seed_give_a_crate_or_diagnostics() {
        let seeds = seeds().unwrap_or_else(|failure| panic!("{failure}"));
        for case in 0..400 {
            if let Err(reason) = tried(document(&seeds, 1, case)) {
                panic!("case {case} of seed 1: {reason}");
            }
        }
    }
}
