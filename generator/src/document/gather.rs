//! `$ref`s to anywhere, also into other files, to `$ref`s to components of one document.
//!
//! `openapiv3` knows references to components only, and none at all in some places. What else is referred to is copied:
//! to `components`, or to where the reference stands.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::files::Files;
use super::grammar::{self, Held, Kind, walk};
use super::limits;
use super::origins::{Origin, Origins};
use super::reference::{leads_nowhere, name_of, normal, rebase, said};
use crate::diagnostic::{Diagnostic, Diagnostics, rules};
use crate::doc_text::code;
use crate::pointer::Pointer;

/// What gathering leaves besides the document.
pub(super) struct Gathered {
    /// Where copies are from.
    pub(super) origins: Origins,
    /// Where references lead nowhere, which has been said.
    pub(super) unresolved: Vec<Pointer>,
}

/// Gathers everything that is referred to in the document itself.
pub(super) fn gather(
    document: &mut Value,
    files: &mut Files<'_>,
    found: &mut Diagnostics,
) -> Result<Gathered, Diagnostic> {
    let mut gathering = Gathering {
        files,
        names: BTreeMap::new(),
        origins: Origins::default(),
        unresolved: Vec::new(),
        room: limits::COPIED,
        overflow: None,
    };
    loop {
        let wanted = wanted(document, &mut gathering);
        if let Some((reference, pointer)) = gathering.overflow.take() {
            let message =
                format!("the copies that {} asks for have no end, or too many values", said(&reference));
            return Err(rules::REFERENCE_CYCLE.at(&pointer.child("$ref"), message).help(ENDLESS));
        }
        if wanted.is_empty() {
            break;
        }
        for (kind, reference, pointer) in wanted {
            gathering.fetch(document, kind, &reference, &pointer, found);
        }
    }
    Ok(Gathered { origins: gathering.origins, unresolved: gathering.unresolved })
}

const OUTSIDE: &str = "copy the file into the folder of the document; nothing is read from the network";
const ENDLESS: &str = "take the `$ref` out of what it leads to";

/// Returns the section of `components` that holds objects of a kind.
fn section(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Schema => "schemas",
        Kind::Response => "responses",
        Kind::Parameter => "parameters",
        Kind::RequestBody => "requestBodies",
        Kind::Header => "headers",
        Kind::Link => "links",
        Kind::SecurityScheme => "securitySchemes",
        _ => return None,
    })
}

fn may_be_reference(kind: Kind) -> bool {
    section(kind).is_some()
        || matches!(kind, Kind::PathItem | Kind::Operation | Kind::Callback | Kind::MediaType)
}

/// What became of a reference.
enum Outcome {
    /// It is a component now.
    Component(String),
    /// It is copied to wherever it is referred to.
    Copy(Value, Option<Origin>),
    /// It leads nowhere; whoever needs it will say so.
    Nothing,
}

struct Gathering<'a, 'read> {
    files: &'a mut Files<'read>,
    /// What became of each reference, by its section.
    names: BTreeMap<(Option<&'static str>, String), Outcome>,
    origins: Origins,
    unresolved: Vec<Pointer>,
    /// How many values may still be copied.
    room: usize,
    /// The first reference for which there was no room.
    overflow: Option<(String, Pointer)>,
}

/// Rewrites the references that are settled, and returns the others.
fn wanted(document: &mut Value, gathered: &mut Gathering<'_, '_>) -> Vec<(Kind, String, Pointer)> {
    let mut wanted = Vec::new();
    walk(document, &mut |kind, value, way| {
        let Some(reference) = value.get("$ref").and_then(Value::as_str).filter(|_| may_be_reference(kind))
        else {
            return;
        };
        let section = section(kind);
        if section.is_some_and(|section| is_plain(reference, section)) {
            return;
        }
        match gathered.names.get(&(section, reference.to_owned())) {
            Some(Outcome::Component(name)) => {
                value["$ref"] = format!("#/components/{}/{name}", section.unwrap_or_default()).into();
            }
            Some(Outcome::Copy(copy, origin)) => {
                let (at, room) = (way.pointer(), gathered.room.checked_sub(limits::size(copy)));
                let is_inside = |it: &Origin| gathered.origins.is_inside(&at, it);
                match room.filter(|_| !origin.as_ref().is_some_and(is_inside)) {
                    Some(room) => {
                        gathered.room = room;
                        if let Some(origin) = origin {
                            gathered.origins.note(at, origin.clone());
                        }
                        put(value, copy.clone());
                    }
                    None => drop(gathered.overflow.get_or_insert((reference.to_owned(), at))),
                }
            }
            Some(Outcome::Nothing) => gathered.unresolved.push(way.pointer()),
            None => wanted.push((kind, reference.to_owned(), way.pointer())),
        }
    });
    wanted
}

/// Tells whether a reference is one that `openapiv3` knows.
fn is_plain(reference: &str, section: &str) -> bool {
    let name =
        reference.strip_prefix("#/components/").and_then(|it| it.strip_prefix(section)?.strip_prefix('/'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['/', '%']))
}

/// Puts a copy in the place of the reference to it; what stands beside the reference goes first.
fn put(value: &mut Value, copy: Value) {
    let (Some(members), Value::Object(copied)) = (value.as_object_mut(), copy) else { return };
    members.remove("$ref");
    for (name, member) in copied {
        members.entry(name).or_insert(member);
    }
}

impl Gathering<'_, '_> {
    /// Copies what a reference leads to, and remembers where to.
    fn fetch(
        &mut self,
        document: &mut Value,
        kind: Kind,
        reference: &str,
        pointer: &Pointer,
        found: &mut Diagnostics,
    ) {
        let section = section(kind);
        let key = (section, reference.to_owned());
        if self.names.contains_key(&key) {
            return;
        }
        let at = pointer.child("$ref");
        if let Some(held) = wrong_kind(kind, reference) {
            let outcome = self.wrong(kind, reference, held, &at, found);
            self.names.insert(key, outcome);
            return;
        }
        let outcome = match (self.target(document, reference, &at, found), section) {
            (Some((copy, origin)), Some(section)) => {
                let name = add(document, section, reference, copy);
                self.origins.note(component(section, &name), origin);
                Outcome::Component(name)
            }
            (Some((copy, origin)), None) => Outcome::Copy(copy, Some(origin)),
            (None, Some(section)) => match by_last_name(document, section, reference) {
                Some(name) => {
                    let message = format!("{} leads nowhere, but names a component", said(reference));
                    let whole = code(&format!("$ref: '#/components/{section}/{name}'"));
                    let help = format!("write {whole}; it was read as that");
                    found.add(rules::ONLY_NAMED.at(&at, message).help(help));
                    Outcome::Component(name)
                }
                None => self.unresolved(reference, &at, found),
            },
            (None, None) => self.unresolved(reference, &at, found),
        };
        self.names.insert(key, outcome);
    }

    /// Says that a reference leads to something that does not belong there. A schema in place of a response or of a body
    /// leaves no doubt of what was meant.
    fn wrong(
        &mut self,
        kind: Kind,
        reference: &str,
        held: Held,
        at: &Pointer,
        found: &mut Diagnostics,
    ) -> Outcome {
        let held_name = match held {
            Held::Object(other) => grammar::name(other).to_owned(),
            Held::Several(other) => format!("a list or map, each of which is {}", grammar::name(other)),
        };
        let message =
            format!("{} leads to {held_name}; {} belongs here", said(reference), grammar::name(kind));
        match (kind, held) {
            (Kind::Response | Kind::RequestBody, Held::Object(Kind::Schema)) => {
                found.add(rules::SCHEMA_AS_CONTENT.at(at, message));
                let content = json!({ "application/json": { "schema": { "$ref": reference } } });
                Outcome::Copy(json!({ "description": "", "content": content }), None)
            }
            _ => {
                found.add(rules::WRONG_COMPONENT.at(at, message));
                Outcome::Nothing
            }
        }
    }

    /// Says that a reference leads nowhere, unless it is said already that its file cannot be read.
    fn unresolved(&mut self, reference: &str, at: &Pointer, found: &mut Diagnostics) -> Outcome {
        let file = reference.split('#').next().unwrap_or_default();
        match normal(file) {
            Some(path) if self.files.is_unreadable(&path) => {}
            None if !file.is_empty() => {
                let message = format!("{} leads out of the document's folder", said(reference));
                found.add(rules::UNREADABLE_FILE.at(at, message).help(OUTSIDE));
            }
            _ => found.add(rules::UNRESOLVED_REFERENCE.at(at, leads_nowhere(reference))),
        }
        Outcome::Nothing
    }

    fn target(
        &mut self,
        document: &Value,
        reference: &str,
        pointer: &Pointer,
        found: &mut Diagnostics,
    ) -> Option<(Value, Origin)> {
        // A name alone is no file, or at least no name of one.
        if !reference.contains(['#', '/', '.']) {
            return None;
        }
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let inside = Pointer::from_fragment(&format!("#{fragment}"))?;
        if file.is_empty() {
            let copy = document.pointer(inside.plain())?.clone();
            return Some((copy, Origin { file: None, pointer: inside }));
        }
        let path = normal(file)?;
        let other = self.files.value(&path, reference, pointer, found)?;
        let mut copy = other.pointer(inside.plain())?.clone();
        rebase(&mut copy, &path);
        Some((copy, Origin { file: Some(path), pointer: inside }))
    }
}

/// Returns what a reference leads to, if that is known and something else than what belongs there.
fn wrong_kind(kind: Kind, reference: &str) -> Option<Held> {
    let held = grammar::kind_at(&Pointer::from_fragment(reference)?)?;
    (held != Held::Object(kind)).then_some(held)
}

fn component(section: &str, name: &str) -> Pointer {
    Pointer::root().child("components").child(section).child(name)
}

/// Adds a copy to the components under a name that is free.
fn add(document: &mut Value, section: &str, reference: &str, copy: Value) -> String {
    let name = name_of(reference);
    if !document.get("components").is_some_and(Value::is_object) {
        document["components"] = json!({});
    }
    let components = &mut document["components"];
    if !components.get(section).is_some_and(Value::is_object) {
        components[section] = json!({});
    }
    let Some(known) = components[section].as_object_mut() else { return name };
    let name = free_name(known, name);
    known.insert(name.clone(), copy);
    name
}

fn free_name(known: &Map<String, Value>, name: String) -> String {
    let mut free = name.clone();
    let mut number = 2;
    while known.contains_key(&free) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}

/// Finds a component that has the last name of a reference.
fn by_last_name(document: &Value, section: &str, reference: &str) -> Option<String> {
    let name = reference.rsplit(['/', '#']).next()?;
    document.get("components")?.get(section)?.get(name)?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Files, gather};
    use crate::diagnostic::Diagnostics;

    fn gathered(mut document: Value) -> Value {
        let read = |path: &str| match path {
            "parts/pet.yaml" => Some(json!({ "properties": {
                "owner": { "$ref": "../owner.yaml#/Owner" }, "friend": { "$ref": "#" },
            } })),
            "owner.yaml" => {
                Some(json!({ "Owner": { "properties": { "pet": { "$ref": "parts/pet.yaml" } } } }))
            }
            _ => None,
        };
        let read = |path: &str| read(path).map(|it| it.to_string());
        let mut found = Diagnostics::default();
        let gathered = gather(&mut document, &mut Files::new(&read), &mut found);
        assert!(gathered.is_ok());
        assert!(found.is_empty(), "{found}");
        document
    }

    #[test]
    fn files_that_refer_to_each_other_become_components() {
        let document = gathered(json!({
            "components": { "schemas": { "Home": { "items": { "$ref": "./parts/pet.yaml" } } } }
        }));
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Home"]["items"]["$ref"], "#/components/schemas/pet");
        assert_eq!(schemas["pet"]["properties"]["owner"]["$ref"], "#/components/schemas/Owner");
        let of_pet = schemas["pet"]["properties"]["friend"]["$ref"].as_str().expect("a reference");
        assert!(of_pet.starts_with("#/components/schemas/pet"), "{of_pet}");
        assert_eq!(
            schemas["Owner"]["properties"]["pet"]["$ref"].as_str().map(|it| &it[..21]),
            Some("#/components/schemas/")
        );
    }

    #[test]
    fn what_lies_deeper_is_made_a_component() {
        let document = gathered(json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": { "x": {
                "schema": { "$ref": "#/components/schemas/Pet/properties/name" } } } } } } } },
            "components": { "schemas": { "Pet": { "properties": { "name": { "type": "string" } } } } },
        }));
        assert_eq!(document["components"]["schemas"]["Pet-name"], json!({ "type": "string" }));
    }

    #[test]
    fn what_cannot_be_a_reference_is_copied() {
        let document = gathered(json!({
            "paths": { "/a": { "$ref": "#/components/pathItems/A", "summary": "s" } },
            "components": { "pathItems": { "A": { "get": { "operationId": "a" }, "summary": "t" } } },
        }));
        assert_eq!(document["paths"]["/a"], json!({ "summary": "s", "get": { "operationId": "a" } }));
    }
}
