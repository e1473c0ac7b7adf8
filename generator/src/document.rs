//! The document: its text turned into `openapiv3`'s model, with a way back from a place in it to a line of the text.

mod load;
mod position;
mod resolve;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use crate::diagnostic::Diagnostics;
use crate::naming::package_name;
use crate::pointer::Pointer;

pub use position::Position;
pub(crate) use resolve::{Found, Resolve, component_name};

/// A loaded OpenAPI document.
#[derive(Debug)]
pub struct Document {
    text: String,
    pub(crate) openapi: OpenAPI,
}

impl Document {
    /// Loads a document from its text, YAML or JSON.
    ///
    /// # Errors
    ///
    /// The text is not YAML or JSON, is not an OpenAPI 3.0 document, or does not have the structure of one.
    pub fn load(text: &str) -> Result<Self, Diagnostics> {
        Ok(Self { openapi: load::load(text)?, text: text.to_owned() })
    }

    /// Returns a package name made from the title: `Pet Store API` is `pet-store-client`.
    #[must_use]
    pub fn package_name(&self) -> String {
        package_name(&self.openapi.info.title)
    }

    /// Returns the positions of places in the text; a place that is not written there has that of what would hold it.
    pub(crate) fn positions<'a>(
        &self,
        pointers: impl Iterator<Item = &'a Pointer>,
    ) -> BTreeMap<Pointer, Position> {
        position::locate(&self.text, pointers)
    }
}
