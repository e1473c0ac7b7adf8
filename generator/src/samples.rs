//! The document's own examples as tests of the crate: which type each belongs to, and a program that reads and writes
//! them all and prints what was lost on the way.

mod assembled;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;

use crate::document::{Document, EXAMPLES};
use crate::ir::{Codec, Place, Shape, TypeDef};
use crate::pointer::Pointer;
use crate::surface::Kept;
use crate::{lower, passes};

/// The part of the program that is the same for all.
const PROGRAM: &str = include_str!("samples/program.rs.txt");

/// A value that the document gives for a type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The name of the type, which is in the module `types` of the crate.
    pub type_name: String,
    /// Where the schema of the type is in the document.
    pub schema: Pointer,
    /// Where the value is in the document.
    pub pointer: Pointer,
    /// The value.
    pub json: String,
}

/// Returns the examples and defaults of all schemas that became a definition, values of objects that are made of what is
/// said of their members, and the examples of bodies with such a schema; none of a document that cannot be turned into a crate.
#[must_use]
pub fn samples(document: &Document) -> Vec<Sample> {
    let (mut api, found) = lower::lower(document, &Kept::default());
    if found.without_errors().is_err() {
        return Vec::new();
    }
    passes::run(&mut api, &Kept::default());
    let root = document.understood();
    let readable = api.types.iter().filter(|it| it.written && it.codec == Codec::Both);
    let mut types: Vec<&TypeDef> =
        readable.filter(|it| !matches!(it.shape, Shape::Alternatives(_))).collect();
    // Of several definitions of one schema, that of the whole is the one that values are of; it is defined first.
    types.sort_by_key(|it| !matches!(&it.place, Place::Component(_, part) if part.is_empty()));
    types.reverse();
    let mut gathered = Gathered {
        root: &root,
        types: types.into_iter().map(|it| (it.pointer.plain().to_owned(), it)).collect(),
        seen: BTreeSet::new(),
        samples: Vec::new(),
    };
    gathered.walk(&root, &Pointer::root());
    gathered.samples
}

/// Writes a program for the `examples` of a crate, `package` by name: it prints a line for whatever is not the same
/// after it was read and written, the place in the document and what happened to it, with a tab between.
#[must_use]
pub fn samples_program(package: &str, samples: &[Sample]) -> String {
    let library = package.replace('-', "_");
    let mut calls = String::new();
    for Sample { type_name, pointer, json, .. } in samples {
        let pointer = pointer.to_string();
        let _ = writeln!(calls, "    reads::<{library}::types::{type_name}>({pointer:?}, {json:?});");
    }
    format!("{PROGRAM}\nfn main() {{\n{calls}}}\n")
}

struct Gathered<'a> {
    root: &'a Value,
    /// The definitions, by the place of their schemas.
    types: BTreeMap<String, &'a TypeDef>,
    /// What there is already: the same value tells nothing new about the same type.
    seen: BTreeSet<(&'a str, String)>,
    samples: Vec<Sample>,
}

impl<'a> Gathered<'a> {
    fn walk(&mut self, value: &'a Value, pointer: &Pointer) {
        match value {
            Value::Object(members) => {
                let is_schema = self.types.contains_key(pointer.plain());
                let described = if is_schema { Some(pointer.clone()) } else { Some(pointer.child("schema")) };
                if let Some(definition) = described.and_then(|it| self.definition(&it)) {
                    self.take(definition, members, pointer, is_schema);
                }
                for (name, member) in members {
                    // What is in an example only looks like the words of a document.
                    if !matches!(name.as_str(), "example" | "examples" | "default" | "enum" | EXAMPLES)
                        || is_map_of_names(pointer)
                    {
                        self.walk(member, &pointer.child(name));
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &pointer.child(index));
                }
            }
            _ => {}
        }
    }

    /// Returns the definition that a schema became, behind references and words around a single schema.
    fn definition(&self, pointer: &Pointer) -> Option<&'a TypeDef> {
        let mut pointer = pointer.clone();
        // A chain longer than this is a circle.
        for _ in 0..32 {
            if let Some(definition) = self.types.get(pointer.plain()) {
                return Some(definition);
            }
            let schema = self.root.pointer(pointer.plain())?;
            pointer = match schema.get("$ref").and_then(Value::as_str) {
                Some(reference) => Pointer::from_fragment(reference)?,
                None => {
                    let single = |word: &&&str| {
                        schema.get(*word).and_then(Value::as_array).is_some_and(|it| it.len() == 1)
                    };
                    pointer.child(["allOf", "oneOf", "anyOf"].iter().find(single)?).child(0)
                }
            };
        }
        None
    }

    fn take(
        &mut self,
        definition: &'a TypeDef,
        members: &'a serde_json::Map<String, Value>,
        pointer: &Pointer,
        is_schema: bool,
    ) {
        if let Some(example) = members.get("example") {
            self.add(definition, example, pointer.child("example"));
        }
        if let Some(default) = members.get("default").filter(|_| is_schema) {
            self.add(definition, default, pointer.child("default"));
        }
        let is_struct = matches!(definition.shape, Shape::Struct(_));
        let parts = self.root.pointer(pointer.plain()).filter(|_| is_schema && is_struct);
        if let Some(value) = parts.and_then(|it| assembled::assembled(self.root, it)) {
            self.add(definition, &value, pointer.child("properties"));
        }
        let several = members.get(EXAMPLES).filter(|_| is_schema).and_then(Value::as_array);
        for (index, example) in several.into_iter().flatten().enumerate() {
            self.add(definition, example, pointer.child("examples").child(index));
        }
        let Some(Value::Object(examples)) = members.get("examples").filter(|_| !is_schema) else { return };
        for (name, example) in examples {
            let reference = example.get("$ref").and_then(Value::as_str).and_then(Pointer::from_fragment);
            let at = reference.unwrap_or_else(|| pointer.child("examples").child(name)).child("value");
            if let Some(value) = self.root.pointer(at.plain()) {
                self.add(definition, value, at);
            }
        }
    }

    fn add(&mut self, definition: &'a TypeDef, value: &Value, pointer: Pointer) {
        let json = match value {
            // Whether null is allowed is said by what holds a type, never by the type.
            Value::Null => return,
            // An object that is written as a text is the JSON of that object, or no example at all.
            Value::String(text) if matches!(definition.shape, Shape::Struct(_)) => {
                match serde_json::from_str::<Value>(text) {
                    Ok(value) if value.is_object() => value.to_string(),
                    _ => return,
                }
            }
            value => value.to_string(),
        };
        if self.seen.insert((&definition.name, json.clone())) {
            let schema = definition.pointer.clone();
            self.samples.push(Sample { type_name: definition.name.clone(), schema, pointer, json });
        }
    }
}

/// Whether the members of an object have names that the document chose: `default` is a property there.
fn is_map_of_names(pointer: &Pointer) -> bool {
    let last = pointer.tokens().last().unwrap_or_default();
    matches!(last.as_str(), "properties" | "schemas" | "responses")
}

#[cfg(test)]
mod tests {
    use super::{samples, samples_program};
    use crate::document::Document;

    const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Samples, version: 1.0.0 }
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Pet" }
            examples: { one: { value: { name: body } }, two: { $ref: "#/components/examples/Two" } }
      responses:
        "200":
          description: Inline.
          content: { application/json: { schema: { type: object, properties: { b: {} } }, example: { b: 1 } } }
components:
  examples: { Two: { value: { name: shared } } }
  schemas:
    Pet:
      type: object
      properties: { name: { type: string }, kind: { type: string, enum: [cat, dog], default: cat }, default: { type: object, properties: { x: {} }, example: { x: [] } } }
      example: '{"name": "text"}'
    Broken: { type: object, properties: { a: {} }, example: no object }
"##;

    #[test]
    fn each_value_is_told_with_its_type() {
        let document = Document::load(DOCUMENT).expect("it is valid");
        let found = samples(&document);
        let listed: Vec<String> =
            found.iter().map(|it| format!("{} {} {}", it.type_name, it.pointer, it.json)).collect();
        let expected = [
            r#"PetDefault #/components/schemas/Pet/properties/default/example {"x":[]}"#,
            r#"Pet #/components/schemas/Pet/example {"name":"text"}"#,
            r#"Pet #/components/schemas/Pet/properties {"kind":"cat","default":{"x":[]}}"#,
            r#"PetKind #/components/schemas/Pet/properties/kind/default "cat""#,
            r#"AResponse #/paths/~1a/post/responses/200/content/application~1json/example {"b":1}"#,
            r#"Pet #/paths/~1a/post/requestBody/content/application~1json/examples/one/value {"name":"body"}"#,
            r##"Pet #/components/examples/Two/value {"name":"shared"}"##,
        ];
        let mut listed_sorted = listed.clone();
        let mut expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
        listed_sorted.sort();
        expected.sort();
        assert_eq!(listed_sorted, expected);
        let program = samples_program("some-client", &found);
        assert!(program.contains(r#"reads::<some_client::types::PetKind>("#));
    }
}
