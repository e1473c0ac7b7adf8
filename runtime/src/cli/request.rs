//! Turns the values of arguments into the request of their operation.

use http::Method;
use serde_json::{Map, Value};

use super::{
    description::{Argument, Operation, OwnServer},
    inputs::{Input, Inputs},
};
use crate::{Form, ParameterValue, Request, Retry, Server, ServerVariable, Style, Transport, Upload};

/// Makes the request. `watched` adds to each file who is told how much of it was sent.
pub(super) fn request(
    transport: &Transport,
    operation: &Operation,
    inputs: &mut Inputs<'_>,
    watched: impl Fn(Upload) -> Upload,
) -> Request {
    let method = operation.method.parse().unwrap_or(Method::GET);
    let request = transport.request(method, kept(&operation.operation), kept(&operation.path));
    let request = overrides(operation, request);
    let mut body = Content::default();
    let request = inputs.values.drain(..).fold(request, |request, (argument, input)| match input {
        Input::Files(files) => {
            body.files(argument, files.into_iter().map(&watched).collect());
            request
        }
        Input::Value(value) if is_parameter(argument) => parameter(request, argument, value),
        Input::Value(value) => {
            body.value(argument, value);
            request
        }
    });
    let request = body.send(operation, request);
    match &operation.asked_by {
        Some(member) => request.body_field(member, true),
        None => request,
    }
}

/// Sets what the operation has instead of what the API has.
fn overrides(operation: &Operation, request: Request) -> Request {
    let request = match operation.retry.as_deref() {
        Some("always") => request.retry(Retry::Always),
        Some("unprocessed") => request.retry(Retry::Unprocessed),
        Some(_) => request.retry(Retry::Never),
        None => request,
    };
    let request = match &operation.server {
        Some(own) => request.server(server(own)),
        None => request,
    };
    match &operation.security {
        Some(alternatives) => {
            let alternatives = alternatives.iter().map(|names| all_kept(names)).collect::<Vec<_>>();
            request.security(alternatives.leak())
        }
        None => request,
    }
}

fn server(own: &OwnServer) -> Server {
    let variables = own.variables.iter().flatten().map(|it| ServerVariable {
        name: kept(&it.name),
        default: kept(&it.default),
        values: it.values.as_deref().map_or(&[], all_kept),
    });
    Server::new(kept(&own.url), "").with_variables(variables.collect::<Vec<_>>().leak())
}

fn is_parameter(argument: &Argument) -> bool {
    matches!(argument.place.as_str(), "path" | "query" | "header" | "cookie")
}

fn parameter(request: Request, argument: &Argument, value: Value) -> Request {
    let (name, value, style) = (name(argument), written(argument, &value), style(argument));
    match argument.place.as_str() {
        "path" => request.path_style(kept(name), value, style),
        "query" if argument.reserved == Some(true) => request.query_reserved(name, value, style),
        "query" => request.query_style(name, value, style),
        "header" => request.header_style(name, value, style),
        _ => request.cookie_style(name, value, style),
    }
}

/// What the body is made of.
#[derive(Default)]
struct Content {
    members: Map<String, Value>,
    form: Form,
    whole: Option<Value>,
    file: Option<Upload>,
    has_fields: bool,
}

impl Content {
    fn value(&mut self, argument: &Argument, value: Value) {
        match (argument.place.as_str(), value) {
            ("body", value) => self.whole = Some(value),
            // What a flag says goes before it, whichever comes first.
            ("rest", Value::Object(rest)) => {
                self.has_fields = true;
                for (name, value) in rest {
                    self.members.entry(name).or_insert(value);
                }
            }
            ("form", value) => {
                self.has_fields = true;
                field(&mut self.form, argument, value);
            }
            (_, value) => {
                self.has_fields = true;
                self.members.insert(name(argument).to_owned(), value);
            }
        }
    }

    fn files(&mut self, argument: &Argument, files: Vec<Upload>) {
        self.has_fields = true;
        match argument.place.as_str() {
            "body" => self.file = files.into_iter().last(),
            _ => self.form.files(name(argument), files),
        }
    }

    fn send(mut self, operation: &Operation, request: Request) -> Request {
        let Some(body) = &operation.body else { return request };
        if !self.has_fields && self.whole.is_none() && body.required != Some(true) {
            return request;
        }
        let media_type = body.media_type.as_deref();
        let is_form = body.members.as_deref() == Some("form");
        if is_form {
            self.form.members(std::mem::take(&mut self.members));
        }
        for argument in
            operation.arguments.iter().filter(|it| it.or_null == Some(true) && it.place == "member")
        {
            self.members.entry(name(argument)).or_insert(Value::Null);
        }
        let whole = self.whole.unwrap_or(Value::Object(self.members));
        let form = if is_form { self.form } else { Form::of(&whole) };
        match body.kind.as_str() {
            "multipart" => request.multipart(form),
            "form" => request.form(form),
            "text" => request.text(kept(media_type.unwrap_or("text/plain")), text(whole)),
            "bytes" => match self.file {
                Some(file) => request.bytes(kept(media_type.unwrap_or("application/octet-stream")), file),
                None => request,
            },
            _ => request.json_as(kept(media_type.unwrap_or("application/json")), &whole),
        }
    }
}

/// Adds a field to a form, as the document says that it is written.
fn field(form: &mut Form, argument: &Argument, value: Value) {
    let name = name(argument);
    match argument.part.as_deref() {
        Some("json") => form.json(name, Some(&value)),
        Some("deep") => form.deep(name, Some(&value)),
        Some("styled") if argument.reserved == Some(true) => {
            form.reserved(name, written(argument, &value), style(argument));
        }
        Some("styled") => form.styled(name, written(argument, &value), style(argument)),
        _ => form.text(name, value),
    }
}

/// Returns a value as the text that it is in a parameter.
fn written(argument: &Argument, value: &Value) -> ParameterValue {
    use crate::ToParameter as _;

    match argument.encoding.as_deref() {
        Some("json") => ParameterValue::json(value),
        Some(_) => ParameterValue::of(value),
        None => value.to_parameter(),
    }
}

fn name(argument: &Argument) -> &str {
    argument.name.as_deref().unwrap_or(&argument.flag)
}

fn text(value: Value) -> String {
    if let Value::String(text) = value { text } else { value.to_string() }
}

fn style(argument: &Argument) -> Style {
    match argument.style.as_deref() {
        Some("CommaDelimited") => Style::CommaDelimited,
        Some("SpaceDelimited") => Style::SpaceDelimited,
        Some("PipeDelimited") => Style::PipeDelimited,
        Some("DeepObject") => Style::DeepObject,
        Some("SimpleExploded") => Style::SimpleExploded,
        Some("Label") => Style::Label,
        Some("LabelExploded") => Style::LabelExploded,
        Some("Matrix") => Style::Matrix,
        Some("MatrixExploded") => Style::MatrixExploded,
        _ => Style::FormExploded,
    }
}

/// Keeps a text for as long as the process lives, which ends with the one call that it makes.
pub(super) fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn all_kept(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|text| kept(text)).collect::<Vec<_>>().leak()
}
