//! Changes of documents: some of their bytes, most of their structure.

use fastrand::Rng;
use serde_json::{Map, Number, Value};

use super::dictionary::{HOSTILE, REFERENCES, WORDS};

/// A document to begin with.
pub(super) struct Seed {
    text: Vec<u8>,
    /// What it says, if it can be read.
    value: Option<Value>,
}

impl Seed {
    pub(super) fn new(text: Vec<u8>) -> Self {
        let value = serde_yaml::from_slice(&text).ok().filter(Value::is_object);
        Self { text, value }
    }
}

/// Changes a document in a few places.
pub(super) fn mutated(seeds: &[Seed], random: &mut Rng) -> Vec<u8> {
    let one = |random: &mut Rng| &seeds[random.usize(..seeds.len())];
    let first = one(random);
    let (Some(value), true) = (&first.value, random.u8(..10) > 0) else { return bytes(first, random) };
    let mut document = value.clone();
    for _ in 0..=random.usize(..3) {
        let other = one(random).value.as_ref().unwrap_or(value);
        structure(&mut document, other, random);
    }
    if random.bool() {
        serde_json::to_vec(&document).unwrap_or_default()
    } else {
        serde_yaml::to_string(&document).unwrap_or_default().into_bytes()
    }
}

fn bytes(seed: &Seed, random: &mut Rng) -> Vec<u8> {
    let mut text = seed.text.clone();
    for _ in 0..=random.usize(..8) {
        let at = random.usize(..=text.len());
        let end = (at + random.usize(..40)).min(text.len());
        match random.u8(..5) {
            0 if at < text.len() => text[at] = random.u8(..),
            1 => drop(text.drain(at..end)),
            2 => {
                let part = text[at..end].to_vec();
                text.splice(at..at, part);
            }
            3 => text.truncate(at),
            _ => drop(text.splice(at..at, word(random).bytes())),
        }
    }
    text
}

/// Changes one place of a document; `other` is where parts may come from.
fn structure(document: &mut Value, other: &Value, random: &mut Rng) {
    let part = some_place(&mut other.clone(), random).clone();
    let whole = document.clone();
    let place = some_place(document, random);
    match random.u8(..10) {
        0 => *place = scalar(random),
        1 => *place = part,
        2 => *place = Value::Array(vec![place.take(), part]),
        3 => *place = serde_json::json!({ "$ref": choice(REFERENCES, random) }),
        // The document inside of itself.
        4 if random.u8(..4) == 0 => *place = whole,
        _ => members(place, part, random),
    }
}

fn members(place: &mut Value, part: Value, random: &mut Rng) {
    match place {
        Value::Object(members) if !members.is_empty() => {
            let key = members.keys().nth(random.usize(..members.len())).cloned().unwrap_or_default();
            match random.u8(..5) {
                0 => drop(members.shift_remove(&key)),
                1 => drop(members.insert(word(random), part)),
                2 => {
                    let value = members.shift_remove(&key).unwrap_or_default();
                    members.insert(word(random), value);
                }
                3 => {
                    let value = members[&key].clone();
                    members.insert(word(random), value);
                }
                _ => drop(members.insert(key, scalar(random))),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let index = random.usize(..items.len());
            match random.u8(..3) {
                0 => drop(items.remove(index)),
                1 => items.push(items[index].clone()),
                _ => items.push(part),
            }
        }
        other => *other = scalar(random),
    }
}

/// Goes down from the document at random; most places are deep.
fn some_place<'a>(value: &'a mut Value, random: &mut Rng) -> &'a mut Value {
    let is_here = random.u8(..8) == 0 || !holds_anything(value);
    let mut inner: Vec<&mut Value> = match value {
        value if is_here => return value,
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        other => return other,
    };
    let index = random.usize(..inner.len());
    some_place(inner.swap_remove(index), random)
}

fn holds_anything(value: &Value) -> bool {
    value.as_object().is_some_and(|it| !it.is_empty()) || value.as_array().is_some_and(|it| !it.is_empty())
}

fn scalar(random: &mut Rng) -> Value {
    match random.u8(..9) {
        0 => Value::Null,
        1 => random.bool().into(),
        2 => random.i64(-2..3).into(),
        3 => Number::from_f64(random.f64() * 1e20).map_or(Value::Null, Value::Number),
        4 => Value::Array(Vec::new()),
        5 => Value::Object(Map::new()),
        _ => word(random).into(),
    }
}

fn word(random: &mut Rng) -> String {
    match random.u8(..16) {
        0 => "a".repeat(random.usize(..2000)),
        1..=6 => choice(HOSTILE, random).to_owned(),
        7 => format!("{}{}", choice(WORDS, random), choice(HOSTILE, random)),
        _ => choice(WORDS, random).to_owned(),
    }
}

fn choice(of: &[&'static str], random: &mut Rng) -> &'static str {
    of[random.usize(..of.len())]
}
