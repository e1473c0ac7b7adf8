//! A command to its output: what it says is kept in a file beside the others, and told in one line if all went well.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::codegen::workspace;
use crate::failure::Failure;

/// How long a step may take. The longest is schemathesis, with a fifth of that on two cores.
const LIMIT: Duration = Duration::from_secs(180);
/// How often it is looked whether something has happened.
const PAUSE: Duration = Duration::from_millis(50);
/// What every command has in its environment: no proxy comes in between, nothing is written beside scripts.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("NO_PROXY", "127.0.0.1"),
    ("no_proxy", "127.0.0.1"),
    ("NO_COLOR", "1"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("PYTHONUTF8", "1"),
];

/// A command that has ended.
pub(super) struct Ended {
    name: String,
    status: ExitStatus,
    /// All that it said.
    pub(super) output: String,
}

impl Ended {
    /// Returns the failure of this command, with what it said.
    pub(super) fn failure(&self, what: &str) -> Failure {
        let (name, log) = (&self.name, log(&self.name));
        let said = self.output.trim_end();
        Failure::new(format!(
            "{said}\nerror: the step `{name}` of interop {what}\n  help: its output is above and in {}",
            log.display()
        ))
    }

    /// Fails if the command did.
    pub(super) fn succeeded(self) -> Result<Self, Failure> {
        if self.status.success() { Ok(self) } else { Err(self.failure(&format!("failed ({})", self.status))) }
    }
}

/// Tells how a step went.
pub(super) fn tell(name: &str, what: &str) {
    println!("interop: {name}: {what}");
}

/// Returns the throw-away folder of all that is installed and written.
pub(super) fn folder() -> PathBuf {
    workspace().join("target/interop")
}

/// Returns where the output of a step is kept.
pub(super) fn log(name: &str) -> PathBuf {
    folder().join(format!("{name}.log"))
}

/// Runs a command and tells the last line that it says.
pub(super) fn run(name: &str, command: &mut Command) -> Result<(), Failure> {
    let ended = attempt(name, command)?.succeeded()?;
    tell(name, ended.output.lines().last().unwrap_or("done"));
    Ok(())
}

/// Runs a command to its end, whichever that is.
pub(super) fn attempt(name: &str, command: &mut Command) -> Result<Ended, Failure> {
    let child = start(name, command)?;
    let status = wait(name, child)?;
    Ok(Ended { name: name.to_owned(), status, output: output(name)? })
}

/// Starts a command in the throw-away folder, with its output going to its file.
pub(super) fn start(name: &str, command: &mut Command) -> Result<Child, Failure> {
    let path = log(name);
    let writing = |error| Failure::io(&path, "write", &error, "look whether the folder can be written to");
    fs::create_dir_all(folder()).map_err(writing)?;
    let file = File::create(&path).map_err(writing)?;
    let errors = file.try_clone().map_err(writing)?;
    command.current_dir(folder()).envs(ENVIRONMENT.iter().copied()).env_remove("FORCE_COLOR");
    command.stdin(Stdio::null()).stdout(file).stderr(errors);
    command.spawn().map_err(|error| {
        let program = command.get_program().to_string_lossy();
        Failure::new(format!("error: cannot run {program} for the step `{name}` of interop: {error}"))
    })
}

/// Returns what a command has said so far.
pub(super) fn output(name: &str) -> Result<String, Failure> {
    let path = log(name);
    let bytes = fs::read(&path).map_err(|error| Failure::io(&path, "read", &error, "run this again"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Waits until something is there.
pub(super) fn poll<T>(
    limit: Duration,
    mut look: impl FnMut() -> Result<Option<T>, Failure>,
) -> Result<Option<T>, Failure> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(found) = look()? {
            return Ok(Some(found));
        }
        thread::sleep(PAUSE);
    }
    Ok(None)
}

fn wait(name: &str, mut child: Child) -> Result<ExitStatus, Failure> {
    let broken =
        |error| Failure::new(format!("error: cannot wait for the step `{name}` of interop: {error}"));
    if let Some(status) = poll(LIMIT, || child.try_wait().map_err(broken))? {
        return Ok(status);
    }
    // It may just have ended by itself, which is as well.
    let _ = child.kill();
    let _ = child.wait();
    let (seconds, log) = (LIMIT.as_secs(), log(name));
    Err(Failure::new(format!(
        "error: the step `{name}` of interop took more than {seconds} s and was ended\n  help: look at {}",
        log.display()
    )))
}

/// Builds the programs of the simulator, so that no step spends its time on it.
pub(super) fn build() -> Result<(), Failure> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--package", "simulator", "--examples"]).current_dir(workspace());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => {
            Err(Failure::new("error: the simulator does not compile\n  help: run `cargo build --examples`"))
        }
        Err(error) => Err(Failure::new(format!("error: cannot run cargo: {error}"))),
    }
}

/// Returns one of those programs. On Unix, cargo becomes it; on Windows, it ends with cargo.
pub(super) fn example(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "simulator", "--example", name, "--manifest-path"]);
    command.arg(workspace().join("Cargo.toml")).arg("--");
    command
}
