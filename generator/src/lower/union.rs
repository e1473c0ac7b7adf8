//! `oneOf` and `anyOf` to enums, and how the values of their variants are told apart.

use std::collections::BTreeSet;

use openapiv3::Discriminator;

use super::merge::Merged;
use super::object::is_required_only;
use super::view::{Node, Placed, View};
use super::{Context, sentence_if_short};
use crate::diagnostic::Problem;
use crate::doc_text::code;
use crate::document::component_name;
use crate::ir::{Docs, JsonKind, Place, Shape, Type, Union, UnionTag, Variant};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;

impl<'a> Context<'a> {
    /// Lowers a schema with alternatives.
    pub(super) fn union_or_object(&mut self, view: View<'a>, place: &Place) -> Type {
        if !view.properties.is_empty() {
            if !is_required_only(&view) {
                let instead =
                    "move the properties into each branch, or the branches into a property of their own";
                self.untyped(&view.pointer, "`oneOf` or `anyOf` beside `properties`", instead);
                return Type::Value;
            }
            return Type::Named(self.structure(view, place));
        }
        let members = if view.one_of.is_empty() { view.any_of.clone() } else { view.one_of.clone() };
        if !view.one_of.is_empty() && !view.any_of.is_empty() {
            let text = "there is `anyOf` beside `oneOf`".to_owned();
            self.found.warning(&view.pointer, Problem::OnlyOneUsed(text, "`oneOf`".to_owned()));
        }
        if let Some(ty) = self.simple_union(&view, &members, place) {
            return ty;
        }
        let shape =
            Shape::Union(Union { variants: Vec::new(), discriminator: None, fallback: String::new() });
        let id = self.define(place, &view, shape);
        let union = match &view.schema.schema_data.discriminator {
            Some(by) => match self.tags(by, &members) {
                Some(tags) => self.tagged(id, by, &members, tags),
                None => self.untagged(id, &view, &members),
            },
            None => self.untagged(id, &view, &members),
        };
        self.types[id.0].shape = Shape::Union(union);
        Type::Named(id)
    }

    /// Lowers alternatives that need no enum of types: numbers or text, and strings of which some are listed.
    fn simple_union(&mut self, view: &View<'a>, members: &[Placed<'a>], place: &Place) -> Option<Type> {
        let views: Vec<View<'a>> = members.iter().map(|it| self.look(it)).collect::<Option<_>>()?;
        let plain = |it: &View<'_>| it.values.is_empty();
        let is_number =
            |it: &&View<'_>| matches!(it.kind, Some(JsonKind::Number | JsonKind::Integer)) && plain(it);
        let is_string = |it: &&View<'_>| it.kind == Some(JsonKind::String);
        let strings = views.iter().filter(is_string).count();
        if views.iter().filter(is_number).count() + strings == views.len() && strings == 1 && views.len() > 1
        {
            return views.iter().filter(is_string).all(plain).then_some(Type::NumberOrString);
        }
        if strings == views.len() {
            let listed =
                views.iter().flat_map(|it| &it.values).filter_map(|it| it.as_str()).map(str::to_owned);
            let listed: Vec<String> = listed.collect();
            return Some(if listed.is_empty() { Type::String } else { self.enum_of(view, place, &listed) });
        }
        None
    }

    fn tagged(
        &mut self,
        id: crate::ir::TypeId,
        by: &Discriminator,
        members: &[Placed<'a>],
        tags: Vec<Vec<String>>,
    ) -> Union {
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for ((index, member), values) in members.iter().enumerate().zip(tags) {
            let own = self.own_name(member, index);
            let values: Vec<String> = values.into_iter().filter(|it| taken.insert(it.clone())).collect();
            if values.is_empty() {
                let text = format!("nothing tells the branch `{own}` from those before it, and it");
                let instead = "give it a value of the discriminator of its own";
                self.found.warning(&member.pointer, Problem::Ignored(text, instead));
                continue;
            }
            variants.push(Variant {
                name: scope.claim(Case::Variant, &own, &[]),
                ty: self.schema(member, &Place::Inside(id, own)),
                tag: UnionTag::Values(values),
                docs: self.variant_docs(member),
            });
        }
        let fallback = scope.claim(Case::Variant, "unknown", &["value"]);
        Union { variants, discriminator: Some(by.property_name.clone()), fallback }
    }

    /// Returns the values of the discriminator for each branch; nothing when a branch says none.
    fn tags(&mut self, by: &Discriminator, members: &[Placed<'a>]) -> Option<Vec<Vec<String>>> {
        let mut tags = Vec::new();
        for member in members {
            let values = self.tags_of(by, member);
            if values.is_empty() {
                let name = code(&by.property_name);
                let text = format!("the discriminator {name}, which this branch has no value for,");
                let instead = "list the value in an `enum` of the member, or make the branch a component";
                self.found.warning(&member.pointer, Problem::Ignored(text, instead));
                return None;
            }
            tags.push(values);
        }
        Some(tags)
    }

    /// Returns the values of the discriminator for a branch: those that are mapped to it, else those that its member
    /// lists, else the name of its component.
    fn tags_of(&mut self, by: &Discriminator, member: &Placed<'a>) -> Vec<String> {
        let reference = self.referred(member);
        let mapped = reference.map(|it| mapped_values(by, it)).unwrap_or_default();
        if !mapped.is_empty() {
            return mapped;
        }
        let listed = self.listed(member, &by.property_name);
        if !listed.is_empty() {
            return listed;
        }
        reference.and_then(|it| component_name::<openapiv3::Schema>(it).ok()).into_iter().collect()
    }

    /// Returns the reference that a branch is, also where words of its own stand beside it.
    fn referred(&self, member: &Placed<'a>) -> Option<&'a str> {
        match member.node {
            Node::Reference(reference) => Some(reference),
            Node::Schema(schema) => {
                let view = View::new(schema, member.pointer.clone());
                self.referred(view.wrapped()?)
            }
        }
    }

    /// Returns the texts that a member of an object may be.
    fn listed(&mut self, object: &Placed<'a>, member: &str) -> Vec<String> {
        let view = self.look(object).map(|view| self.merged(view));
        let Some(Merged::View(view)) = view else { return Vec::new() };
        let property = view.properties.iter().find(|it| it.name == member);
        let values = property.and_then(|it| self.look(&it.schema)).map(|it| it.values).unwrap_or_default();
        values.iter().filter_map(|it| it.as_str()).map(str::to_owned).collect()
    }

    fn untagged(&mut self, id: crate::ir::TypeId, view: &View<'a>, members: &[Placed<'a>]) -> Union {
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let own = self.own_name(member, index);
            let (kind, required) = self.kind(member);
            variants.push(Variant {
                name: scope.claim(Case::Variant, &own, &[]),
                ty: self.schema(member, &Place::Inside(id, own)),
                tag: UnionTag::Kind(kind, required),
                docs: self.variant_docs(member),
            });
        }
        let fallback = scope.claim(Case::Variant, "unknown", &["value"]);
        self.told_apart(&view.pointer, variants, members, fallback)
    }

    /// Makes a union of variants that no discriminator tells apart; `members` are their schemas.
    pub(super) fn told_apart(
        &mut self,
        at: &Pointer,
        mut variants: Vec<Variant>,
        members: &[Placed<'a>],
        fallback: String,
    ) -> Union {
        if let Some((discriminator, values)) = self.constants(members) {
            for (variant, value) in variants.iter_mut().zip(values) {
                variant.tag = UnionTag::Values(vec![value]);
            }
            return Union { variants, discriminator: Some(discriminator), fallback };
        }
        // What asks for more comes first: a value that has it all also fits what asks for less.
        variants.sort_by_key(|it| std::cmp::Reverse(strictness(it)));
        self.warn_of_ambiguity(at, &variants);
        Union { variants, discriminator: None, fallback }
    }

    /// Returns the member that has another single value in every branch, and these values: a discriminator that the
    /// document does not call one.
    fn constants(&mut self, members: &[Placed<'a>]) -> Option<(String, Vec<String>)> {
        let views: Vec<View<'a>> = members
            .iter()
            .map(|it| match self.merged(self.look(it)?) {
                Merged::View(view) => Some(*view),
                Merged::Untyped(_) => None,
            })
            .collect::<Option<_>>()?;
        let constant = |view: &View<'a>, name: &str| {
            let property =
                view.properties.iter().find(|it| it.name == name && view.required.contains(name))?;
            match self.look(&property.schema)?.values.as_slice() {
                [serde_json::Value::String(value)] => Some(value.clone()),
                _ => None,
            }
        };
        let first = views.first()?;
        first.properties.iter().find_map(|it| {
            let values: Vec<String> =
                views.iter().map(|view| constant(view, it.name)).collect::<Option<_>>()?;
            let distinct: BTreeSet<&String> = values.iter().collect();
            (distinct.len() == values.len()).then(|| (it.name.to_owned(), values))
        })
    }

    fn warn_of_ambiguity(&mut self, at: &Pointer, variants: &[Variant]) {
        let mut seen: Vec<(&UnionTag, &str)> = Vec::new();
        for variant in variants {
            if let Some((_, first)) = seen.iter().find(|(tag, _)| **tag == variant.tag) {
                let text = format!(
                    "values of `{}` look like values of `{first}`, which is tried first",
                    variant.name
                );
                self.found.warning(at, Problem::AmbiguousUnion(text));
            }
            seen.push((&variant.tag, &variant.name));
        }
    }

    /// Returns the kind of JSON that a branch allows, with the members an object must have.
    pub(super) fn kind(&mut self, placed: &Placed<'a>) -> (JsonKind, Vec<String>) {
        let view = self.look(placed).map(|view| self.merged(view));
        let Some(Merged::View(view)) = view else { return (JsonKind::Any, Vec::new()) };
        let kind = match view.kind {
            Some(kind) => kind,
            None if !view.properties.is_empty() => JsonKind::Object,
            None => JsonKind::Any,
        };
        let required: BTreeSet<&str> = view.required.clone();
        (kind, required.into_iter().map(str::to_owned).collect())
    }

    /// Returns what a branch is called: its component, its title, or what it is made of.
    fn own_name(&self, placed: &Placed<'a>, index: usize) -> String {
        if let Some(reference) = self.referred(placed)
            && let Ok(name) = component_name::<openapiv3::Schema>(reference)
        {
            return name;
        }
        let Some(view) = self.look(placed) else { return format!("variant {}", index + 1) };
        match (&view.schema.schema_data.title, view.kind) {
            (Some(title), _) => title.clone(),
            (None, Some(JsonKind::Boolean)) => "boolean".to_owned(),
            (None, Some(JsonKind::Integer)) => "integer".to_owned(),
            (None, Some(JsonKind::Number)) => "number".to_owned(),
            (None, Some(JsonKind::String)) => "text".to_owned(),
            (None, Some(JsonKind::Array)) => "list".to_owned(),
            _ => format!("variant {}", index + 1),
        }
    }

    fn variant_docs(&self, placed: &Placed<'a>) -> Docs {
        let mut docs = Docs::default();
        let text = self.look(placed).and_then(|it| it.schema.schema_data.description.clone());
        if let Some(text) = text {
            docs.paragraphs(&sentence_if_short(&text));
        }
        docs
    }
}

/// Returns how much a variant asks for: the last to be tried is what takes anything.
fn strictness(variant: &Variant) -> usize {
    match &variant.tag {
        UnionTag::Kind(JsonKind::Any, _) => 0,
        UnionTag::Kind(JsonKind::Number, _) => 1,
        UnionTag::Kind(JsonKind::Object, required) => 2 + required.len(),
        _ => 2,
    }
}

/// Returns the values that a discriminator maps to a component, which some documents name alone.
fn mapped_values(by: &Discriminator, reference: &str) -> Vec<String> {
    let name = component_name::<openapiv3::Schema>(reference).unwrap_or_default();
    let is_meant = |target: &str| target == reference || target == name;
    by.mapping.iter().filter(|(_, target)| is_meant(target)).map(|(value, _)| value.clone()).collect()
}
