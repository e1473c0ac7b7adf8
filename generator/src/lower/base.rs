//! Bases: schemas with a discriminator and no alternatives of their own. A base that is referred to is a union of the
//! schemas that have it in their `allOf`, directly or not; in an `allOf` it is no more than its members.
//!
//! ```text
//! pub enum Pet { Dog(Dog), Base(PetBase), Unknown(Value) }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Discriminator;

use super::hierarchy::{Children, descendants};
use super::view::View;
use super::{Context, component_pointer, sentence_if_short};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Docs, Place, Shape, Type, Union, UnionTag, Variant};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;
use crate::suggest::nearest;

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

/// What components list as values of a discriminator, by its name and theirs: asked for by each of their bases.
type Listed<'a> = BTreeMap<(&'a str, String), Vec<String>>;

impl<'a> Context<'a> {
    /// Finds all bases of the document, once.
    pub(super) fn find_bases(&mut self) {
        let children = self.children();
        let discriminators = self.discriminators();
        let mut listed = Listed::new();
        for name in self.component_names() {
            let Some(by) = discriminators.get(&component_pointer(name)).copied().flatten() else { continue };
            let names_some = !by.mapping.is_empty() && self.is_own(name, by);
            if !children.contains_key(name) && !names_some {
                continue;
            }
            let heirs = self.heirs(name, by, &children, &mut listed);
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
        self.warn_of_what_bases_cannot_say(view);
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

    /// Says what a base loses: its union is of its children, and neither of other alternatives nor of values.
    fn warn_of_what_bases_cannot_say(&mut self, view: &View<'a>) {
        let keywords = [
            ("oneOf", !view.one_of.is_empty()),
            ("anyOf", !view.any_of.is_empty()),
            ("enum", !view.values.is_empty()),
            ("not", view.not),
        ];
        for (keyword, _) in keywords.iter().filter(|(_, is_said)| *is_said) {
            let text = format!("{} of a schema that stands for its children has no effect", code(keyword));
            self.found.add(rules::MORE_THAN_A_BASE.at(&view.pointer, text));
        }
    }

    /// Returns the struct of a base's own members: what a value is that belongs to none of its heirs.
    fn own_members(&mut self, name: &str) -> Type {
        if let Some(ty) = self.own_members.get(name) {
            return ty.clone();
        }
        let view = self.placed_component(name).and_then(|it| self.merged_view(&it));
        let Some(view) = view else {
            self.own_members.insert(name.to_owned(), Type::Value);
            return Type::Value;
        };
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
    pub(super) fn is_bare_child(&mut self, view: &View<'a>, place: &Place) -> bool {
        let Place::Component(name, part) = place else { return false };
        let [parent] = view.all_of.as_slice() else { return false };
        if !part.is_empty() || view.pointer != component_pointer(name) {
            return false;
        }
        let has_it = |base: &Base| base.heirs.iter().any(|it| it.name == *name);
        if self.parent_name(parent).and_then(|it| self.bases.get(&it)).is_some_and(has_it) {
            return true;
        }
        self.look(parent).is_some_and(|it| self.is_listed_base(&it) && self.lists(&it, view))
    }

    /// Returns the heirs of a component with the values of the discriminator that mean each of them.
    fn heirs(
        &mut self,
        name: &str,
        by: &'a Discriminator,
        children: &Children,
        listed: &mut Listed<'a>,
    ) -> Vec<Heir> {
        let mut names = descendants(name, children);
        names.extend(self.mapped_names(name, by));
        names.remove(name);
        let all = names.into_iter().chain([name.to_owned()]);
        let mut mapped = self.values_by_target(by);
        let mut heirs: Vec<Heir> =
            all.map(|it| Heir { tags: mapped.remove(&it).unwrap_or_default(), name: it }).collect();
        // What a mapping says goes before what the schemas say themselves.
        let mut taken: BTreeSet<String> = heirs.iter().flat_map(|it| &it.tags).cloned().collect();
        let own: Vec<Vec<String>> = heirs.iter().map(|it| self.listed_by(&it.name, by, listed)).collect();
        let shortest = shortest_lists(&own);
        for (heir, own_tags) in heirs.iter_mut().zip(&own).filter(|(it, _)| it.tags.is_empty()) {
            // Where a mapping says what each value means and leaves out the base, no value is just that.
            if heir.name == name && !by.mapping.is_empty() {
                continue;
            }
            heir.tags = implied(&heir.name, own_tags, &shortest);
            heir.tags.retain(|it| taken.insert(it.clone()));
            if heir.tags.is_empty() && heir.name != name && self.is_own(name, by) {
                let text = format!("no value of the `discriminator` means the child {}", code(&heir.name));
                let diagnostic = rules::CHILD_WITHOUT_VALUE.at(&component_pointer(name), text);
                self.found.add(diagnostic.related(&component_pointer(&heir.name), "the child"));
            }
        }
        heirs.retain(|it| !it.tags.is_empty());
        heirs
    }

    /// Returns the values of the discriminator that a component lists itself.
    fn listed_by(&mut self, name: &str, by: &'a Discriminator, listed: &mut Listed<'a>) -> Vec<String> {
        let key = (by.property_name.as_str(), name.to_owned());
        if let Some(known) = listed.get(&key) {
            return known.clone();
        }
        let own = self.placed_component(name).and_then(|it| self.own_tags(by, &it)).unwrap_or_default();
        listed.insert(key, own.clone());
        own
    }

    /// Whether a component has this discriminator itself: what is wrong with one is said where it is.
    fn is_own(&self, name: &str, by: &Discriminator) -> bool {
        let view = self.placed_component(name).and_then(|it| self.look(&it));
        view.and_then(|it| it.schema.schema_data.discriminator.as_ref())
            .is_some_and(|it| std::ptr::eq(it, by))
    }

    /// Returns the components that a base's own mapping names, and warns of those that are missing.
    fn mapped_names(&mut self, name: &str, by: &'a Discriminator) -> Vec<String> {
        if !self.is_own(name, by) {
            return Vec::new();
        }
        if let Some(view) = self.placed_component(name).and_then(|it| self.look(&it)) {
            self.warn_of_mappings_to_nowhere(&view);
        }
        by.mapping.values().filter_map(|it| self.mapped_component(it)).collect()
    }

    /// Says which values the discriminator of a schema maps to schemas that are missing.
    pub(super) fn warn_of_mappings_to_nowhere(&mut self, view: &View<'a>) {
        let Some(by) = &view.schema.schema_data.discriminator else { return };
        for (value, target) in &by.mapping {
            if self.mapped_component(target).is_some() {
                continue;
            }
            let text = format!("{} is mapped to a schema that is missing", code(value));
            let at = view.pointer.child("discriminator").child("mapping").child(value);
            let diagnostic = rules::MAPPING_NOWHERE.at(&at, text);
            let name = target.rsplit('/').next().unwrap_or(target);
            let names = self.component_names().into_iter().map(String::as_str);
            self.found.add(diagnostic.did_you_mean(nearest(name, names)));
        }
    }

    /// Returns the values that a mapping has for each component.
    fn values_by_target(&self, by: &Discriminator) -> BTreeMap<String, Vec<String>> {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (value, target) in &by.mapping {
            if let Some(target) = self.mapped_component(target) {
                values.entry(target).or_default().push(value.clone());
            }
        }
        values
    }

    /// Returns the component that a mapping names, by its reference or by its name alone, and be it another name of it.
    fn mapped_component(&self, target: &str) -> Option<String> {
        let root = Pointer::root();
        let by_name = || self.follow(&format!("#{}", component_pointer(target).plain()), &root);
        self.follow(target, &root).or_else(|_| by_name()).ok()?.pointer.tokens().last()
    }
}

/// Returns the values that mean a component when no mapping says so: those that it lists, where no other lists them too;
/// else its name, unless what it lists does not have that.
fn implied(name: &str, own: &[String], shortest: &BTreeMap<String, (usize, usize)>) -> Vec<String> {
    if own.is_empty() {
        vec![name.to_owned()]
    } else if own.iter().all(|tag| shortest.get(tag) == Some(&(own.len(), 1))) {
        own.to_vec()
    } else {
        own.iter().find(|it| it.eq_ignore_ascii_case(name)).into_iter().cloned().collect()
    }
}

/// Returns the length of the shortest list that has each value, and how many lists of that length have it: who lists
/// fewer values means them more.
fn shortest_lists(lists: &[Vec<String>]) -> BTreeMap<String, (usize, usize)> {
    let mut shortest: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for list in lists {
        for tag in list {
            let (length, count) = shortest.entry(tag.clone()).or_insert((list.len(), 0));
            if list.len() < *length {
                (*length, *count) = (list.len(), 0);
            }
            *count += usize::from(list.len() == *length);
        }
    }
    shortest
}
