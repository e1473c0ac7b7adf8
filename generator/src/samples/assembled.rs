//! A schema to a value made of what the document says of its parts: their examples, defaults and listed values.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// How many schemas lie inside of each other at most.
const DEEPEST: usize = 8;
/// How many schemas a value is made of at most.
const MOST: usize = 500;

/// Makes a value of a schema; nothing when too little is said of something that it requires.
pub(super) fn assembled(root: &Value, schema: &Value) -> Option<Value> {
    Assembly { root, left: MOST }.value(schema, 0)
}

struct Assembly<'a> {
    root: &'a Value,
    /// How many schemas may still be looked at.
    left: usize,
}

impl Assembly<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1).filter(|_| depth < DEEPEST)?;
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(Pointer::from_fragment(reference)?.plain())?;
            return self.value(target, depth + 1);
        }
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let own = ["example", "default"].into_iter().filter_map(|word| schema.get(word));
        if depth > 0
            && let Some(value) = own.chain(listed).find(|it| !it.is_null())
        {
            return Some(value.clone());
        }
        if let Some(items) = schema.get("items") {
            return self.value(items, depth + 1).map(|item| Value::Array(vec![item]));
        }
        let members = self.members(schema, depth)?;
        (!members.is_empty()).then_some(Value::Object(members))
    }

    /// Makes the members of an object; nothing when one that is required is missing.
    fn members(&mut self, schema: &Value, depth: usize) -> Option<Map<String, Value>> {
        self.left = self.left.checked_sub(1).filter(|_| depth < DEEPEST)?;
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(Pointer::from_fragment(reference)?.plain())?;
            return self.members(target, depth + 1);
        }
        let mut members = Map::new();
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            members.extend(self.members(part, depth + 1)?);
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if let Some(value) = self.value(property, depth + 1) {
                members.insert(name.clone(), value);
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        let has = |name: &Value| name.as_str().is_some_and(|it| members.contains_key(it));
        required.into_iter().flatten().all(has).then_some(members)
    }
}
