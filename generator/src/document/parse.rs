//! Text to JSON, whether it is written as JSON or as YAML. The only module that knows `serde_yaml`.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::limits;
use super::locate::Location;
use super::syntax::explained;
use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::pointer::Pointer;

/// Reads the text as JSON if it begins like JSON, and else as YAML.
///
/// JSON is read by a JSON parser: not all JSON is YAML (surrogate pairs in `\u` escapes are not).
pub(super) fn parse(text: &str) -> Result<Parsed, Diagnostic> {
    if text.len() > limits::BYTES {
        let message = format!("the file has {} bytes; {} are allowed", text.len(), limits::BYTES);
        return Err(rules::TOO_LARGE.at(&Pointer::root(), message));
    }
    let text = text.trim_start_matches('\u{feff}');
    let json = text.trim_start().starts_with('{').then(|| read_json(text));
    let refused = match json {
        Some(Ok(parsed)) => return Ok(parsed),
        Some(Err(diagnostic)) if *diagnostic.rule != rules::SYNTAX => return Err(diagnostic),
        Some(Err(diagnostic)) => Some(diagnostic),
        None => None,
    };
    check_brackets(text)?;
    let mut parsed = read_yaml(text).map_err(|it| explained(text, furthest(refused, it)))?;
    if text.contains("<<:") {
        merge(&mut parsed.value);
    }
    Ok(parsed)
}

/// Refuses what would keep the parser of YAML busy for minutes, before it begins: its time grows with the square of how
/// many brackets are open.
fn check_brackets(text: &str) -> Result<(), Diagnostic> {
    let mut open = 0_usize;
    for (line, text) in text.lines().enumerate() {
        for byte in text.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        if open > 10 * limits::DEPTH {
            let message = format!("{open} brackets are open here; {} values may be nested", limits::DEPTH);
            return Err(rules::TOO_DEEP
                .at(&Pointer::root(), message)
                .located(Location::of_character(line + 1, 1)));
        }
    }
    Ok(())
}

/// What a text says.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) value: Value,
    /// Whether some mapping has a key twice.
    pub(super) repeats: bool,
}

fn read_json(text: &str) -> Result<Parsed, Diagnostic> {
    let meter = Meter::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value =
        Lenient::new(&meter).deserialize(&mut deserializer).and_then(|it| deserializer.end().map(|()| it));
    value.map(|value| meter.parsed(value)).map_err(|error| {
        let reason = error.to_string();
        let (reason, _) = split_place(&reason);
        meter.refused(reason, (error.line(), error.column()))
    })
}

fn read_yaml(text: &str) -> Result<Parsed, Diagnostic> {
    let meter = Meter::default();
    let read = Lenient::new(&meter).deserialize(serde_yaml::Deserializer::from_str(text));
    read.map(|it| meter.parsed(it)).map_err(|error| {
        let at = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let reason = error.to_string();
        // The parser of YAML may say two things: `what at line 1 column 2, while doing that at line 3 column 4`.
        let (reason, (context, began)) = match reason.split_once(", while ") {
            Some((reason, context)) => (reason, split_place(context)),
            None => (reason.as_str(), ("", None)),
        };
        let diagnostic = meter.refused(split_place(reason).0, at);
        match began {
            Some((line, column)) if (line, column) != at => {
                let location = Location::of_character(line, column);
                diagnostic.related_at(&Pointer::root(), location, format!("while {context} that begins here"))
            }
            _ => diagnostic,
        }
    })
}

/// Splits a reason from its place, which is shown by itself.
fn split_place(reason: &str) -> (&str, Option<(usize, usize)>) {
    let Some((text, place)) = reason.rsplit_once(" at line ") else { return (reason, None) };
    let numbers = place.split_once(" column ").map(|(line, column)| (line.parse(), column.parse()));
    match numbers {
        Some((Ok(line), Ok(column))) => (text, Some((line, column))),
        _ => (text, None),
    }
}

/// Of two reasons why a text cannot be read, the one that is further on knows more of it.
fn furthest(json: Option<Diagnostic>, yaml: Diagnostic) -> Diagnostic {
    match json {
        Some(json) if json.location >= yaml.location => json,
        _ => yaml,
    }
}

/// Counts while a text is read.
#[derive(Default)]
struct Meter {
    values: Cell<usize>,
    repeats: Cell<bool>,
    /// The limit at which reading stopped.
    exceeded: Cell<Option<&'static Rule>>,
}

impl Meter {
    fn parsed(&self, value: Value) -> Parsed {
        Parsed { value, repeats: self.repeats.get() }
    }

    fn refused(&self, reason: &str, (line, column): (usize, usize)) -> Diagnostic {
        let root = Pointer::root();
        let diagnostic = match self.exceeded.get() {
            Some(rule) if *rule == rules::TOO_DEEP => {
                rule.at(&root, format!("values are nested more than {} deep here", limits::DEPTH))
            }
            Some(rule) => rule.at(&root, format!("the document has more than {} values", limits::VALUES)),
            // The parser of YAML has a limit of its own, by how often aliases repeat what there is.
            None if reason == "repetition limit exceeded" => {
                rules::TOO_MANY_VALUES.at(&root, "aliases repeat more values than a document can have")
            }
            None => rules::SYNTAX.at(&root, format!("the text is neither YAML nor JSON: {reason}")),
        };
        diagnostic.located(Location::of_character(line.max(1), column.max(1)))
    }

    fn count<E: Error>(&self, depth: usize) -> Result<(), E> {
        self.values.set(self.values.get() + 1);
        let exceeded = match () {
            () if depth > limits::DEPTH => &rules::TOO_DEEP,
            () if self.values.get() > limits::VALUES => &rules::TOO_MANY_VALUES,
            () => return Ok(()),
        };
        self.exceeded.set(Some(exceeded));
        Err(E::custom(exceeded.title))
    }
}

/// A value that takes what YAML can say and JSON cannot: keys that are no strings, integers of more than 64 bits.
#[derive(Clone, Copy)]
struct Lenient<'a> {
    meter: &'a Meter,
    depth: usize,
}

impl<'a> Lenient<'a> {
    fn new(meter: &'a Meter) -> Self {
        Self { meter, depth: 0 }
    }

    fn inner(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Lenient<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.meter.count(self.depth)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Lenient<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inner())? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    /// Of a key that is there twice the last counts, as in JSON.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.inner())?;
            if map.insert(key, value).is_some() {
                self.meter.repeats.set(true);
            }
        }
        Ok(Value::Object(map))
    }
}

/// JSON has no infinity, and no document means one.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Replaces YAML's merge keys by what they merge: members that are written beside them go first.
fn merge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            let sources = match members.remove("<<") {
                Some(Value::Array(sources)) => sources,
                Some(source) => vec![source],
                None => return,
            };
            for source in sources {
                let Value::Object(source) = source else { continue };
                for (key, value) in source {
                    members.entry(key).or_insert(value);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    #[track_caller]
    fn reads(text: &str, expected: Value) {
        assert_eq!(parse(text).unwrap_or_else(|it| panic!("{it:?}")).value, expected);
    }

    #[test]
    fn keys_are_strings_whatever_they_look_like() {
        reads(
            "{200: a, true: b, null: c, 1.5: d}",
            json!({"200": "a", "true": "b", "null": "c", "1.5": "d"}),
        );
    }

    #[test]
    fn large_integers_lose_their_last_digits_and_nothing_else() {
        reads("[18446744073709552000]", json!([18446744073709552000.0]));
        reads("[-9223372036854776000]", json!([-9223372036854776000.0]));
        reads("{\"a\": 18446744073709552000}", json!({"a": 18446744073709552000.0}));
        reads("[18446744073709551615, .inf]", json!([u64::MAX, null]));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        reads("a: 1\na: 2", json!({"a": 2}));
        reads("{\"a\": 1, \"a\": 2}", json!({"a": 2}));
    }

    #[test]
    fn anchors_and_merge_keys_are_followed() {
        reads(
            "base: &b {x: 1, y: 2}\none:\n  <<: *b\n  x: 3\ntwo:\n  <<: [*b, {z: 4}]",
            json!({"base": {"x": 1, "y": 2}, "one": {"x": 3, "y": 2}, "two": {"x": 1, "y": 2, "z": 4}}),
        );
    }

    #[test]
    fn json_is_json_even_where_yaml_is_not() {
        reads("\u{feff}{\"a\": \"\\ud83d\\ude00\"}", json!({"a": "😀"}));
    }
}
