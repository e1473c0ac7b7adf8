//! The values of a discriminator: which of them mean which branch of a union.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Discriminator;
use serde_json::Value;

use super::Context;
use super::merge::Merged;
use super::view::{Additional, Node, Placed, View};
use crate::document::component_name;
use crate::ir::JsonKind;

impl<'a> Context<'a> {
    /// Returns the values of a discriminator for each branch; nothing when a branch has none, is no object, or has only
    /// values that belong to another.
    pub(super) fn tags(&mut self, by: &Discriminator, members: &[Placed<'a>]) -> Option<Vec<Vec<String>>> {
        let mut own = Vec::new();
        for member in members {
            own.push(self.own_tags(by, member)?);
        }
        let mut branches_of: BTreeMap<&String, usize> = BTreeMap::new();
        for tag in own.iter().flat_map(BTreeSet::from_iter) {
            *branches_of.entry(tag).or_default() += 1;
        }
        let mut taken = BTreeSet::new();
        let mut tags = Vec::new();
        for (member, own) in members.iter().zip(&own) {
            let mut values = mapped(by, member);
            if values.is_empty() && own.iter().all(|tag| branches_of.get(tag) == Some(&1)) {
                values.clone_from(own);
            }
            if let (true, Some(reference)) = (values.is_empty(), member.reference()) {
                values.extend(component_name::<openapiv3::Schema>(reference));
            }
            values.retain(|it| taken.insert(it.clone()));
            if values.is_empty() {
                return None;
            }
            tags.push(values);
        }
        Some(tags)
    }

    /// Returns what a branch says itself about the discriminator; nothing when it is no object, or none that can have it.
    pub(super) fn own_tags(&mut self, by: &Discriminator, member: &Placed<'a>) -> Option<Vec<String>> {
        let view = self.merged_view(member)?;
        let is_union = !view.one_of.is_empty() || !view.any_of.is_empty();
        if !view.is_object() && (!is_union || view.kind.is_some_and(|it| it != JsonKind::Object)) {
            // A reference to what has no properties may still be one to an object that is described elsewhere.
            let is_untyped = view.kind.is_none() && view.items.is_none() && view.values.is_empty();
            return (is_untyped && matches!(member.node, Node::Reference(_))).then(Vec::new);
        }
        if !is_union && view.properties.is_empty() && !self.holds_texts(&view.additional) {
            return None;
        }
        let property = view.properties.iter().find(|it| it.name == by.property_name);
        let values = property.map(|it| self.listed_values(&it.schema)).unwrap_or_default();
        Some(values.iter().filter_map(text_of).collect())
    }

    /// Whether a map can hold the value of a discriminator beside what it is there for.
    fn holds_texts(&self, additional: &Additional<'a>) -> bool {
        let Additional::Schema(value) = additional else { return true };
        self.look(value).is_some_and(|it| match it.kind {
            Some(kind) => kind == JsonKind::String,
            None => it.says_nothing_but_values() && it.all_of.is_empty() && it.values.is_empty(),
        })
    }

    /// Returns a schema with the members of its `allOf` merged in.
    pub(super) fn merged_view(&mut self, placed: &Placed<'a>) -> Option<View<'a>> {
        match self.merged(self.look(placed)?) {
            Merged::View(view) => Some(*view),
            Merged::Untyped(_) => None,
        }
    }

    /// Returns the texts of the values that a schema lists, if all of them have one.
    pub(super) fn listed(&self, placed: &Placed<'a>) -> Vec<String> {
        self.listed_values(placed).iter().map(text_of).collect::<Option<_>>().unwrap_or_default()
    }

    /// Returns the values that a schema lists, if all of them are texts.
    pub(super) fn listed_texts(&self, placed: &Placed<'a>) -> Vec<String> {
        let values = self.listed_values(placed);
        let texts = values.iter().map(|it| it.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        let mut seen = BTreeSet::new();
        texts.unwrap_or_default().into_iter().filter(|it| seen.insert(it.clone())).collect()
    }

    fn listed_values(&self, placed: &Placed<'a>) -> Vec<Value> {
        let Some(view) = self.look(placed) else { return Vec::new() };
        match view.wrapped() {
            Some(inner) => self.look(inner).map(|it| it.values).unwrap_or_default(),
            None => view.values,
        }
    }
}

/// Returns the text that means a value where values are looked up.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns the values that the document maps to a branch: by its reference or by its name.
fn mapped(by: &Discriminator, member: &Placed<'_>) -> Vec<String> {
    let Some(reference) = member.reference() else { return Vec::new() };
    let name = component_name::<openapiv3::Schema>(reference).unwrap_or_default();
    let is_it = |target: &str| target == reference || target == name;
    by.mapping.iter().filter(|(_, target)| is_it(target)).map(|(value, _)| value.clone()).collect()
}
