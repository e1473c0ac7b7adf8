//! What the caller decides about a crate because the document cannot know it.

use crate::surface::Kept;

/// How the crate is to be written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The package name, for instance `musicgpt-client`; without its suffix it also names the environment variables.
    pub package: String,
    /// How the file with the document is called in the header of each generated file.
    pub source: String,
    /// The command that writes the crate again, named in the header of each generated file.
    pub command: String,
    /// Which kind of `Cargo.toml` the crate gets.
    pub manifest: Manifest,
    /// The names that the crate has handed out before: what has one keeps it.
    pub kept: Kept,
}

/// The kind of `Cargo.toml` that a generated crate gets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Manifest {
    /// The crate is a member of the workspace that holds the runtime, and takes versions and lints from there.
    Member,
    /// The crate stands alone and finds the runtime in this folder, relative to its own.
    Standalone {
        /// The path from the crate's folder to the runtime's, with `/` between the parts.
        runtime: String,
    },
}

impl Options {
    /// Returns the options for a workspace member of this package name.
    pub fn new(package: impl Into<String>) -> Self {
        Self {
            package: package.into(),
            source: "openapi.yaml".to_owned(),
            command: "cargo xtask codegen".to_owned(),
            manifest: Manifest::Member,
            kept: Kept::default(),
        }
    }

    /// Sets how the document is called in headers.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// Sets the command that headers name.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// Sets the kind of `Cargo.toml`.
    #[must_use]
    pub fn manifest(mut self, manifest: Manifest) -> Self {
        self.manifest = manifest;
        self
    }

    /// Sets the names that the crate has handed out before.
    #[must_use]
    pub fn kept(mut self, kept: Kept) -> Self {
        self.kept = kept;
        self
    }
}
