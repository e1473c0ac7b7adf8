//! `cargo xtask diff`: what another version of a document changes for callers, and the version number that asks for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use generator::{Change, Changes, Class, Diagnostics, Document, Kept, Location, Place, Pointer, Surface};
use serde_json::{Value, json};

use crate::codegen::{beside, read_document};
use crate::committed;
use crate::failure::Failure;
use crate::overlays::Overlays;
use crate::report::{self, Reporting};

/// The flags of `cargo xtask diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The OpenAPI document that the crate was made from.
    old: PathBuf,
    /// The OpenAPI document that it will be made from.
    new: PathBuf,
    /// The `surface.lock` of the crate that was made from OLD, if it has names that only its history explains.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    #[command(flatten)]
    overlays: Overlays,
    /// How changes are shown: for a terminal, as Markdown, or as one JSON document.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Fail when callers have to change something.
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

/// How changes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// As a document.
    Markdown,
    /// For tools.
    Json,
}

/// Which changes make the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Breaking,
}

/// A version of the document.
pub(crate) struct Version {
    /// How messages name its file.
    pub(crate) file: String,
    pub(crate) document: Document,
    pub(crate) surface: Surface,
}

/// Two versions, and what is between them.
pub(crate) struct Difference {
    old: Version,
    new: Version,
    pub(crate) changes: Changes,
}

/// Runs the command; returns the report.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let old = Version::of_file(&arguments.old, &arguments.overlays, &names(arguments)?)?;
    let new = Version::of_file(&arguments.new, &arguments.overlays, &old.surface.names())?;
    let difference = Difference::between(old, new);
    let report = match arguments.format {
        Format::Text => difference.report(),
        Format::Markdown => {
            difference.changes.report(generator::Format::Markdown, &|it| it.pointer().to_string())
        }
        Format::Json => format!("{:#}", difference.json()),
    };
    let breaking = difference.changes.count(Class::Breaking);
    if arguments.fail_on == Some(FailOn::Breaking) && breaking > 0 {
        println!("{}", report.trim_end());
        let counted = crate::counted(breaking, "breaking change");
        return Err(Failure::new(format!("error: {}: {counted}", arguments.new.display())));
    }
    Ok(report.trim_end().to_owned())
}

/// Reads the names that the crate has handed out.
fn names(arguments: &Arguments) -> Result<Kept, Failure> {
    let Some(path) = &arguments.lock else { return Ok(Kept::default()) };
    let help = "name the `surface.lock` of a crate";
    let text = fs::read_to_string(path).map_err(|error| Failure::io(path, "read", &error, help).usage())?;
    Kept::read(&text)
        .map_err(|error| Failure::new(format!("error: {}: {error}\n  help: {help}", path.display())).usage())
}

impl Version {
    fn of_file(path: &Path, overlays: &Overlays, names: &Kept) -> Result<Self, Failure> {
        let bytes = read_document(path).map_err(Failure::usage)?;
        let file = path.display().to_string();
        let document = Document::load_with_overlays(bytes, &overlays.read(path)?, &beside(path));
        document.and_then(|it| Self::of(file.clone(), it, names)).map_err(|found| {
            let reporting = Reporting::default();
            report::print(&reporting, &found, &file);
            reporting.verdict(&found, &file).err().unwrap_or_else(|| Failure::new(file))
        })
    }

    /// Reads a document as it was committed; nothing where there is none that can be compared with.
    pub(crate) fn committed(path: &Path, overlays: &Overlays, shown: &str, names: &Kept) -> Option<Self> {
        let document = Document::load_with_overlays(
            committed::file(path)?,
            &overlays.committed(path),
            &committed::beside(path),
        );
        Self::of(format!("HEAD:{shown}"), document.ok()?, names).ok()
    }

    /// Makes all decisions about the crate of a document, which hands out these names again.
    fn of(file: String, document: Document, names: &Kept) -> Result<Self, Diagnostics> {
        Ok(Self { file, surface: generator::surface(&document, names)?, document })
    }
}

impl Difference {
    pub(crate) fn between(old: Version, new: Version) -> Self {
        let changes = Changes::between(&old.surface, &new.surface);
        Self { old, new, changes }
    }

    /// Writes the report for a terminal: each change with its line.
    pub(crate) fn report(&self) -> String {
        let located = self.located();
        self.changes.report(generator::Format::Text, &|place| {
            let version = self.version(place);
            let location = located.get(place);
            location.map_or_else(|| version.file.clone(), |it| line(it, &version.file))
        })
    }

    /// Says which version the document should have, where it has not; that of the crate is made from it.
    pub(crate) fn version_hint(&self) -> Option<String> {
        let (old, new) = (&self.old.surface.version, &self.new.surface.version);
        let semver = self.changes.semver();
        if semver.is_met(old, new) {
            return None;
        }
        let next = semver.next(old)?;
        Some(format!("help: raise `info.version` of {} from {new} to {next} or more", self.new.file))
    }

    fn json(&self) -> Value {
        let located = self.located();
        let changes = self.changes.list.iter().map(|it| {
            let mut value = report::place(located.get(&it.place), &self.version(&it.place).file);
            describe(it, &mut value);
            value
        });
        json!({ "semver": self.changes.semver().to_string(), "changes": changes.collect::<Vec<_>>() })
    }

    fn version(&self, place: &Place) -> &Version {
        match place {
            Place::Old(_) => &self.old,
            Place::New(_) => &self.new,
        }
    }

    /// Finds the lines of all changes, in one go for each document.
    fn located(&self) -> BTreeMap<Place, Location> {
        let places = || self.changes.list.iter().map(|it| &it.place);
        let pointers = |of: fn(&Place) -> bool| {
            let places = places().filter(move |it| of(it));
            places.flat_map(|it| std::iter::successors(Some(it.pointer().clone()), Pointer::parent))
        };
        let in_old: Vec<Pointer> = pointers(|it| matches!(it, Place::Old(_))).collect();
        let in_new: Vec<Pointer> = pointers(|it| matches!(it, Place::New(_))).collect();
        let old = self.old.document.locate(&Vec::from_iter(&in_old)).into_iter();
        let new = self.new.document.locate(&Vec::from_iter(&in_new)).into_iter();
        let old = old.map(|(pointer, location)| (Place::Old(pointer), location));
        old.chain(new.map(|(pointer, location)| (Place::New(pointer), location))).collect()
    }
}

fn line(location: &Location, file: &str) -> String {
    format!("{}:{}:{}", location.path(file), location.start.line, location.start.column)
}

fn describe(change: &Change, value: &mut Value) {
    value["class"] = change.class.to_string().into();
    value["kind"] = change.kind.to_string().into();
    value["what"] = change.noun.into();
    value["entry"] = change.entry.as_str().into();
    value["member"] = change.member.clone().into();
    value["before"] = change.before.clone().into();
    value["after"] = change.after.clone().into();
    value["text"] = change.text().into();
    value["document"] = if matches!(change.place, Place::Old(_)) { "old" } else { "new" }.into();
    value["pointer"] = change.place.pointer().to_string().into();
}
