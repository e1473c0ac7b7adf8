//! The document: its text turned into `openapiv3`'s model, with a way back from a place in it to a line of the text.

mod dialect;
mod gather;
mod grammar;
mod load;
mod parse;
mod position;
mod repair;
mod resolve;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem};
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::naming::package_name;
use crate::pointer::Pointer;

pub(crate) use dialect::EXAMPLES;
pub use position::Position;
pub(crate) use resolve::{Found, Resolve, component_name};

/// A loaded OpenAPI document.
#[derive(Debug)]
pub struct Document {
    text: String,
    pub(crate) openapi: OpenAPI,
    /// The webhooks that the document describes by themselves, by name.
    pub(crate) webhooks: BTreeMap<String, PathItem>,
    /// What was noticed while it was loaded.
    pub(crate) found: Diagnostics,
}

impl Document {
    /// Loads a document from its text, YAML or JSON, of OpenAPI 3.0 or 3.1.
    ///
    /// # Errors
    ///
    /// The text is not YAML or JSON, is not an OpenAPI document, or does not have the structure of one.
    pub fn load(text: &str) -> Result<Self, Diagnostics> {
        Self::load_with(text, &|_| None)
    }

    /// Loads a document that refers to other files: `read` gives the text of one by its path, which is relative to the
    /// folder of the document and never leaves it.
    ///
    /// # Errors
    ///
    /// Those of [`load`](Self::load).
    pub fn load_with(text: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Self, Diagnostics> {
        let load::Loaded { openapi, webhooks, found } = load::load(text, read)?;
        Ok(Self { text: text.to_owned(), openapi, webhooks, found })
    }

    /// Returns a package name made from the title: `Pet Store API` is `pet-store-client`.
    #[must_use]
    pub fn package_name(&self) -> String {
        package_name(&self.openapi.info.title)
    }

    /// Returns the document as it is understood: put right, in one piece, and in the words of OpenAPI 3.0.
    #[must_use]
    pub fn understood(&self) -> Value {
        serde_json::to_value(&self.openapi).unwrap_or_default()
    }

    /// Returns the positions of places in the text; a place that is not written there has that of what would hold it.
    pub(crate) fn positions<'a>(
        &self,
        pointers: impl Iterator<Item = &'a Pointer>,
    ) -> BTreeMap<Pointer, Position> {
        position::locate(&self.text, pointers)
    }
}
