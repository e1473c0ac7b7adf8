//! What overlays wrote and moved: from a place in the changed document to where it stands in a text.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::origins::{Origin, innermost};
use crate::pointer::Pointer;

/// The origins of what is not where the document has it; what is inside of such a place is from inside of its origin.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Written(BTreeMap<Pointer, Origin>);

impl Written {
    /// Returns a part that is from one place.
    pub(super) fn from_one(origin: Origin) -> Self {
        Self(BTreeMap::from([(Pointer::root(), origin)]))
    }

    /// Returns where a place is written.
    pub(in crate::document) fn of(&self, pointer: &Pointer) -> Origin {
        innermost(&self.0, pointer).unwrap_or_else(|| Origin { file: None, pointer: pointer.clone() })
    }

    /// Returns the origins of a place and of all inside, as if the place were a document.
    pub(super) fn part(&self, place: &Pointer) -> Self {
        let inner =
            self.inside(place).map(|(it, origin)| (it.moved(place, &Pointer::root()), origin.clone()));
        let mut part: BTreeMap<_, _> = inner.collect();
        part.insert(Pointer::root(), self.of(place));
        Self(part)
    }

    /// Notes that what is at a place of a part was put at this place.
    pub(super) fn put(&mut self, place: &Pointer, part: &Self, from: &Pointer) {
        self.forget(place);
        self.0.insert(place.clone(), part.of(from));
        self.0.extend(part.inside(from).map(|(it, origin)| (it.moved(from, place), origin.clone())));
    }

    /// Notes that a place is no more.
    pub(super) fn forget(&mut self, place: &Pointer) {
        let inner: Vec<Pointer> = self.inside(place).map(|it| it.0.clone()).collect();
        for pointer in inner.iter().chain([place]) {
            self.0.remove(pointer);
        }
    }

    /// Notes that items were taken out of a list of so many.
    pub(super) fn shift(&mut self, list: &Pointer, removed: &BTreeSet<usize>, length: usize) {
        let Some(first) = removed.first() else { return };
        let before = self.around(list);
        for index in *first..length {
            self.forget(&list.child(index));
        }
        let kept = (*first..length).filter(|it| !removed.contains(it));
        for (index, old) in (*first..).zip(kept) {
            self.put(&list.child(index), &before, &list.child(old));
        }
    }

    /// Returns the origins of a list and of all inside.
    fn around(&self, list: &Pointer) -> Self {
        let mut inner: BTreeMap<_, _> =
            self.inside(list).map(|(it, origin)| (it.clone(), origin.clone())).collect();
        inner.insert(list.clone(), self.of(list));
        Self(inner)
    }

    fn inside(&self, place: &Pointer) -> impl Iterator<Item = (&Pointer, &Origin)> {
        let first = Pointer::from_plain(&format!("{}/", place.plain()));
        self.0.range(first.clone()..).take_while(move |it| it.0.plain().starts_with(first.plain()))
    }
}
