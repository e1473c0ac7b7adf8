//! Objects with properties to structs.

use openapiv3::SchemaData;

use super::view::{Additional, Node, Placed, Property, View};
use super::{Context, facts, sentence_if_short};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{
    Access, Alternative, Codec, Docs, Field, FieldKind, Place, Presence, Rest, Shape, Struct, Type, TypeId,
};
use crate::naming::{Case, Scope, taken};
use crate::suggest::nearest;

impl<'a> Context<'a> {
    /// Lowers an object to a struct of its own.
    pub(super) fn structure(&mut self, view: View<'a>, place: &Place) -> TypeId {
        let id = self.define(place, &view, Shape::Struct(Struct::default()));
        let mut scope = Scope::with(taken::FIELDS);
        let names: Vec<String> =
            view.properties.iter().map(|it| scope.claim(Case::Field, it.name, &[])).collect();
        let chosen = required_only(&view);
        self.warn_of_what_structs_cannot_say(&view, place);

        let mut fields = Vec::new();
        for (property, name) in view.properties.iter().zip(&names) {
            let is_chosen = chosen.iter().any(|(_, members)| members.contains(&property.name));
            if !is_chosen {
                fields.push(self.field(id, property, name.clone(), view.required.contains(property.name)));
            }
        }
        if !chosen.is_empty() {
            let field = self.alternatives(id, &view, &chosen, &names, &mut scope);
            fields.insert(0, field);
        }
        let rest = Some(self.rest(id, &view, &mut scope));
        self.types[id.0].shape = Shape::Struct(Struct { fields, rest, ..Struct::default() });
        id
    }

    fn warn_of_what_structs_cannot_say(&mut self, view: &View<'a>, place: &Place) {
        let declared = |name: &&&str| view.properties.iter().any(|it| it.name == **name);
        for name in view.required.iter().filter(|it| !declared(it)) {
            let text = format!("the required member {} is not among the `properties`", code(name));
            let diagnostic = rules::UNLISTED_REQUIRED.at(&view.pointer.child("required"), text);
            let names = view.properties.iter().map(|it| it.name);
            let names = names.filter(|it| !view.required.iter().any(|required| required == it));
            self.found.add(diagnostic.did_you_mean(nearest(name, names)));
        }
        let is_base = matches!(place, Place::Component(name, _) if self.bases.contains_key(name));
        if view.schema.schema_data.discriminator.is_some() && !is_base {
            let text = "a `discriminator` of a schema without alternatives or children has no effect";
            self.found.add(rules::LONELY_DISCRIMINATOR.at(&view.pointer, text));
        }
    }

    fn field(&mut self, owner: TypeId, property: &Property<'a>, name: String, required: bool) -> Field {
        let place = Place::Inside(owner, property.name.to_owned());
        let ty = self.schema(&property.schema, &place);
        let presence = match (required, self.is_nullable(&property.schema)) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        let view = self.look(&property.schema);
        let deprecated = view.as_ref().is_some_and(|it| it.schema.schema_data.deprecated);
        let access = access(property, view.as_ref());
        let example = view.and_then(|it| facts::example(it.schema.schema_data.example.as_ref()));
        Field {
            name,
            wire_name: property.name.to_owned(),
            kind: FieldKind::Member,
            ty,
            presence,
            access,
            deprecated,
            docs: self.member_docs(&property.schema),
            facts: self.facts(&property.schema),
            example,
            pointer: property.schema.pointer.clone(),
        }
    }

    /// Returns the documentation of a member: its own, else the first paragraph of that of its type, else none.
    fn member_docs(&self, placed: &Placed<'a>) -> Docs {
        let view = self.look(placed);
        let data = view.as_ref().map(|it| &it.schema.schema_data);
        let text = data.and_then(|it| it.description.as_deref().or(it.title.as_deref())).unwrap_or_default();
        let text = match placed.node {
            Node::Reference(_) => text.split("\n\n").next().unwrap_or_default(),
            Node::Schema(_) | Node::Made(_) => text,
        };
        self.described(placed, text)
    }

    /// Returns a text with the limits and the default of a schema below it.
    pub(super) fn described(&self, placed: &Placed<'a>, text: &str) -> Docs {
        let mut docs = Docs::of(&sentence_if_short(text));
        let facts = self.facts(placed);
        if !facts.is_empty() {
            docs.own(&facts.join(" "));
        }
        docs
    }

    /// Returns the limits and the default of a schema.
    pub(super) fn facts(&self, placed: &Placed<'a>) -> Vec<String> {
        let view = self.look(placed);
        view.into_iter().flat_map(|it| it.limits.into_iter().chain(facts::default(it.schema))).collect()
    }

    /// Makes the enum of groups of members, and the field that holds the chosen one.
    fn alternatives(
        &mut self,
        owner: TypeId,
        view: &View<'a>,
        chosen: &[(String, Vec<&'a str>)],
        names: &[String],
        scope: &mut Scope,
    ) -> Field {
        let is_chosen = |it: &Property<'a>| chosen.iter().any(|(_, members)| members.contains(&it.name));
        let properties = view.properties.iter().zip(names).filter(|(it, _)| is_chosen(it));
        let known: Vec<Field> =
            properties.map(|(it, name)| self.field(owner, it, name.clone(), true)).collect();
        let mut variants = Scope::default();
        let mut alternatives = Vec::new();
        for (title, members) in chosen {
            let fields =
                known.iter().filter(|it| members.contains(&it.wire_name.as_str())).cloned().collect();
            alternatives.push(Alternative {
                name: variants.claim(Case::Variant, title, &[]),
                fields,
                form: Vec::new(),
                docs: Docs::of_group(members.iter().copied()),
            });
        }
        let place = Place::Inside(owner, "input".to_owned());
        let id = self.define(&place, view, Shape::Alternatives(alternatives));
        self.types[id.0].codec = Codec::Serialize;
        let mut docs = Docs::default();
        docs.own("The members of which the document lists several groups: exactly one group is sent.");
        self.types[id.0].docs = docs.clone();
        Field {
            name: scope.claim(Case::Field, "input", &[]),
            wire_name: String::new(),
            kind: FieldKind::Alternatives,
            ty: Type::Named(id),
            presence: Presence::Required,
            access: Access::Both,
            deprecated: false,
            docs,
            facts: Vec::new(),
            example: None,
            pointer: view.pointer.clone(),
        }
    }

    /// Makes the member that keeps what the document does not list.
    fn rest(&mut self, owner: TypeId, view: &View<'a>, scope: &mut Scope) -> Rest {
        let value = match &view.additional {
            Additional::Unsaid | Additional::Anything | Additional::Forbidden => Type::Value,
            Additional::Schema(value) => self.held(value, &Place::Inside(owner, "extra value".to_owned())),
        };
        let only_received = matches!(view.additional, Additional::Forbidden);
        Rest { name: scope.claim(Case::Field, "extra", &["members"]), value, only_received }
    }
}

/// Returns in which direction values of a property go; one that is said to go in neither goes in both.
pub(super) fn access(property: &Property<'_>, view: Option<&View<'_>>) -> Access {
    let says = |flag: fn(&SchemaData) -> bool| view.is_some_and(|it| flag(&it.schema.schema_data));
    let read_only = property.read_only || says(|it| it.read_only);
    match (read_only, property.write_only || says(|it| it.write_only)) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        _ => Access::Both,
    }
}

/// Returns the groups of members when `anyOf` or `oneOf` only says which are required; else nothing.
fn required_only<'a>(view: &View<'a>) -> Vec<(String, Vec<&'a str>)> {
    let branches = if view.any_of.is_empty() { &view.one_of } else { &view.any_of };
    let group = |placed: &Placed<'a>| {
        let Node::Schema(schema) = &placed.node else { return None };
        let branch = View::new(schema, placed.pointer.clone());
        let says_no_more = branch.properties.is_empty()
            && branch.values.is_empty()
            && branch.all_of.is_empty()
            && branch.any_of.is_empty()
            && branch.one_of.is_empty()
            && branch.items.is_none()
            && !branch.not;
        let declared = |name: &&str| view.properties.iter().any(|it| it.name == *name);
        if !says_no_more || branch.required.is_empty() || !branch.required.iter().all(declared) {
            return None;
        }
        let members: Vec<&str> =
            view.properties.iter().map(|it| it.name).filter(|it| branch.required.contains(it)).collect();
        let title = schema.schema_data.title.clone().unwrap_or_else(|| members.join(" and "));
        Some((title, members))
    };
    branches.iter().map(group).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Whether the alternatives of an object only say which of its members are required.
pub(super) fn is_required_only(view: &View<'_>) -> bool {
    !required_only(view).is_empty()
}
