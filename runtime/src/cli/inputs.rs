//! Turns the arguments of a command into the values that are sent: files are found, texts read, JSON parsed.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use serde_json::Value;

use super::{
    Failure,
    description::{Argument, Operation},
    reading,
    words::{ArgumentKind, Place},
};
use crate::Upload;

/// What stands for the standard input.
const STDIN: &str = "-";

/// The values of the arguments that were given, in the order of the description.
#[derive(Debug, Default)]
pub(super) struct Inputs<'a> {
    pub(super) values: Vec<(&'a Argument, Input)>,
    is_stdin_taken: bool,
}

/// The value of an argument.
#[derive(Debug)]
pub(super) enum Input {
    Value(Value),
    Files(Vec<Upload>),
}

/// Why an argument cannot be used.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is wrong in itself.
    Usage(String),
    /// What it names cannot be read.
    Unreadable(String),
}

impl Refused {
    pub(super) fn failure(self, usage: impl Fn(&str) -> Failure) -> Failure {
        match self {
            Self::Usage(message) => usage(&message),
            Self::Unreadable(message) => Failure::Input(message),
        }
    }
}

impl<'a> Inputs<'a> {
    pub(super) fn read(operation: &'a Operation, matches: &ArgMatches) -> Result<Self, Refused> {
        let mut inputs = Self::default();
        for argument in &operation.arguments {
            if let Some(input) = inputs.input(argument, matches)? {
                inputs.values.push((argument, input));
            }
        }
        Ok(inputs)
    }

    fn input(&mut self, argument: &Argument, matches: &ArgMatches) -> Result<Option<Input>, Refused> {
        if argument.kind == ArgumentKind::File {
            let Some(paths) = matches.get_many::<PathBuf>(&argument.flag) else { return Ok(None) };
            let files = paths.map(|path| self.file(argument, path)).collect::<Result<_, _>>()?;
            return Ok(Some(Input::Files(files)));
        }
        let is_number = matches!(argument.kind, ArgumentKind::Integer | ArgumentKind::Number);
        let values = if is_number && argument.values.is_none() {
            matches.get_many::<Value>(&argument.flag).map(|numbers| Ok(numbers.cloned().collect()))
        } else {
            let texts = matches.get_many::<String>(&argument.flag);
            texts.map(|texts| texts.map(|text| self.value(argument, text)).collect())
        };
        let values = values.transpose()?;
        Ok(values.and_then(|it| one_or_all(it, argument.is_list())).map(Input::Value))
    }

    fn value(&mut self, argument: &Argument, text: &str) -> Result<Value, Refused> {
        let usage = |message: String| Refused::Usage(format!("--{}: {message}", argument.flag));
        match argument.kind {
            ArgumentKind::Boolean => Ok(Value::Bool(text == "true")),
            ArgumentKind::Integer | ArgumentKind::Number => reading::number(text).map_err(usage),
            _ if argument.values.is_some() => Ok(Value::String(text.to_owned())),
            ArgumentKind::Json => {
                let value = reading::json(&self.text(argument, text)?).map_err(usage)?;
                let fits = argument.place != Place::Rest || value.is_object();
                if fits { Ok(value) } else { Err(usage("it is no object".to_owned())) }
            }
            ArgumentKind::Any => Ok(reading::any(self.text(argument, text)?)),
            ArgumentKind::Text | ArgumentKind::File => Ok(Value::String(self.text(argument, text)?)),
        }
    }

    /// Returns a text, or what the file has that it names by `@`.
    fn text(&mut self, argument: &Argument, text: &str) -> Result<String, Refused> {
        let Some(name) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
        if name.starts_with('@') {
            return Ok(name.to_owned());
        }
        let mut content = String::new();
        let read = if name == STDIN {
            self.take_stdin(argument)?.read_to_string(&mut content)
        } else {
            File::open(name).and_then(|mut file| file.read_to_string(&mut content))
        };
        match read {
            Ok(0) if name == STDIN => Err(empty(argument)),
            Ok(_) if argument.place == Place::Body => Ok(content),
            Ok(_) => Ok(without_last_break(&content).to_owned()),
            Err(error) => {
                let hint =
                    if name == STDIN { "" } else { " (a text that begins with `@` is written `@@…`)" };
                Err(Refused::Unreadable(format!("{}{hint}", unreadable(argument, Path::new(name), &error))))
            }
        }
    }

    fn file(&mut self, argument: &Argument, path: &Path) -> Result<Upload, Refused> {
        let failed = |error: io::Error| Refused::Unreadable(unreadable(argument, path, &error));
        if path.as_os_str() == STDIN {
            // A file without a name, so that nothing is left of it however this ends.
            let mut file = tempfile::tempfile().map_err(failed)?;
            let bytes = io::copy(&mut self.take_stdin(argument)?, &mut file).map_err(failed)?;
            return if bytes == 0 { Err(empty(argument)) } else { Ok(Upload::file(file).file_name("stdin")) };
        }
        // Asked for now, and not when half of a form is under way.
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                Err(Refused::Usage(format!("--{}: `{}` is a folder", argument.flag, path.display())))
            }
            Ok(_) => Ok(Upload::path(path)),
            Err(error) => Err(failed(error)),
        }
    }

    /// Gives the standard input to the first argument that asks for it.
    fn take_stdin(&mut self, argument: &Argument) -> Result<io::StdinLock<'static>, Refused> {
        if std::mem::replace(&mut self.is_stdin_taken, true) {
            let message = format!("--{}: another argument reads the standard input", argument.flag);
            return Err(Refused::Usage(message));
        }
        Ok(io::stdin().lock())
    }
}

fn one_or_all(mut values: Vec<Value>, is_list: bool) -> Option<Value> {
    if is_list { Some(Value::Array(values)) } else { values.pop() }
}

/// Returns a text without the line break that an editor ends a file with.
fn without_last_break(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// Says that nothing came: whatever should have sent something has failed, and a job for nothing costs all the same.
fn empty(argument: &Argument) -> Refused {
    Refused::Unreadable(format!("--{}: the standard input is empty", argument.flag))
}

fn unreadable(argument: &Argument, path: &Path, error: &io::Error) -> String {
    let name = if path.as_os_str() == STDIN {
        "the standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    };
    format!("--{}: cannot read {name}: {error}", argument.flag)
}
