//! Which schemas have which in their `allOf`: children and their bases.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::view::{Node, Placed, View};
use super::{Context, component_pointer};
use crate::pointer::Pointer;

/// The components that have each component in their `allOf`.
pub(super) type Children = BTreeMap<String, BTreeSet<String>>;

/// The discriminators of schemas, by the places of the schemas.
pub(super) type Discriminators<'a> = BTreeMap<Pointer, Option<&'a Discriminator>>;

impl<'a> Context<'a> {
    /// Whether each alternative of a schema has that schema in its own `allOf`: so what the base says is in each of them
    /// already, and a child is not one of its siblings.
    pub(super) fn is_base_of_its_branches(&self, view: &View<'a>) -> bool {
        let mut branches = view.one_of.iter().chain(&view.any_of).peekable();
        branches.peek().is_some() && branches.all(|it| self.is_child(it, view))
    }

    /// Says the same of a schema as it stands in the document, which each of its children asks for again.
    pub(super) fn is_listed_base(&mut self, view: &View<'a>) -> bool {
        if let Some(known) = self.listed_bases.get(&view.pointer) {
            return *known;
        }
        let is_base = self.is_base_of_its_branches(view);
        self.listed_bases.insert(view.pointer.clone(), is_base);
        is_base
    }

    /// Whether a schema is among the alternatives of another.
    pub(super) fn lists(&self, base: &View<'a>, view: &View<'a>) -> bool {
        base.one_of.iter().chain(&base.any_of).any(|branch| match branch.node {
            Node::Reference(reference) => {
                self.follow(reference, &view.pointer).is_ok_and(|it| it.pointer == view.pointer)
            }
            Node::Schema(_) | Node::Made(_) => branch.pointer == view.pointer,
        })
    }

    fn is_child(&self, branch: &Placed<'a>, base: &View<'a>) -> bool {
        let Some(branch) = self.look(branch) else { return false };
        branch.all_of.iter().any(|member| match member.node {
            Node::Reference(reference) => {
                self.follow(reference, &base.pointer).is_ok_and(|it| it.pointer == base.pointer)
            }
            Node::Schema(_) | Node::Made(_) => false,
        })
    }

    pub(super) fn component_names(&self) -> Vec<&'a String> {
        let components = self.document.openapi.components.as_ref();
        let mut names: Vec<&String> = components.into_iter().flat_map(|it| it.schemas.keys()).collect();
        names.sort();
        names
    }

    /// Returns the schema of a component, unless it is only another name of one.
    pub(super) fn placed_component(&self, name: &str) -> Option<Placed<'a>> {
        let node: &'a ReferenceOr<Schema> = self.document.openapi.components.as_ref()?.schemas.get(name)?;
        let placed = Placed::new(node, component_pointer(name));
        matches!(placed.node, Node::Schema(_)).then_some(placed)
    }

    pub(super) fn children(&self) -> Children {
        let mut children = Children::new();
        for name in self.component_names() {
            let Some(view) = self.placed_component(name).and_then(|it| self.look(&it)) else { continue };
            for parent in view.all_of.iter().filter_map(|it| self.parent_name(it)) {
                children.entry(parent).or_default().insert(name.clone());
            }
        }
        children
    }

    /// Returns the component that a reference leads to.
    pub(super) fn parent_name(&self, placed: &Placed<'a>) -> Option<String> {
        let Node::Reference(reference) = placed.node else { return None };
        self.follow(reference, &Pointer::root()).ok()?.pointer.tokens().last()
    }

    /// Returns the discriminator of each component or, if it has none, of a base that it is a child of.
    ///
    /// Each schema is looked at a second time after those in its `allOf`, when it is known what they have: documents may
    /// nest deeper than the stack does.
    pub(super) fn discriminators(&self) -> Discriminators<'a> {
        let mut known = Discriminators::new();
        for name in self.component_names() {
            let mut next: Vec<Placed<'a>> = self.placed_component(name).into_iter().collect();
            while let Some(placed) = next.pop() {
                let Some(view) = self.look(&placed) else { continue };
                if !view.one_of.is_empty() || !view.any_of.is_empty() {
                    continue;
                }
                if let Some(own) = &view.schema.schema_data.discriminator {
                    known.insert(view.pointer, Some(own));
                    continue;
                }
                let parents = view.all_of.iter().filter_map(|it| Some((it, self.place_of(it)?)));
                if known.contains_key(&view.pointer) {
                    let found = parents.filter_map(|(_, it)| *known.get(&it)?).next();
                    known.insert(view.pointer, found);
                    continue;
                }
                let unknown: Vec<Placed<'a>> =
                    parents.filter(|(_, it)| !known.contains_key(it)).map(|(it, _)| it.clone()).collect();
                known.insert(view.pointer, None);
                next.push(placed);
                next.extend(unknown.into_iter().rev());
            }
        }
        known
    }

    /// Returns where a schema stands, or the one that a reference leads to.
    fn place_of(&self, placed: &Placed<'a>) -> Option<Pointer> {
        match placed.node {
            Node::Reference(reference) => Some(self.follow(reference, &placed.pointer).ok()?.pointer),
            Node::Schema(_) | Node::Made(_) => Some(placed.pointer.clone()),
        }
    }
}

/// Returns the children of a component, their children, and so on.
pub(super) fn descendants(name: &str, children: &Children) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next = vec![name];
    while let Some(name) = next.pop() {
        for child in children.get(name).into_iter().flatten() {
            if found.insert(child.clone()) {
                next.push(child);
            }
        }
    }
    found
}
