//! Turns the arguments of a command into the values that are sent: files are found, texts read, JSON parsed.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use clap::ArgMatches;
use serde_json::Value;
use tempfile::NamedTempFile;

use super::{
    Failure,
    description::{Argument, Operation},
    reading,
};
use crate::Upload;

/// The values of the arguments that were given, in the order of the description.
#[derive(Debug, Default)]
pub(super) struct Inputs<'a> {
    pub(super) values: Vec<(&'a Argument, Input)>,
    /// Where the standard input is kept while it is sent.
    spooled: Option<NamedTempFile>,
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
        let is_list = argument.list == Some(true);
        if matches!(argument.kind.as_str(), "integer" | "number") && argument.values.is_none() {
            let Some(numbers) = matches.get_many::<Value>(&argument.flag) else { return Ok(None) };
            return Ok(one_or_all(numbers.cloned().collect(), is_list).map(Input::Value));
        }
        let Some(texts) = matches.get_many::<String>(&argument.flag) else { return Ok(None) };
        if argument.kind == "file" {
            let files = texts.map(|path| self.file(argument, path)).collect::<Result<_, _>>()?;
            return Ok(Some(Input::Files(files)));
        }
        let values = texts.map(|text| self.value(argument, text)).collect::<Result<_, _>>()?;
        Ok(one_or_all(values, is_list).map(Input::Value))
    }

    fn value(&mut self, argument: &Argument, text: &str) -> Result<Value, Refused> {
        let usage = |message: String| Refused::Usage(format!("--{}: {message}", argument.flag));
        match argument.kind.as_str() {
            "boolean" => Ok(Value::Bool(text == "true")),
            "integer" => reading::integer(text).map_err(usage),
            _ if argument.values.is_some() => Ok(Value::String(text.to_owned())),
            "json" if argument.place == "rest" => {
                let members = reading::json(&self.text(argument, text)?).map_err(usage)?;
                if members.is_object() { Ok(members) } else { Err(usage("it is no object".to_owned())) }
            }
            "json" => reading::json(&self.text(argument, text)?).map_err(usage),
            "any" => Ok(reading::any(self.text(argument, text)?)),
            _ => Ok(Value::String(self.text(argument, text)?)),
        }
    }

    /// Returns a text, or what the file has that it names by `@`.
    fn text(&mut self, argument: &Argument, text: &str) -> Result<String, Refused> {
        let Some(name) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
        if name.starts_with('@') {
            return Ok(name.to_owned());
        }
        let mut content = String::new();
        let read = if name == "-" {
            self.take_stdin(argument)?.read_to_string(&mut content)
        } else {
            File::open(name).and_then(|mut file| file.read_to_string(&mut content))
        };
        match read {
            // An editor ends a file with a line break that is no part of the text.
            Ok(_) => Ok(content
                .strip_suffix('\n')
                .map(|it| it.strip_suffix('\r').unwrap_or(it))
                .unwrap_or(&content)
                .to_owned()),
            Err(error) => Err(Refused::Unreadable(unreadable(argument, name, &error))),
        }
    }

    fn file(&mut self, argument: &Argument, path: &str) -> Result<Upload, Refused> {
        let failed = |error: io::Error| Refused::Unreadable(unreadable(argument, path, &error));
        if path != "-" {
            // Asked for now, and not when half of a form is under way.
            return match std::fs::metadata(Path::new(path)) {
                Ok(found) if found.is_dir() => {
                    Err(Refused::Usage(format!("--{}: `{path}` is a folder", argument.flag)))
                }
                Ok(_) => Ok(Upload::path(path)),
                Err(error) => Err(failed(error)),
            };
        }
        let mut stdin = self.take_stdin(argument)?;
        let mut file = NamedTempFile::new().map_err(failed)?;
        io::copy(&mut stdin, &mut file).map_err(failed)?;
        let upload = Upload::path(file.path()).file_name("stdin");
        self.spooled = Some(file);
        Ok(upload)
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

fn unreadable(argument: &Argument, name: &str, error: &io::Error) -> String {
    let name = if name == "-" { "the standard input".to_owned() } else { format!("`{name}`") };
    format!("--{}: cannot read {name}: {error}", argument.flag)
}
