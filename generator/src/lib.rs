//! Turns an OpenAPI document into the files of a Rust client crate.
//!
//! The way through the crate is the way of the data, one room after the other:
//!
//! | room | from | to | module |
//! |---|---|---|---|
//! | document | text | [`Document`]: the parsed document and the text it came from | `document` |
//! | IR | document | [`ir::Api`]: every decision made, plain data | `lower`, then `passes` |
//! | tokens | IR | `TokenStream`s; nothing is decided here | `emit` |
//! | files | tokens | [`Files`]: paths and text | `render` |
//!
//! Nothing here reads or writes a disk, looks at a clock or at the environment: the same text gives the same files, with the names that were
//! handed out before.
//!
//! ```
//! let document = generator::Document::load("
//! openapi: 3.0.3
//! info: { title: Greeter, version: 1.0.0 }
//! paths:
//!   /hello:
//!     get:
//!       operationId: say_hello
//!       responses: { '204': { description: Said. } }
//! ")?;
//! let options = generator::Options::new("greeter-client");
//! let generated = generator::generate(&document, &options)?;
//! assert!(generated.files.get("src/api/default.rs").unwrap().contains("pub fn say_hello"));
//! # Ok::<(), generator::Diagnostics>(())
//! ```

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod changes;
mod diagnostic;
mod doc_text;
mod document;
mod emit;
mod files;
pub mod ir;
mod lower;
mod naming;
mod options;
mod passes;
mod pointer;
mod render;
mod samples;
mod suggest;
pub mod surface;

pub use changes::{Change, ChangeKind, Changes, Class, Format, Place, Semver};
pub use diagnostic::{Diagnostic, Diagnostics, Related, Report, Rule, Severity};
pub use document::{Document, Location, Overlay, Position, overlaid};
pub use files::Files;
pub use options::{Manifest, Options};
pub use pointer::Pointer;
pub use samples::{Sample, samples, samples_program};
pub use surface::{Kept, Surface};

/// What one run of the generator gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The files of the crate.
    pub files: Files,
    /// What the document was turned into, for summaries.
    pub api: ir::Api,
    /// What callers of the crate can name.
    pub surface: Surface,
    /// What was noticed without being a reason to stop.
    pub warnings: Diagnostics,
}

/// Says what is wrong with a document.
///
/// # Errors
///
/// Every problem that was found, warnings too, when at least one of them is an error.
pub fn check(document: &Document) -> Result<Diagnostics, Diagnostics> {
    let (_, found) = lower::lower(document, &Kept::default());
    document.located(found).without_errors()
}

/// Turns a document into the files of a client crate.
///
/// # Errors
///
/// Every problem that was found, each with its place, when at least one of them is an error.
pub fn generate(document: &Document, options: &Options) -> Result<Generated, Diagnostics> {
    let (api, warnings) = api(document, &options.kept)?;
    let surface = Surface::of(&api);
    let files = render::render(emit::emit(&api, &surface, options));
    Ok(Generated { files, api, surface, warnings })
}

/// Lists what callers of a document's crate can name, if these names were handed out before.
///
/// # Errors
///
/// Those of [`generate`].
pub fn surface(document: &Document, kept: &Kept) -> Result<Surface, Diagnostics> {
    api(document, kept).map(|(api, _)| Surface::of(&api))
}

/// Makes all decisions about the crate of a document; returns them with the warnings.
fn api(document: &Document, kept: &Kept) -> Result<(ir::Api, Diagnostics), Diagnostics> {
    let (mut api, found) = lower::lower(document, kept);
    let warnings = document.located(found).without_errors()?;
    passes::run(&mut api, kept);
    Ok((api, warnings))
}
