//! Examples for the documentation: a call that compiles, made from the types alone.

use std::fmt;

use crate::ir::{
    Alternative, Api, Body, BodyContent, Constructor, Events, Field, Format, Operation, Payload, Presence,
    Shape, SuccessResponse, Tag, Type, TypeId,
};
use crate::options::Options;

/// Returns the example of the crate: its first operation that sends something.
pub(super) fn of_crate(api: &Api, options: &Options) -> Vec<String> {
    let operation =
        first(api.operations().filter(|it| it.body.is_some())).or_else(|| first(api.operations()));
    operation.map(|it| example(api, it, options)).unwrap_or_default()
}

/// Returns the example of a tag: its first operation that is not deprecated.
pub(super) fn of_tag(api: &Api, tag: &Tag, options: &Options) -> Vec<String> {
    first(tag.operations.iter()).map(|it| example(api, it, options)).unwrap_or_default()
}

/// A call that uses what the document advises against would not compile without a warning.
fn first<'a>(mut operations: impl Iterator<Item = &'a Operation>) -> Option<&'a Operation> {
    operations.find(|it| !it.deprecated)
}

fn example(api: &Api, operation: &Operation, options: &Options) -> Vec<String> {
    let krate = krate(options);
    let mut values = Values { api, types: Vec::new(), upload: false };
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<String> =
        required.map(|it| values.shown(&it.ty, it.example.as_deref(), 0)).collect();
    let mut lines = vec![client(api)];
    if let Some(body) = operation.body.as_ref().filter(|it| it.required) {
        lines.extend(assigned(&body.name, &values.body(body)));
        arguments.push(body.name.clone());
    }
    let call = format!("client.{}({}).await?;", operation.name, arguments.join(", "));
    lines.extend(called(api, operation, &call));
    let mut names = vec!["Client".to_owned()];
    names.extend(values.upload.then(|| "Upload".to_owned()));
    let mut uses = vec![format!("use {krate}::{};", braced(names))];
    if !values.types.is_empty() {
        uses.push(format!("use {krate}::types::{};", braced(values.types)));
    }
    block(&krate, uses, "async fn example()", lines)
}

/// Shows what a call gives.
fn called(api: &Api, operation: &Operation, call: &str) -> Vec<String> {
    if let Some(job) = &operation.job {
        let result = match &api.status_operations[job.status].result_type {
            Type::Named(id) => &api.type_def(*id).module,
            _ => "result",
        };
        let start = [format!("let job = {call}"), "println!(\"{:?}\", job.id());".to_owned()];
        return [&start[..], &[format!("let {result} = job.wait().await?;"), show(result)]].concat();
    }
    match operation.success {
        SuccessResponse::One(Payload::Empty) => vec![call.to_owned()],
        SuccessResponse::One(Payload::Stream { .. }) => vec![
            format!("let mut events = {call}"),
            "while let Some(event) = events.next().await? {".to_owned(),
            "    println!(\"{:?}\", event.data);".to_owned(),
            "}".to_owned(),
        ],
        _ => vec![format!("let response = {call}"), show("response")],
    }
}

/// Puts lines into a function.
fn block(krate: &str, uses: Vec<String>, function: &str, lines: Vec<String>) -> Vec<String> {
    let mut block = vec![String::new(), "```no_run".to_owned()];
    block.extend(uses);
    block.push(String::new());
    block.push(format!("# {function} -> Result<(), {krate}::Error> {{"));
    block.extend(lines);
    block.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    block
}

fn client(api: &Api) -> String {
    let needs_nothing = api.constructor == Constructor::Nothing && api.needed_schemes().is_empty();
    let from_env = if needs_nothing { "new" } else { "from_env" };
    format!("let client = Client::{from_env}()?;")
}

/// Returns the example of events: one that is read and, if that is possible, confirmed.
pub(super) fn of_webhook(api: &Api, events: &Events, options: &Options) -> Vec<String> {
    let krate = krate(options);
    let mut uses = vec![format!("use {krate}::webhook::{};", events.name)];
    let parse = format!("let event = {}::parse(body)?;", events.name);
    let Some(confirmation) = events.confirmations.first() else {
        return block(&krate, uses, "fn example(body: &[u8])", vec![parse, show("event")]);
    };
    uses.insert(0, format!("use {krate}::Client;"));
    let ask = format!("let job = client.{}(&event).await?;", confirmation.name);
    block(&krate, uses, "async fn example(body: &[u8])", vec![client(api), parse, ask, show("job")])
}

fn show(name: &str) -> String {
    format!("println!(\"{{{name}:?}}\");")
}

pub(super) fn krate(options: &Options) -> String {
    options.package.replace('-', "_")
}

/// Assigns a value, with an argument on each line when one line is too short.
fn assigned(name: &str, value: &Value) -> Vec<String> {
    let line = format!("let {name} = {value};");
    let Value::Made { by, from } = value else { return vec![line] };
    if line.len() <= 88 {
        return vec![line];
    }
    let arguments = from.iter().map(|it| format!("    {it},"));
    [format!("let {name} = {by}(")].into_iter().chain(arguments).chain([");".to_owned()]).collect()
}

/// An expression.
enum Value {
    Written(String),
    Made { by: String, from: Vec<String> },
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(text) => f.write_str(text),
            Self::Made { by, from } => write!(f, "{by}({})", from.join(", ")),
        }
    }
}

fn braced(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    if names.len() == 1 { names.remove(0) } else { format!("{{{}}}", names.join(", ")) }
}

/// Returns a text that has a format.
fn text_of(format: Format) -> &'static str {
    match format {
        Format::Base64 => "dGV4dA==",
        Format::Date => "2026-01-31",
        Format::DateTime => "2026-01-31T12:30:00Z",
        Format::Decimal => "1.50",
        Format::Duration => "PT1M30S",
        Format::Time => "12:30:00Z",
        Format::Uuid => "00000000-0000-0000-0000-000000000000",
    }
}

/// Writes values of types, and remembers the names that it used.
struct Values<'a> {
    api: &'a Api,
    types: Vec<String>,
    upload: bool,
}

impl Values<'_> {
    fn body(&mut self, body: &Body) -> Value {
        match &body.content {
            BodyContent::Json(Type::Named(id), _) | BodyContent::Members(Type::Named(id), _) => {
                self.named(*id, 0)
            }
            BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => Value::Written(self.owned(ty, None, 0)),
            BodyContent::Multipart(id) | BodyContent::UrlEncoded(id) => self.named(*id, 0),
            BodyContent::Text(_) => Value::Written("\"text\"".to_owned()),
            BodyContent::Binary(_) => Value::Written(self.upload()),
        }
    }

    /// Writes the document's example, where there is one.
    fn shown(&mut self, ty: &Type, example: Option<&str>, depth: usize) -> String {
        match (ty, example) {
            (Type::String | Type::Formatted(_), Some(text)) => format!("{text:?}"),
            _ => self.value(ty, depth),
        }
    }

    fn value(&mut self, ty: &Type, depth: usize) -> String {
        match ty {
            Type::Boolean => "true".to_owned(),
            Type::Integer(_) => "1".to_owned(),
            Type::Number => "1.5".to_owned(),
            Type::String => "\"text\"".to_owned(),
            Type::Formatted(format) => format!("{:?}", text_of(*format)),
            Type::Value | Type::NumberOrString => "\"text\"".to_owned(),
            Type::Upload => self.upload(),
            Type::List(item) if matches!(**item, Type::List(_)) => {
                format!("[{}]", self.owned(item, None, depth))
            }
            Type::List(item) => format!("[{}]", self.value(item, depth)),
            Type::Nullable(_) | Type::Map(_) | Type::Pending(_) => "Default::default()".to_owned(),
            Type::Named(id) | Type::Boxed(id) => self.named(*id, depth).to_string(),
        }
    }

    fn upload(&mut self) -> String {
        self.upload = true;
        "Upload::path(\"path/to/file\")".to_owned()
    }

    fn named(&mut self, id: TypeId, depth: usize) -> Value {
        let definition = self.api.type_def(id);
        let name = &definition.name;
        // A type that requires itself has no value at all; the limit only ends the search for one.
        if depth > 8 {
            return Value::Written("unreachable!()".to_owned());
        }
        self.types.push(name.clone());
        let made = |variant: &str, value: String| Value::Made {
            by: format!("{name}::{variant}"),
            from: vec![value],
        };
        match &definition.shape {
            Shape::Struct(it) => self.structure(name, &it.fields, depth),
            Shape::Alternatives(it) => self.alternative(name, &it[0], depth),
            Shape::StringEnum { values, fallback } => match values.first() {
                Some(first) => Value::Written(format!("{name}::{}", first.name)),
                None => made(fallback, "\"text\".into()".to_owned()),
            },
            Shape::IntegerEnum { values, fallback } => match values.first() {
                Some(first) => Value::Written(format!("{name}::{}", first.name)),
                None => made(fallback, "1".to_owned()),
            },
            Shape::Union(it) => match it.variants.first() {
                Some(first) => made(&first.name, self.owned(&first.ty, None, depth + 1)),
                None => made(&it.fallback, "Default::default()".to_owned()),
            },
            Shape::ByStatus(_) => Value::Written("unreachable!()".to_owned()),
        }
    }

    fn structure(&mut self, name: &str, fields: &[Field], depth: usize) -> Value {
        let mut from = Vec::new();
        for field in fields {
            match field.presence {
                Presence::Required => from.push(self.shown(&field.ty, field.example.as_deref(), depth + 1)),
                Presence::RequiredNullable => from.push("None".to_owned()),
                Presence::Optional | Presence::OptionalNullable => {}
            }
        }
        Value::Made { by: format!("{name}::new"), from }
    }

    fn alternative(&mut self, name: &str, alternative: &Alternative, depth: usize) -> Value {
        let by = format!("{name}::{}", alternative.name);
        let fields = alternative.fields.iter();
        let values: Vec<(&str, String)> = fields
            .map(|it| (it.name.as_str(), self.owned(&it.ty, it.example.as_deref(), depth + 1)))
            .collect();
        match values.as_slice() {
            [(_, one)] => Value::Made { by, from: vec![one.clone()] },
            several => {
                let fields: Vec<String> =
                    several.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                Value::Written(format!("{by} {{ {} }}", fields.join(", ")))
            }
        }
    }

    /// Writes a value where nothing converts it.
    fn owned(&mut self, ty: &Type, example: Option<&str>, depth: usize) -> String {
        let value = self.shown(ty, example, depth);
        match ty {
            Type::String | Type::Formatted(_) | Type::Value | Type::NumberOrString => {
                format!("{value}.into()")
            }
            Type::List(item) => format!("vec![{}]", self.owned(item, None, depth)),
            Type::Boxed(_) => format!("Box::new({value})"),
            _ => value,
        }
    }
}
