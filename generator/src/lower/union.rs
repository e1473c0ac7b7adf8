//! `oneOf` and `anyOf` to enums, and how the values of their variants are told apart.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Discriminator;

use super::object::{access, is_required_only};
use super::view::{Node, Placed, Property, View};
use super::{Context, schema, sentence_if_short};
use crate::diagnostic::{Rule, rules};
use crate::document::component_name;
use crate::ir::{Access, Condition, Docs, JsonKind, Place, Shape, Type, TypeId, Union, UnionTag, Variant};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;

impl<'a> Context<'a> {
    /// Lowers a schema with alternatives.
    pub(super) fn union_or_object(&mut self, mut view: View<'a>, place: &Place) -> Type {
        if self.is_base_of_its_branches(&view) {
            view.properties.clear();
        }
        self.use_one_of_alone(&mut view);
        self.warn_of_mappings_to_nowhere(&view);
        let alternatives = view.alternatives_mut();
        *alternatives = alternatives.iter().map(Placed::without_words).collect();
        drop_repeated(alternatives);
        if !view.further.is_empty() {
            let Some(branches) = self.product(&view) else {
                let instead = "let at most one member of `allOf` have `oneOf` or `anyOf`";
                return self.untyped(&view.pointer, "`allOf` over several of these unions", instead);
            };
            view.set_alternatives(branches);
        }
        if !view.properties.is_empty() {
            if !is_required_only(&view) {
                return self.members_beside_alternatives(view, place);
            }
            return Type::Named(self.structure(view, place));
        }
        let members = view.alternatives().clone();
        if let Some(ty) = self.simple_union(&view, &members, place) {
            return ty;
        }
        let shape =
            Shape::Union(Union { variants: Vec::new(), discriminator: None, fallback: String::new() });
        let id = self.define(place, &view, shape);
        let union = match view.discriminator.and_then(|by| self.tagged(id, by, &members)) {
            Some(union) => union,
            None => self.untagged(id, &view, &members),
        };
        self.types[id.0].shape = Shape::Union(union);
        Type::Named(id)
    }

    /// Takes out `anyOf` where there is `oneOf` too, and says so.
    pub(super) fn use_one_of_alone(&mut self, view: &mut View<'a>) {
        if !view.one_of.is_empty() && !view.any_of.is_empty() {
            let text = "`anyOf` beside `oneOf` has no effect";
            self.found.add(rules::ANY_OF_BESIDE_ONE_OF.at(&view.pointer, text));
            view.any_of.clear();
        }
    }

    fn members_beside_alternatives(&mut self, mut view: View<'a>, place: &Place) -> Type {
        let Some(branches) = self.distributed(&view) else {
            let instead =
                "let each branch be an object without alternatives of its own, or have fewer of them";
            return self.untyped(&view.pointer, "`properties` beside these `oneOf` or `anyOf`", instead);
        };
        if let [only] = branches.as_slice() {
            return match &only.node {
                // It is no alternative, so what is said of the whole is said of it.
                Node::Made(made) => {
                    let whole = View { schema: view.schema, pointer: view.pointer, ..made.view.clone() };
                    self.viewed(whole, place)
                }
                _ => self.schema(only, place),
            };
        }
        view.properties.clear();
        view.set_alternatives(branches);
        self.union_or_object(view, place)
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
            return Some(if listed.is_empty() {
                common_text(views.iter().map(|it| schema::text(&it.format)))
            } else {
                self.enum_of(view, place, &listed)
            });
        }
        None
    }

    /// Lowers alternatives told apart by a discriminator; nothing when the document gives some of them no value of it.
    fn tagged(&mut self, id: TypeId, by: &Discriminator, members: &[Placed<'a>]) -> Option<Union> {
        let tags = self.tags(by, members)?;
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        for (index, (member, values)) in members.iter().zip(tags).enumerate() {
            let titled = |view: View<'a>| view.schema.schema_data.title.is_some();
            let own = match &member.node {
                // The value is what the document calls a branch that has no other name.
                Node::Schema(_) if !self.look(member).is_some_and(titled) => values[0].clone(),
                _ => self.own_name(member, index),
            };
            variants.push(Variant {
                name: scope.claim(Case::Variant, &own, &[]),
                ty: self.schema(member, &Place::Inside(id, own)),
                tag: UnionTag::Values(values),
                docs: self.variant_docs(member),
            });
        }
        let fallback = scope.claim(Case::Variant, "unknown", &["value"]);
        Some(Union { variants, discriminator: Some(by.property_name.clone()), fallback })
    }

    fn untagged(&mut self, id: TypeId, view: &View<'a>, members: &[Placed<'a>]) -> Union {
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
        let union = self.told_apart(variants, members, fallback);
        self.warn_of_ambiguity(&view.pointer, &union, &rules::AMBIGUOUS_UNION);
        union
    }

    /// Makes a union of variants that no discriminator tells apart; `members` are their schemas.
    pub(super) fn told_apart(
        &mut self,
        mut variants: Vec<Variant>,
        members: &[Placed<'a>],
        fallback: String,
    ) -> Union {
        if let Some((discriminator, values)) = self.constants(members) {
            for (variant, value) in variants.iter_mut().zip(values) {
                variant.tag = UnionTag::Values(value);
            }
            return Union { variants, discriminator: Some(discriminator), fallback };
        }
        keep_what_tells_apart(&mut variants);
        say_no_format_of_any_text(&mut variants);
        // What asks for more comes first: a value that has it all also fits what asks for less.
        variants.sort_by_key(|it| std::cmp::Reverse(strictness(it)));
        Union { variants, discriminator: None, fallback }
    }

    /// Returns the member that has other values in every branch, and these values: a discriminator that the document does
    /// not call one. It is required and has a single value; where nothing else tells branches apart, neither is asked.
    fn constants(&mut self, members: &[Placed<'a>]) -> Option<(String, Vec<Vec<String>>)> {
        let views: Vec<View<'a>> = members.iter().map(|it| self.merged_view(it)).collect::<Option<_>>()?;
        let required: BTreeSet<&BTreeSet<&str>> = views.iter().map(|it| &it.required).collect();
        let constant = |view: &View<'a>, name: &str| {
            let property = view.properties.iter().find(|it| it.name == name)?;
            let values = self.listed_texts(&property.schema);
            (view.required.contains(name) && values.len() == 1).then_some(values)
        };
        let listed = |view: &View<'a>, name: &str| {
            let property = view.properties.iter().find(|it| it.name == name)?;
            let values = self.listed_texts(&property.schema);
            (!values.is_empty()).then_some(values)
        };
        let first = views.first()?;
        let names = || first.properties.iter().map(|it| it.name);
        let by_constant = names().find_map(|name| different_values(&views, name, constant));
        let is_ambiguous = required.len() < views.len();
        by_constant.or_else(|| {
            names().filter(|_| is_ambiguous).find_map(|name| different_values(&views, name, listed))
        })
    }

    /// Says which variants nothing tells from others.
    pub(super) fn warn_of_ambiguity(&mut self, at: &Pointer, union: &Union, rule: &'static Rule) {
        let mut seen: Vec<(&UnionTag, &str)> = Vec::new();
        for variant in union.variants.iter().filter(|_| union.discriminator.is_none()) {
            if let Some((_, first)) = seen.iter().find(|(tag, _)| **tag == variant.tag) {
                let text = format!(
                    "values of `{}` look like values of `{first}`, which is tried first",
                    variant.name
                );
                self.found.add(rule.at(at, text));
            }
            seen.push((&variant.tag, &variant.name));
        }
    }

    /// Returns the kind of JSON that a branch allows, with the members an object must have.
    pub(super) fn kind(&mut self, placed: &Placed<'a>) -> (JsonKind, Vec<Condition>) {
        let Some(view) = self.merged_view(placed) else { return (JsonKind::Any, Vec::new()) };
        let kind = match view.kind {
            Some(kind) => kind,
            None if !view.properties.is_empty() => JsonKind::Object,
            None => JsonKind::Any,
        };
        let condition = |name: &str| {
            let property = view.properties.iter().find(|it| it.name == name);
            // What is only ever sent tells nothing about what is received.
            let direction = |it: &Property<'a>| access(it, self.look(&it.schema).as_ref());
            let is_received = property.is_none_or(|it| direction(it) != Access::WriteOnly);
            let values = property.map(|it| self.listed(&it.schema)).unwrap_or_default();
            let kind = property.and_then(|it| self.only_kind(&it.schema));
            is_received.then(|| Condition { member: name.to_owned(), kind, values })
        };
        (kind, view.required.iter().filter_map(|it| condition(it)).collect())
    }

    /// Returns the kind that all values of a member are of, if that is certain. An integer may be written as a fraction
    /// that is none, so it is a number here.
    fn only_kind(&self, placed: &Placed<'a>) -> Option<JsonKind> {
        let view = self.look(placed)?;
        let inner = view.wrapped().map_or(Some(view.clone()), |it| self.look(it))?;
        let is_plain = inner.all_of.is_empty() && inner.alternatives().is_empty() && !inner.not;
        match inner.kind.filter(|_| is_plain && !self.is_nullable(placed))? {
            JsonKind::Integer => Some(JsonKind::Number),
            kind => Some(kind),
        }
    }

    /// Returns what a branch is called: its component, its title, or what it is made of.
    pub(super) fn own_name(&self, placed: &Placed<'a>, index: usize) -> String {
        if let Node::Made(made) = &placed.node
            && let Some(name) = &made.name
        {
            return name.clone();
        }
        if let Some(reference) = placed.reference()
            && let Some(name) = component_name::<openapiv3::Schema>(reference)
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

    pub(super) fn variant_docs(&self, placed: &Placed<'a>) -> Docs {
        let mut docs = Docs::default();
        let text = self.look(placed).and_then(|it| it.schema.schema_data.description.clone());
        if let Some(text) = text {
            docs.paragraphs(&sentence_if_short(&text));
        }
        docs
    }
}

/// Returns the values of a member in each branch, if each has some and none has those of another.
fn different_values<'a>(
    views: &[View<'a>],
    name: &str,
    values_of: impl Fn(&View<'a>, &str) -> Option<Vec<String>>,
) -> Option<(String, Vec<Vec<String>>)> {
    let values: Vec<Vec<String>> = views.iter().map(|view| values_of(view, name)).collect::<Option<_>>()?;
    let mut seen = BTreeSet::new();
    values.iter().flatten().all(|it| seen.insert(it.clone())).then(|| (name.to_owned(), values))
}

/// Keeps the texts of a member only where another variant, which requires it too, has none of them: a text that does not
/// tell variants apart may be a new one tomorrow. Where no text does, the kind of the member is kept if it is another in
/// another variant.
fn keep_what_tells_apart(variants: &mut [Variant]) {
    let mut by_member: BTreeMap<String, Vec<Condition>> = BTreeMap::new();
    for condition in variants.iter().flat_map(|it| it.tag.conditions()) {
        // Where all variants ask for the same, that is one thing to compare with, and not as many as there are variants.
        let same_member = by_member.entry(condition.member.clone()).or_default();
        if same_member.last() != Some(condition) {
            same_member.push(condition.clone());
        }
    }
    for variant in variants {
        let UnionTag::Kind(_, conditions) = &mut variant.tag else { continue };
        for condition in conditions {
            let others = by_member.get(&condition.member).map_or(&[][..], Vec::as_slice);
            let differs = |other: &Condition| {
                !other.values.is_empty() && condition.values.iter().all(|it| !other.values.contains(it))
            };
            let is_of_other_kind = |other: &Condition| other.kind.is_some() && other.kind != condition.kind;
            if !others.iter().any(differs) {
                condition.values.clear();
            }
            if !condition.values.is_empty() || !others.iter().any(is_of_other_kind) {
                condition.kind = None;
            }
        }
    }
}

/// Returns the type of a string that is one of several: that of all of them, or plain text.
fn common_text(mut types: impl Iterator<Item = Type>) -> Type {
    let first = types.next().unwrap_or(Type::String);
    if types.all(|it| it == first) { first } else { Type::String }
}

/// Makes variants plain text where nothing tells them from others that are strings, too: every text goes to the first
/// of them, whatever its format is.
fn say_no_format_of_any_text(variants: &mut [Variant]) {
    let is_text = |it: &&Variant| matches!(it.tag, UnionTag::Kind(JsonKind::String, _));
    if variants.iter().filter(is_text).count() < 2 {
        return;
    }
    for variant in variants {
        if let Type::Formatted(_) = variant.ty {
            variant.ty = Type::String;
        }
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

/// Drops references that say the same as one before: a union has each type once.
fn drop_repeated(members: &mut Vec<Placed<'_>>) {
    let mut seen = BTreeSet::new();
    members.retain(|it| match it.node {
        Node::Reference(reference) => seen.insert(reference),
        Node::Schema(_) | Node::Made(_) => true,
    });
}
