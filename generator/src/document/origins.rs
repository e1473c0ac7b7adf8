//! Where copied parts of a document are from, so that what is said of a copy is said of the original.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

/// A place in the document as it was written, or in a file that it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The path of the file from the folder of the document; the document itself has none.
    pub(super) file: Option<String>,
    pub(super) pointer: Pointer,
}

/// The origins of all copies, by where the copies are.
#[derive(Debug, Default)]
pub(super) struct Origins(BTreeMap<Pointer, Origin>);

impl Origins {
    pub(super) fn note(&mut self, copy: Pointer, origin: Origin) {
        self.0.insert(copy, origin);
    }

    /// Returns whether a place is inside of an original or of a copy of it.
    pub(super) fn is_inside(&self, place: &Pointer, original: &Origin) -> bool {
        let mut around = Some(place.clone());
        while let Some(outer) = around {
            let is_original = original.file.is_none() && original.pointer == outer;
            if is_original || self.0.get(&outer) == Some(original) {
                return true;
            }
            around = outer.parent();
        }
        false
    }

    /// Returns where a place of the gathered document was written.
    pub(super) fn of(&self, pointer: &Pointer) -> Origin {
        let mut place = Origin { file: None, pointer: pointer.clone() };
        // A copy may be of a copy; each step leads to what was there before.
        for _ in 0..=self.0.len() {
            if place.file.is_some() {
                break;
            }
            match innermost(&self.0, &place.pointer) {
                Some(before) => place = before,
                None => break,
            }
        }
        place
    }
}

/// Returns where a place is from, by the innermost place around it that has an origin.
pub(super) fn innermost(origins: &BTreeMap<Pointer, Origin>, place: &Pointer) -> Option<Origin> {
    let mut around = Some(place.clone());
    while let Some(outer) = around {
        if let Some(origin) = origins.get(&outer) {
            let inside = place.moved(&outer, &origin.pointer);
            return Some(Origin { file: origin.file.clone(), pointer: inside });
        }
        around = outer.parent();
    }
    None
}
