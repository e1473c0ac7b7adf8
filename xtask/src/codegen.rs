//! `cargo xtask codegen`: from a document to a crate on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::{Document, Generated, Kept, Manifest, Options};

use crate::changelog::{Span, fingerprint};
use crate::diff::{Difference, Version};
use crate::failure::Failure;
use crate::overlays::Overlays;
use crate::report::{self, Reporting};
use crate::{changelog, committed, counted, tree};

/// The command that writes the crate of this workspace, as messages and headers name it.
const COMMAND: &str = "cargo xtask codegen";

/// The document, the crate and the package of this workspace.
const SPEC: &str = "spec/musicgpt.yaml";
const OUT: &str = "generated-client";
const PACKAGE: &str = "musicgpt-client";

/// The flags of `cargo xtask codegen`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when the crate is not what the document asks for.
    #[arg(long)]
    check: bool,
    /// An OpenAPI document, instead of that of this workspace.
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The folder of the crate that is written from `--spec`.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The package name of that crate, made from the title of the document if it is not given.
    #[arg(long, requires = "spec", value_parser = package_name)]
    name: Option<String>,
    /// Forget the names that the crate has handed out, as if it were written for the first time.
    #[arg(long)]
    forget_names: bool,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    reporting: Reporting,
}

/// What is generated from what.
struct Job {
    spec: PathBuf,
    out: PathBuf,
    name: Option<String>,
    manifest: Manifest,
    overlays: Overlays,
    /// How messages name the document.
    file: String,
    forget_names: bool,
    /// How messages name the folder.
    shown: String,
    /// How generated files name the document.
    source: String,
    command: String,
}

/// Runs the command; returns its summary.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let started = Instant::now();
    let job = job(arguments)?;
    let kept = kept(&job)?;
    let (document, generated) = generate(&job, &kept, &arguments.reporting)?;
    let changes = tree::compare(&job.out, &generated.files)?;
    if arguments.check && !changes.is_empty() {
        return Err(Failure::new(stale(&job, &changes)));
    }
    if !arguments.check {
        tree::apply(&job.out, &generated.files, &changes)?;
        say_what_changes(&job, document, &generated, &kept)?;
    }
    Ok(format!(
        "{}: {}, {}; {} written, {} unchanged, {} removed in {:.2} s",
        job.shown,
        counted(generated.api.operations().count(), "operation"),
        counted(generated.api.types.iter().filter(|it| it.written).count(), "type"),
        counted(changes.missing.len() + changes.changed.len(), "file"),
        changes.unchanged,
        changes.orphaned.len(),
        started.elapsed().as_secs_f64(),
    ))
}

fn job(arguments: &Arguments) -> Result<Job, Failure> {
    let root = workspace();
    let overlays = arguments.overlays.clone();
    let (Some(spec), Some(out)) = (&arguments.spec, &arguments.out) else {
        return Ok(Job {
            spec: root.join(SPEC),
            out: root.join(OUT),
            name: Some(PACKAGE.to_owned()),
            manifest: Manifest::Member,
            file: SPEC.to_owned(),
            forget_names: arguments.forget_names,
            shown: OUT.to_owned(),
            source: overlays.named_after(SPEC),
            overlays,
            command: COMMAND.to_owned(),
        });
    };
    let source = overlays.named_after(&spec.file_name().unwrap_or_default().to_string_lossy());
    Ok(Job {
        spec: spec.clone(),
        out: out.clone(),
        file: spec.display().to_string(),
        name: arguments.name.clone(),
        manifest: standalone(out)?,
        overlays,
        forget_names: arguments.forget_names,
        shown: out.display().to_string(),
        command: COMMAND.to_owned(),
        source,
    })
}

/// Says what changes for callers since the document was committed, and drafts it in the changelog of the crate.
fn say_what_changes(
    job: &Job,
    document: Document,
    generated: &Generated,
    names: &Kept,
) -> Result<(), Failure> {
    let lock = committed::text(&job.out.join(tree::LOCK)).and_then(|it| Kept::read(&it).ok());
    // A crate that is kept elsewhere had the names that it still has.
    let names = lock.as_ref().unwrap_or(names);
    let Some(old) = Version::committed(&job.spec, &job.overlays, &job.file, names) else { return Ok(()) };
    let new = Version { file: job.file.clone(), document, surface: generated.surface.clone() };
    let (from, to) = (old.document.understood(), new.document.understood());
    let difference = Difference::between(old, new);
    if !difference.changes.is_empty() {
        println!("since the document was committed: {}", difference.report());
        if let Some(hint) = difference.version_hint() {
            println!("{hint}\n");
        }
    } else if from != to {
        println!("since the document was committed: {}", difference.changes.summary());
    }
    let span = Span { from: fingerprint(&from.to_string()), to: fingerprint(&to.to_string()) };
    if changelog::draft(&job.out, &difference.changes, &span)? {
        println!("{}/{}: drafted what changes, for you to edit", job.shown, changelog::FILE);
    }
    Ok(())
}

/// Generates the crate, and says what was found; nothing is written when that stops it.
fn generate(job: &Job, kept: &Kept, reporting: &Reporting) -> Result<(Document, Generated), Failure> {
    let bytes = read_document(&job.spec)?;
    let overlays = job.overlays.read(&job.spec)?;
    let document = Document::load_with_overlays(bytes, &overlays, &beside(&job.spec));
    let generated = document.and_then(|document| {
        let name = job.name.clone().unwrap_or_else(|| document.package_name());
        let options = Options::new(name).source(&job.source).command(&job.command);
        let generated =
            generator::generate(&document, &options.manifest(job.manifest.clone()).kept(kept.clone()));
        generated.map(|generated| (document, generated))
    });
    let (found, generated) = match generated {
        Ok(generated) => (generated.1.warnings.clone(), Some(generated)),
        Err(found) => (found, None),
    };
    let found = reporting.without_allowed(found);
    report::print(reporting, &found, &job.file);
    let unwritten = |failure| Failure::new(format!("{failure}; nothing was written"));
    let verdict = reporting.verdict(&found, &job.file).map_err(unwritten)?;
    generated.ok_or_else(|| Failure::new(verdict))
}

/// Returns the names that the crate has handed out; none when there is no crate yet.
fn kept(job: &Job) -> Result<Kept, Failure> {
    let lock = if job.forget_names { None } else { tree::lock(&job.out)? };
    Kept::read(&lock.unwrap_or_default()).map_err(|it| {
        Failure::new(format!(
            "error: {}:{}: `{}` is no line that codegen writes; nothing was written\n  \
             help: take one side of the file and run `{}` again, or let go of its names with `--forget-names`",
            job.out.join(tree::LOCK).display(),
            it.line,
            it.text,
            command(job),
        ))
    })
}

/// Reads a document.
pub(crate) fn read_document(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

/// Says that there is no document.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::io(path, "read", error, "name a file that is an OpenAPI document")
}

/// Returns what reads the files that a document refers to: those of its folder, and nothing a link leads to elsewhere.
pub(crate) fn beside(document: &Path) -> impl Fn(&str) -> Option<String> + use<> {
    let folder = document.parent().unwrap_or(Path::new("")).to_owned();
    move |path| {
        let root = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let root = root.canonicalize().ok()?;
        let file = root.join(path).canonicalize().ok()?;
        fs::read_to_string(file.starts_with(root).then_some(file)?).ok()
    }
}

/// Says what differs, and the command that mends it.
fn stale(job: &Job, changes: &tree::Changes) -> String {
    let mut text = format!("error: {} is not what {} asks for", job.shown, job.source);
    for (what, paths) in
        [("missing", &changes.missing), ("changed", &changes.changed), ("orphaned", &changes.orphaned)]
    {
        for path in paths {
            text.push_str(&format!("\n  {what}: {path}"));
        }
    }
    if changes.changed.iter().any(|it| it == tree::LOCK) {
        text.push_str(&format!("\n  help: {} says what changes for callers of the crate", tree::LOCK));
    }
    text.push_str(&format!("\n  help: run `{}`", command(job)));
    text
}

/// Returns the command that writes the crate.
fn command(job: &Job) -> String {
    let mut command = COMMAND.to_owned();
    if job.manifest != Manifest::Member {
        command.push_str(&format!(" --spec {} --out {}", job.spec.display(), job.out.display()));
        command.extend(job.name.iter().map(|name| format!(" --name {name}")));
    }
    command.push_str(&job.overlays.flags());
    command
}

/// Returns the manifest of a crate that stands alone in a folder.
pub(crate) fn standalone(out: &Path) -> Result<Manifest, Failure> {
    Ok(Manifest::Standalone { runtime: runtime_from(out)? })
}

/// Returns the path from a crate to the runtime; the folder of the crate need not be there yet.
fn runtime_from(out: &Path) -> Result<String, Failure> {
    let unusable = |error| Failure::io(out, "find", &error, "name another folder with `--out`");
    let absolute = std::path::absolute(out).map_err(unusable)?;
    let existing = absolute.ancestors().find(|it| it.exists()).unwrap_or(&absolute);
    let rest = absolute.strip_prefix(existing).unwrap_or(Path::new(""));
    let real = existing.canonicalize().map_err(unusable)?.join(rest);
    let runtime = workspace().join("runtime");
    let relative = pathdiff::diff_paths(&runtime, &real).unwrap_or(runtime);
    Ok(relative.to_string_lossy().replace('\\', "/"))
}

/// Returns the folder of this workspace.
pub(crate) fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Takes what cargo takes as a package name, and rustc as the name of a crate without a warning.
fn package_name(name: &str) -> Result<String, String> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_part) {
        Ok(name.to_owned())
    } else {
        Err("a package name is a small letter, then small letters, digits, `-` and `_`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, run};

    #[test]
    fn the_generated_client_is_fresh() {
        let arguments = Arguments { check: true, ..Arguments::default() };
        if let Err(failure) = run(&arguments) {
            panic!("{failure}");
        }
    }
}
