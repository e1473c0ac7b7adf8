//! The tools from PyPI and npm: installed in the throw-away folder, unless they are there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::step;
use crate::codegen::workspace;
use crate::failure::Failure;

/// All versions, in one place. What these packages depend on is as their authors say.
const FROM_PYPI: &[&str] = &["requests==2.34.2", "schemathesis==4.32.5"];
const FROM_NPM: &[&str] = &["@stoplight/prism-cli@5.14.2"];

/// What has to be on the machine, by the names that it goes by.
const PYTHON: &[&str] = if cfg!(windows) { &["python", "py"] } else { &["python3"] };
const NODE: &[&str] = &["node"];
const NPM: &[&str] = if cfg!(windows) { &["npm.cmd"] } else { &["npm"] };

/// The tools, ready to be used.
pub(super) struct Tools {
    node: &'static str,
}

impl Tools {
    /// Installs what is missing.
    pub(super) fn install() -> Result<Self, Failure> {
        let (Some(python), Some(node), Some(npm)) = (first(PYTHON), first(NODE), first(NPM)) else {
            return Err(missing());
        };
        let (venv, modules) = (step::folder().join("venv"), step::folder().join("node"));
        unless_there(&venv, FROM_PYPI, || {
            step::run("venv", Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
            step::run("pip", bin("python").args(["-m", "pip", "install", "--quiet"]).args(FROM_PYPI))
        })?;
        unless_there(&modules, FROM_NPM, || {
            let settings = ["install", "--no-audit", "--no-fund", "--prefix"];
            step::run("npm", Command::new(npm).args(settings).arg(&modules).args(FROM_NPM))
        })?;
        step::tell("tools", &[FROM_PYPI, FROM_NPM].concat().join(", "));
        Ok(Self { node })
    }

    /// Returns the command for a script in `tests/interop`.
    pub(super) fn script(&self, name: &str) -> Command {
        let mut command = bin("python");
        command.arg(workspace().join("tests/interop").join(name));
        command
    }

    pub(super) fn schemathesis(&self) -> Command {
        bin("schemathesis")
    }

    /// Returns Prism, without the shell script that npm puts around it: a child of that would outlive it.
    pub(super) fn prism(&self) -> Command {
        let mut command = Command::new(self.node);
        command.arg(step::folder().join("node/node_modules/@stoplight/prism-cli/dist/index.js"));
        command
    }
}

/// Installs packages into a folder, which then says which they are.
fn unless_there(
    folder: &Path,
    packages: &[&str],
    install: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mark = folder.join("installed.txt");
    let wanted = packages.join("\n");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    fs::write(&mark, wanted)
        .map_err(|error| Failure::io(&mark, "write", &error, "look whether the folder can be written to"))
}

/// Returns a program of the virtual environment.
fn bin(name: &str) -> Command {
    let programs: PathBuf = step::folder().join("venv").join(if cfg!(windows) { "Scripts" } else { "bin" });
    Command::new(programs.join(name))
}

/// Returns the first of the names by which a program can be run.
fn first(names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|name| {
        let mut command = Command::new(name);
        command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

fn missing() -> Failure {
    let absent = [PYTHON, NODE, NPM].into_iter().filter(|names| first(names).is_none());
    let names: Vec<String> = absent.map(|names| format!("`{}`", names[0])).collect();
    Failure::new(format!(
        "error: interop needs Python and Node, and cannot run {}\n  help: install Python 3.10 or later and Node 18.20 \
         or later, with npm, and run `cargo xtask interop` again; no other command needs them",
        names.join(" and ")
    ))
}
