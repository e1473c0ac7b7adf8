//! The document: its text turned into `openapiv3`'s model, with a way back from a place in it to a line of the text.

mod dialect;
mod files;
mod gather;
mod grammar;
mod hints;
mod limits;
mod load;
mod locate;
mod origins;
mod overlay;
mod parse;
mod reference;
mod repair;
mod resolve;
mod structure;
mod syntax;
mod unknown;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use openapiv3::{OpenAPI, PathItem};
use serde_json::Value;

use crate::diagnostic::{Diagnostics, Texts};
use crate::naming::package_name;
use crate::pointer::Pointer;

pub(crate) use dialect::EXAMPLES;
use load::{Loaded, Notes};
pub use locate::{Location, Position};
use origins::Origins;
pub use overlay::Overlay;
use overlay::Written;
pub(crate) use reference::said as reference_said;
pub(crate) use resolve::{Found, component_name};

/// A loaded OpenAPI document.
#[derive(Debug)]
pub struct Document {
    pub(crate) openapi: OpenAPI,
    /// The webhooks that the document describes by themselves, by name.
    pub(crate) webhooks: BTreeMap<String, PathItem>,
    /// What was noticed while it was loaded.
    pub(crate) found: Diagnostics,
    /// The places that had to be replaced by something else, so what is said of them may not be true.
    replaced: BTreeSet<Pointer>,
    origins: Origins,
    written: Written,
    texts: Arc<Texts>,
}

impl Document {
    /// Loads a document from its text, YAML or JSON, of OpenAPI 3.0 or 3.1.
    ///
    /// # Errors
    ///
    /// The text is not YAML or JSON, is not an OpenAPI document, or is more than a document can be. What else is wrong
    /// with it, [`generate`](crate::generate) says.
    pub fn load(text: impl AsRef<[u8]>) -> Result<Self, Diagnostics> {
        Self::load_with(text, &|_| None)
    }

    /// Loads a document that refers to other files: `read` gives the text of one by its path, which is relative to the
    /// folder of the document and never leaves it.
    ///
    /// # Errors
    ///
    /// Those of [`load`](Self::load).
    pub fn load_with(
        text: impl AsRef<[u8]>,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Diagnostics> {
        Self::load_with_overlays(text, &[], read)
    }

    /// Loads a document as overlays change it, one after the other. They see it as it is written: what it refers to in
    /// other files is not a part of it yet, and what they write may refer to such files as well.
    ///
    /// # Errors
    ///
    /// Those of [`load`](Self::load); and an overlay that is none, that cannot be applied, or whose target leads to
    /// nothing.
    pub fn load_with_overlays(
        text: impl AsRef<[u8]>,
        overlays: &[Overlay],
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Diagnostics> {
        let (loaded, Notes { found, origins, written, texts }) = load::load(text.as_ref(), overlays, read);
        let texts = Arc::new(texts);
        match loaded {
            Some(Loaded { openapi, webhooks, replaced }) => {
                let replaced = replaced.into_iter().collect();
                Ok(Self { openapi, webhooks, found, replaced, origins, written, texts })
            }
            None => Err(found.located(&texts, |places| locate_all(places, &texts, &origins, &written))),
        }
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

    /// Finds places in the text of the document, or in that of another file that they come from.
    #[must_use]
    pub fn locate(&self, places: &[&Pointer]) -> BTreeMap<Pointer, Location> {
        locate_all(places, &self.texts, &self.origins, &self.written)
    }

    /// Gives problems their locations in the text and their order, and leaves out those that only come of what had to be
    /// replaced while the document was loaded.
    pub(crate) fn located(&self, mut found: Diagnostics) -> Diagnostics {
        let follows = |pointer: &Pointer| {
            let mut around = iter::successors(Some(pointer.clone()), Pointer::parent);
            let inside = Pointer::from_plain(&format!("{}/", pointer.plain()));
            around.any(|it| self.replaced.contains(&it))
                || self.replaced.range(inside..).next().is_some_and(|it| it.is_in(pointer))
        };
        found.retain(|it| !follows(&it.pointer) || self.found.has(it));
        found.located(&self.texts, |places| locate_all(places, &self.texts, &self.origins, &self.written))
    }
}

/// Returns a document as overlays change it, whatever kind of document it is.
///
/// # Errors
///
/// Those of [`Document::load_with_overlays`] that are about the text of the document and about overlays.
pub fn overlaid(text: impl AsRef<[u8]>, overlays: &[Overlay]) -> Result<Value, Diagnostics> {
    let mut notes = Notes::default();
    load::overlaid(text.as_ref(), overlays, &mut notes).map_err(|error| {
        notes.found.add(error);
        let Notes { found, origins, written, texts } = notes;
        let texts = Arc::new(texts);
        found.located(&texts, |places| locate_all(places, &texts, &origins, &written))
    })
}

/// Finds places in the text of the document, or in that of the file they were copied from or written in; a place that is
/// not written there has the location of what would hold it.
fn locate_all(
    places: &[&Pointer],
    texts: &Texts,
    origins: &Origins,
    overlays: &Written,
) -> BTreeMap<Pointer, Location> {
    let origin = |place: &Pointer| match origins.of(place) {
        gathered if gathered.file.is_none() => overlays.of(&gathered.pointer),
        gathered => gathered,
    };
    let written: Vec<_> = places.iter().map(|it| (*it, origin(it))).collect();
    let mut by_file: BTreeMap<&Option<String>, BTreeSet<Pointer>> = BTreeMap::new();
    for (_, origin) in &written {
        by_file.entry(&origin.file).or_default().insert(origin.pointer.clone());
    }
    let text = |file: &Option<String>| match file {
        None => Some(texts.document.as_str()),
        Some(path) => texts.files.get(path).map(String::as_str),
    };
    let located: BTreeMap<_, _> = by_file
        .into_iter()
        .filter_map(|(file, wanted)| Some((file, locate::locate(text(file)?, &wanted))))
        .collect();
    let location = |(place, origin): &(&Pointer, origins::Origin)| {
        let extent = located.get(&origin.file)?.get(&origin.pointer)?;
        Some(((*place).clone(), Location::new(origin.file.clone(), *extent)))
    };
    written.iter().filter_map(location).collect()
}
