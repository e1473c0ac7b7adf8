//! Bases: schemas with a discriminator and no alternatives of their own. A base that is referred to is a union of the
//! schemas that have it in their `allOf`, directly or not; in an `allOf` it is no more than its members.
//!
//! ```text
//! pub enum Pet { Dog(Dog), Base(PetBase), Unknown(Value) }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::view::{Node, Placed, View};
use super::{Context, component_pointer, sentence_if_short};
use crate::diagnostic::Problem;
use crate::doc_text::code;
use crate::document::component_name;
use crate::ir::{Docs, Place, Shape, Type, Union, UnionTag, Variant};
use crate::naming::{Case, Scope};

/// The part of a component that is the struct of a base's own members.
pub(super) const BASE: &str = "base";

/// A schema that stands for its heirs wherever it is referred to.
#[derive(Debug)]
pub(super) struct Base {
    /// The member that tells the heirs apart.
    discriminator: String,
    /// The heirs by name, and last the base itself if a value can be just that.
    heirs: Vec<Heir>,
}

/// A component that is a variant of a base.
#[derive(Clone, Debug)]
struct Heir {
    name: String,
    tags: Vec<String>,
}

/// The components that have each component in their `allOf`.
type Children = BTreeMap<String, BTreeSet<String>>;

impl<'a> Context<'a> {
    /// Finds all bases of the document, once.
    pub(super) fn find_bases(&mut self) {
        let children = self.children();
        for name in self.component_names() {
            let Some(by) = self.discriminator_of(name) else { continue };
            let heirs = self.heirs(name, by, &children);
            if heirs.iter().any(|it| it.name != *name) {
                let base = Base { discriminator: by.property_name.clone(), heirs };
                self.bases.insert(name.clone(), base);
            }
        }
    }

    /// Lowers a component that is a base to the union of its heirs; nothing when it is none.
    pub(super) fn union_of_heirs(&mut self, view: &View<'a>, place: &Place) -> Option<Type> {
        let Place::Component(name, part) = place else { return None };
        let base = self.bases.get(name).filter(|_| part.is_empty())?;
        let (discriminator, heirs) = (base.discriminator.clone(), base.heirs.clone());
        let shape =
            Shape::Union(Union { variants: Vec::new(), discriminator: None, fallback: String::new() });
        let id = self.define(place, view, shape);
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        for Heir { name: heir, tags } in heirs {
            let own = if heir == *name { BASE } else { &heir };
            let docs = match self.placed_component(&heir) {
                Some(placed) if heir != *name => self.variant_docs(&placed),
                _ => Docs::of("No more than the base."),
            };
            variants.push(Variant {
                name: scope.claim(Case::Variant, own, &[]),
                ty: if self.bases.contains_key(&heir) {
                    self.own_members(&heir)
                } else {
                    self.component(&heir)
                },
                tag: UnionTag::Values(tags),
                docs,
            });
        }
        let fallback = scope.claim(Case::Variant, "unknown", &["value"]);
        self.types[id.0].shape =
            Shape::Union(Union { variants, discriminator: Some(discriminator), fallback });
        Some(Type::Named(id))
    }

    /// Returns the struct of a base's own members: what a value is that belongs to none of its heirs.
    fn own_members(&mut self, name: &str) -> Type {
        if let Some(ty) = self.own_members.get(name) {
            return ty.clone();
        }
        let view = self.placed_component(name).and_then(|it| self.merged_view(&it));
        let Some(view) = view else { return Type::Value };
        let mut docs = Docs::default();
        if let Some(text) = &view.schema.schema_data.description {
            docs.paragraphs(&sentence_if_short(text));
        }
        docs.own(&format!("The members of {} itself: of a value that is none of its children.", code(name)));
        let id = self.structure(view, &Place::Component(name.to_owned(), BASE.to_owned()));
        self.types[id.0].docs = docs;
        Type::Named(id)
    }

    /// Whether a component has nothing but a base in its `allOf`: then it is a child of that, not another name of it.
    pub(super) fn is_bare_child(&self, view: &View<'a>, place: &Place) -> bool {
        let Place::Component(name, part) = place else { return false };
        let [parent] = view.all_of.as_slice() else { return false };
        if !part.is_empty() || view.pointer != component_pointer(name) {
            return false;
        }
        let lists_it = |base: &View<'a>| self.is_base_of_its_branches(base) && self.lists(base, view);
        let has_it = |base: &Base| base.heirs.iter().any(|it| it.name == *name);
        self.parent_name(parent).and_then(|it| self.bases.get(&it)).is_some_and(has_it)
            || self.look(parent).is_some_and(|it| lists_it(&it))
    }

    fn component_names(&self) -> Vec<&'a String> {
        let components = self.document.openapi.components.as_ref();
        let mut names: Vec<&String> = components.into_iter().flat_map(|it| it.schemas.keys()).collect();
        names.sort();
        names
    }

    /// Returns the schema of a component, unless it is only another name of one.
    fn placed_component(&self, name: &str) -> Option<Placed<'a>> {
        let node: &'a ReferenceOr<Schema> = self.document.openapi.components.as_ref()?.schemas.get(name)?;
        let placed = Placed::new(node, component_pointer(name));
        matches!(placed.node, Node::Schema(_)).then_some(placed)
    }

    fn children(&self) -> Children {
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
    fn parent_name(&self, placed: &Placed<'a>) -> Option<String> {
        let Node::Reference(reference) = placed.node else { return None };
        self.follow(reference).ok()?.pointer.tokens().last()
    }

    /// Returns the discriminator of a component or, if it has none, of a base that it is a child of.
    fn discriminator_of(&self, name: &str) -> Option<&'a Discriminator> {
        let mut seen = BTreeSet::new();
        let mut next = vec![self.placed_component(name)?];
        while let Some(placed) = next.pop() {
            let Some(view) = self.look(&placed) else { continue };
            if !seen.insert(view.pointer.clone()) || !view.one_of.is_empty() || !view.any_of.is_empty() {
                continue;
            }
            if let Some(own) = &view.schema.schema_data.discriminator {
                return Some(own);
            }
            next.extend(view.all_of.into_iter().rev());
        }
        None
    }

    /// Returns the heirs of a component with the values of the discriminator that mean each of them.
    fn heirs(&mut self, name: &str, by: &'a Discriminator, children: &Children) -> Vec<Heir> {
        let mut names = descendants(name, children);
        names.extend(self.mapped_names(name, by));
        names.remove(name);
        let Some(base) = self.placed_component(name) else { return Vec::new() };
        let listed = self.own_tags(by, &base).unwrap_or_default();
        let all = names.into_iter().chain([name.to_owned()]);
        let mut heirs: Vec<Heir> = all.map(|it| Heir { tags: mapped(by, &it), name: it }).collect();
        // What a mapping says goes before what names say.
        let mut taken: BTreeSet<String> = heirs.iter().flat_map(|it| &it.tags).cloned().collect();
        for heir in heirs.iter_mut().filter(|it| it.tags.is_empty()) {
            // Where a mapping says what each value means and leaves out the base, no value is just that.
            if heir.name == name && !by.mapping.is_empty() {
                continue;
            }
            let has_children = children.contains_key(&heir.name);
            heir.tags = self.implied_tags(&heir.name, by, &listed, has_children);
            heir.tags.retain(|it| taken.insert(it.clone()));
            if heir.tags.is_empty() && heir.name != name && self.is_own(name, by) {
                let text =
                    format!("the child {}, which no value of the `discriminator` means,", code(&heir.name));
                let instead = "add the value that means it to the `mapping`";
                self.found.warning(&component_pointer(name), Problem::Ignored(text, instead));
            }
        }
        heirs.retain(|it| !it.tags.is_empty());
        heirs
    }

    /// Returns the values that mean a component when no mapping says so: those it lists itself, else its name.
    fn implied_tags(
        &mut self,
        name: &str,
        by: &'a Discriminator,
        listed: &[String],
        has_children: bool,
    ) -> Vec<String> {
        let own = self.placed_component(name).and_then(|it| self.own_tags(by, &it)).unwrap_or_default();
        if !own.is_empty() && own != listed && (own.len() == 1 || !has_children) {
            return own;
        }
        match own.iter().find(|it| it.eq_ignore_ascii_case(name)) {
            Some(value) => vec![value.clone()],
            None if own.is_empty() => vec![name.to_owned()],
            None => Vec::new(),
        }
    }

    /// Whether a component has this discriminator itself: what is wrong with one is said where it is.
    fn is_own(&self, name: &str, by: &Discriminator) -> bool {
        let view = self.placed_component(name).and_then(|it| self.look(&it));
        view.and_then(|it| it.schema.schema_data.discriminator.as_ref())
            .is_some_and(|it| std::ptr::eq(it, by))
    }

    /// Returns the components that a mapping names, and warns of those that are missing.
    fn mapped_names(&mut self, name: &str, by: &'a Discriminator) -> Vec<String> {
        let is_own = self.is_own(name, by);
        let mut names = Vec::new();
        for (value, target) in by.mapping.iter().filter(|_| is_own) {
            let target = component_name::<Schema>(target).unwrap_or_else(|_| target.clone());
            if self.placed_component(&target).is_some() {
                names.push(target);
            } else {
                let text = format!("the `mapping` of {} to a schema that is missing", code(value));
                let instead = "add the schema, or correct the name";
                let at = component_pointer(name).child("discriminator").child("mapping").child(value);
                self.found.warning(&at, Problem::Ignored(text, instead));
            }
        }
        names
    }
}

fn descendants(name: &str, children: &Children) -> BTreeSet<String> {
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

fn mapped(by: &Discriminator, name: &str) -> Vec<String> {
    by.mapping.iter().filter(|(_, target)| leads_to(target, name)).map(|(value, _)| value.clone()).collect()
}

/// Whether a mapping names a component, by its reference or by its name alone.
fn leads_to(target: &str, name: &str) -> bool {
    component_name::<Schema>(target).map_or(target == name, |it| it == name)
}
