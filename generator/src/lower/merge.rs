//! `allOf`: several schemas that hold at once become one; and what a reference leads to, looked at from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use openapiv3::{AnySchema, Schema, SchemaData, SchemaKind};

use super::Context;
use super::view::{Additional, Node, Placed, Property, View};
use crate::diagnostic::{Diagnostic, rules};
use crate::document::{Found, reference_said};
use crate::ir::{JsonKind, Type};
use crate::pointer::Pointer;

/// How many `allOf`s are merged inside of each other; no document that was written by people has as many.
const DEEPEST: usize = 200;

/// What became of the members of an `allOf`.
pub(super) enum Merged<'a> {
    View(Box<View<'a>>),
    Untyped(Type),
}

/// The `allOf` of one schema: where that is, and the kind of JSON that it says itself.
struct Level<'a> {
    at: Pointer,
    kind: Option<JsonKind>,
    members: Vec<Placed<'a>>,
}

/// Says why a reference is not followed below `path`: it leads back, or would be one too many.
fn way_on(reference: &str, at: &Pointer, path: &[&str]) -> Option<Diagnostic> {
    if path.contains(&reference) {
        let text = format!("{} leads back to itself", reference_said(reference));
        return Some(rules::REFERENCE_CYCLE.at(&at.child("$ref"), text));
    }
    (path.len() >= DEEPEST).then(|| {
        let text = format!("more than {DEEPEST} `allOf`s are inside of each other here");
        rules::TOO_DEEP
            .at(at, text)
            .help("let the schema have its members itself, without so many ones between")
    })
}

impl<'a> Level<'a> {
    fn of(view: &mut View<'a>) -> Self {
        let members = std::mem::take(&mut view.all_of);
        Self { at: view.pointer.clone(), kind: view.kind, members }
    }
}

impl<'a> Context<'a> {
    /// Merges the members of `allOf` into what stands beside it.
    pub(super) fn merged(&mut self, mut view: View<'a>) -> Merged<'a> {
        let level = Level::of(&mut view);
        match self.merge(&mut view, level, &mut Vec::new(), &mut BTreeSet::new()) {
            Ok(_) => Merged::View(Box::new(view)),
            Err(ty) => Merged::Untyped(ty),
        }
    }

    /// Adds the members of an `allOf`, and of those inside of them, to a view, each once: a long chain takes no longer than
    /// it is. `path` leads to the level, and what is in `done` says nothing new a second time. Returns the kind of all.
    fn merge(
        &mut self,
        view: &mut View<'a>,
        level: Level<'a>,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Result<Option<JsonKind>, Type> {
        let mut kind = level.kind;
        for member in level.members {
            if let Node::Reference(reference) = member.node {
                if let Some(diagnostic) = way_on(reference, &member.pointer, path) {
                    self.found.add(diagnostic);
                    return Err(Type::Value);
                }
                if let Err(diagnostic) = self.follow(reference, &member.pointer) {
                    self.found.add(diagnostic);
                }
                if !done.insert(reference) {
                    continue;
                }
                path.push(reference);
            }
            let Some(mut other) = self.look(&member) else { return Err(Type::Value) };
            if self.is_listed_base(&other) {
                other.one_of.clear();
                other.any_of.clear();
            }
            self.use_one_of_alone(&mut other);
            if !other.alternatives().is_empty() {
                self.warn_of_mappings_to_nowhere(&other);
            }
            let inner = Level::of(&mut other);
            self.reconcile(view, &mut other);
            combine(view, other);
            let inner = self.merge(view, inner, path, done)?;
            if contradicts(kind, inner) {
                let instead = "let all members of `allOf` have the same type";
                return Err(self.untyped(&level.at, "`allOf` over values of different types", instead));
            }
            kind = kind.or(inner);
            if let Node::Reference(_) = member.node {
                path.pop();
            }
        }
        Ok(kind)
    }

    /// Settles what a property is that both schemas have: the later one says, if it says anything about the type, and
    /// it is any JSON value if they contradict each other.
    pub(super) fn reconcile(&mut self, view: &View<'a>, other: &mut View<'a>) {
        let places = places(&other.properties);
        for known in &view.properties {
            let Some(later) = places.get(known.name).map(|it| &mut other.properties[*it]) else { continue };
            let (Some(first), Some(second)) = (self.look(&known.schema), self.look(&later.schema)) else {
                continue;
            };
            let says = |flag: fn(&SchemaData) -> bool| {
                [&first, &second].iter().any(|it| flag(&it.schema.schema_data))
            };
            later.read_only |= known.read_only || says(|it| it.read_only);
            later.write_only |= known.write_only || says(|it| it.write_only);
            if says_no_type(&second) {
                later.schema = known.schema.clone();
            } else if contradicts(first.kind, second.kind) {
                let instead = "give the property the same type in all members of `allOf`";
                self.untyped(&later.schema.pointer, "a property of different types in an `allOf`", instead);
                later.schema.node = Node::Schema(&ANYTHING);
            }
        }
    }

    /// Returns a view of a schema, or of the one that a reference leads to, if it leads anywhere.
    pub(super) fn look(&self, placed: &Placed<'a>) -> Option<View<'a>> {
        match &placed.node {
            Node::Made(made) => Some(made.view.clone()),
            Node::Schema(schema) => Some(View::new(schema, placed.pointer.clone())),
            Node::Reference(reference) => {
                let found = self.follow(reference, &placed.pointer).ok()?;
                Some(View::new(found.item, found.pointer))
            }
        }
    }

    /// Follows references to the schema at their end; the first stands at `at`.
    pub(super) fn follow(&self, reference: &str, at: &Pointer) -> Result<Found<'a, Schema>, Diagnostic> {
        let document = self.document;
        let node = document.component::<Schema>(reference, at)?;
        document.resolve(node, &Pointer::from_fragment(reference).unwrap_or_default())
    }

    /// Returns whether null is allowed: the one place that knows how a document can say so.
    pub(super) fn is_nullable(&self, placed: &Placed<'a>) -> bool {
        let mut next = Some(placed.clone());
        // A chain of wrappers longer than this is a cycle, which lowering the type reports.
        for _ in 0..32 {
            let Some(view) = next.take().and_then(|placed| self.look(&placed)) else { return false };
            if view.schema.schema_data.nullable || view.values.iter().any(serde_json::Value::is_null) {
                return true;
            }
            next = view.wrapped().cloned();
        }
        false
    }
}

/// The schema of any value.
pub(super) static ANYTHING: LazyLock<Schema> = LazyLock::new(|| Schema {
    schema_data: SchemaData::default(),
    schema_kind: SchemaKind::Any(AnySchema::default()),
});

/// Whether no value is of both kinds.
fn contradicts(first: Option<JsonKind>, second: Option<JsonKind>) -> bool {
    let is_number = |it: JsonKind| matches!(it, JsonKind::Integer | JsonKind::Number);
    match (first, second) {
        (Some(first), Some(second)) => first != second && !(is_number(first) && is_number(second)),
        _ => false,
    }
}

fn says_no_type(view: &View<'_>) -> bool {
    let has_parts = !view.all_of.is_empty() || !view.any_of.is_empty() || !view.one_of.is_empty();
    view.kind.is_none()
        && !view.is_object()
        && view.values.is_empty()
        && view.items.is_none()
        && !has_parts
        && !view.not
}

/// Adds what `other` says to `view`.
pub(super) fn combine<'a>(view: &mut View<'a>, mut other: View<'a>) {
    let (alternatives, others) = (!view.alternatives().is_empty(), !other.alternatives().is_empty());
    if alternatives && others {
        view.further.push(other.alternatives().clone());
    } else if others {
        view.discriminator = view.discriminator.or(other.discriminator);
        view.one_of = std::mem::take(&mut other.one_of);
        view.any_of = std::mem::take(&mut other.any_of);
    }
    view.further.append(&mut other.further);
    view.kind = view.kind.or(other.kind);
    if view.format.is_empty() {
        view.format = other.format;
    }
    if view.values.is_empty() {
        view.values = other.values;
    }
    let places = places(&other.properties);
    let mut added: Vec<Option<Property<'a>>> = other.properties.into_iter().map(Some).collect();
    for known in &mut view.properties {
        if let Some(later) = places.get(known.name).and_then(|it| added[*it].take()) {
            *known = later;
        }
    }
    view.properties.extend(added.into_iter().flatten());
    view.required.extend(other.required);
    if let Additional::Unsaid = view.additional {
        view.additional = other.additional;
    }
    view.items = view.items.take().or(other.items);
    view.not |= other.not;
    view.limits.extend(other.limits);
}

/// Returns where each property is in a list of them.
fn places<'a>(properties: &[Property<'a>]) -> BTreeMap<&'a str, usize> {
    properties.iter().enumerate().map(|(index, it)| (it.name, index)).collect()
}
