//! A folder, a simulator and a command that is run in the one against the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use simulator::{Entry, Options, Simulator};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::fixtures::workspace;
use crate::wire::server::KEY;

/// What the files of these tests hold.
pub(super) const SOUND: &[u8] = b"ID3\x04\xff\xfb\x90\r\nsound";

/// Where commands are run.
pub(super) struct Shell {
    pub(super) folder: TempDir,
    pub(super) simulator: Simulator,
    /// Serves on threads of its own while the test waits for processes.
    runtime: Runtime,
}

/// What a command has left behind.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Shell {
    /// Starts a simulator in which jobs take no time that a test would notice.
    pub(super) fn start() -> Self {
        Self::with(options())
    }

    /// Starts a simulator that follows a rule.
    pub(super) fn misbehaving(rule: &str) -> Self {
        Self::with(options().rule(rule.parse().expect("a rule")))
    }

    pub(super) fn with(options: Options) -> Self {
        let runtime = Runtime::new().expect("a runtime can be started");
        let simulator = runtime.block_on(simulator::start(options)).expect("the document can be served");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let shell = Self { folder, simulator, runtime };
        shell.write("song.mp3", SOUND);
        shell
    }

    /// Writes a file into the folder.
    pub(super) fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.path(name), content).expect("the folder can be written to");
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lists the files of a folder in the folder.
    pub(super) fn files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("the folder is there");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries.map(|entry| name(entry.expect("it can be listed"))).collect();
        names.sort();
        names
    }

    /// Runs a command line, as a shell takes it apart.
    pub(super) fn run(&self, line: &str) -> Ran {
        self.run_with(line, &[], b"")
    }

    /// Runs a command line with other variables and a standard input.
    pub(super) fn run_with(&self, line: &str, variables: &[(&str, &str)], stdin: &[u8]) -> Ran {
        let input = self.path("..stdin");
        fs::write(&input, stdin).expect("the folder can be written to");
        let mut command = self.command(line);
        command.envs(variables.iter().copied());
        command.stdin(fs::File::open(&input).expect("it was just written"));
        fs::remove_file(&input).expect("it was just written");
        command.output().expect("the command can be run").into()
    }

    /// Runs a command line whose output goes somewhere.
    pub(super) fn run_into(&self, line: &str, output: Stdio) -> Ran {
        let mut command = self.command(line);
        command.stdin(Stdio::null()).stdout(output).output().expect("the command can be run").into()
    }

    /// Starts a command line, and leaves it running.
    pub(super) fn spawn(&self, line: &str) -> Child {
        let mut command = self.command(line);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the command can be run")
    }

    pub(super) fn command(&self, line: &str) -> Command {
        let words = shlex::split(line).expect("the line is one of a shell");
        let (name, arguments) = words.split_first().expect("a line has a command");
        assert_eq!(name, "musicgpt");
        let mut command = program(self.folder.path());
        command.args(arguments);
        command.env("MUSICGPT_BASE_URL", self.simulator.base_url()).env("MUSICGPT_API_KEY", KEY);
        command
    }

    /// Returns the newest entry of the ledger.
    pub(super) fn newest(&self) -> Entry {
        self.simulator.ledger().entries.last().cloned().expect("the simulator was called")
    }

    /// Counts the accepted requests of an operation.
    pub(super) fn accepted(&self, operation: &str) -> usize {
        self.simulator.ledger().accepted(operation)
    }

    /// Does something on the runtime of the simulator.
    pub(super) fn block_on<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }
}

/// Returns the command without arguments and without anything of the environment that it looks at.
pub(super) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_command"));
    command.current_dir(folder).env_clear();
    command
}

/// Returns the options of a simulator whose jobs are done in an instant, which it announces.
pub(super) fn options() -> Options {
    let document = fs::read_to_string(workspace().join("spec/musicgpt.yaml")).expect("the document is there");
    Options::new(document).key(KEY).speed(2000.0).real_eta()
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("what a command says is text");
        let code = output.status.code().expect("the command ends by itself");
        Self { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ran {
    /// Returns the JSON of a command that has ended well.
    pub(super) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Requires an exit code and words of the message.
    pub(super) fn failed(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in {self:?}");
        }
    }
}
