//! Turns the values of arguments into the request of their operation.

use serde_json::{Map, Value};

use super::{
    description::{Argument, Operation, OwnServer},
    inputs::{Input, Inputs},
    words::{BodyKind, Encoding, Members, Part, Place, RetryWord, StyleWord},
};
use crate::{
    Form, ParameterValue, Request, Retry, Server, ServerVariable, Style, ToParameter as _, Transport, Upload,
};

/// Makes the request. `watched` adds to each file who is told how much of it was sent.
pub(super) fn request(
    transport: &Transport,
    operation: &Operation,
    inputs: &mut Inputs<'_>,
    watched: impl Fn(Upload) -> Upload,
) -> Request {
    let method = operation.method.parse().expect("the generator writes the name of a method");
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
    let request = match operation.retry {
        Some(RetryWord::Always) => request.retry(Retry::Always),
        Some(RetryWord::Unprocessed) => request.retry(Retry::Unprocessed),
        Some(RetryWord::Never) => request.retry(Retry::Never),
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
    matches!(argument.place, Place::Path | Place::Query | Place::Header | Place::Cookie)
}

fn parameter(request: Request, argument: &Argument, value: Value) -> Request {
    let (name, value, style) = (argument.wire_name(), written(argument, &value), style(argument));
    match argument.place {
        Place::Path => request.path_style(kept(name), value, style),
        Place::Query if argument.reserved == Some(true) => request.query_reserved(name, value, style),
        Place::Query => request.query_style(name, value, style),
        Place::Header => request.header_style(name, value, style),
        _ => request.cookie_style(name, value, style),
    }
}

/// What the body is made of.
#[derive(Default)]
struct Content {
    members: Map<String, Value>,
    form: Form,
    /// The names of what is in the form.
    fields: Vec<String>,
    /// What the document does not list; what a flag says goes before it.
    rest: Map<String, Value>,
    whole: Option<Value>,
    file: Option<Upload>,
}

impl Content {
    fn value(&mut self, argument: &Argument, value: Value) {
        match (argument.place, value) {
            (Place::Body, value) => self.whole = Some(value),
            (Place::Rest, Value::Object(rest)) => self.rest = rest,
            (Place::Form, value) => {
                self.fields.push(argument.wire_name().to_owned());
                field(&mut self.form, argument, value);
            }
            (_, value) => drop(self.members.insert(argument.wire_name().to_owned(), value)),
        }
    }

    fn files(&mut self, argument: &Argument, files: Vec<Upload>) {
        if argument.place == Place::Body {
            self.file = files.into_iter().last();
        } else {
            self.fields.push(argument.wire_name().to_owned());
            self.form.files(argument.wire_name(), files);
        }
    }

    fn is_empty(&self) -> bool {
        let has_members = !self.members.is_empty() || !self.fields.is_empty() || !self.rest.is_empty();
        !has_members && self.whole.is_none() && self.file.is_none()
    }

    fn send(mut self, operation: &Operation, request: Request) -> Request {
        let Some(body) = &operation.body else { return request };
        if self.is_empty() && body.required != Some(true) {
            return request;
        }
        let media_type = |usual: &str| kept(body.media_type.as_deref().unwrap_or(usual));
        self.complete(operation);
        let form = |content: Self| match body.members {
            Some(Members::Form) => content.form,
            _ => Form::of(&content.whole()),
        };
        match body.kind {
            BodyKind::Multipart => request.multipart(form(self)),
            BodyKind::Form => request.form(form(self)),
            BodyKind::Json => request.json_as(media_type("application/json"), &self.whole()),
            BodyKind::Text => request.text(media_type("text/plain"), text(self.whole())),
            BodyKind::Bytes => match self.file {
                Some(file) => request.bytes(media_type("application/octet-stream"), file),
                None => request,
            },
        }
    }

    /// Adds what no flag has said: null where something has to be, and what the document does not list.
    fn complete(&mut self, operation: &Operation) {
        for argument in operation.arguments.iter().filter(|it| it.or_null == Some(true)) {
            if argument.place == Place::Member {
                self.members.entry(argument.wire_name()).or_insert(Value::Null);
            }
        }
        let rest = std::mem::take(&mut self.rest).into_iter();
        if operation.body.as_ref().and_then(|it| it.members) == Some(Members::Form) {
            self.form.members(rest.filter(|(name, _)| !self.fields.contains(name)));
        } else {
            for (name, value) in rest {
                self.members.entry(name).or_insert(value);
            }
        }
    }

    fn whole(self) -> Value {
        self.whole.unwrap_or(Value::Object(self.members))
    }
}

/// Adds a field to a form, as the document says that it is written.
fn field(form: &mut Form, argument: &Argument, value: Value) {
    let name = argument.wire_name();
    match argument.part.unwrap_or(Part::Text) {
        Part::Json => form.json(name, Some(&value)),
        Part::Deep => form.deep(name, Some(&value)),
        Part::Styled if argument.reserved == Some(true) => {
            form.reserved(name, written(argument, &value), style(argument));
        }
        Part::Styled => form.styled(name, written(argument, &value), style(argument)),
        Part::Text | Part::File | Part::Files => form.text(name, value),
    }
}

/// Returns a value as the text that it is in a parameter.
fn written(argument: &Argument, value: &Value) -> ParameterValue {
    match argument.encoding {
        Some(Encoding::Json) => ParameterValue::json(value),
        Some(Encoding::Members) => ParameterValue::of(value),
        None => value.to_parameter(),
    }
}

fn text(value: Value) -> String {
    if let Value::String(text) = value { text } else { value.to_string() }
}

fn style(argument: &Argument) -> Style {
    match argument.style {
        None => Style::FormExploded,
        Some(StyleWord::CommaDelimited) => Style::CommaDelimited,
        Some(StyleWord::SpaceDelimited) => Style::SpaceDelimited,
        Some(StyleWord::PipeDelimited) => Style::PipeDelimited,
        Some(StyleWord::DeepObject) => Style::DeepObject,
        Some(StyleWord::SimpleExploded) => Style::SimpleExploded,
        Some(StyleWord::Label) => Style::Label,
        Some(StyleWord::LabelExploded) => Style::LabelExploded,
        Some(StyleWord::Matrix) => Style::Matrix,
        Some(StyleWord::MatrixExploded) => Style::MatrixExploded,
    }
}

/// Keeps a text for as long as the process lives, which ends with the one call that it makes.
pub(super) fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn all_kept(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|text| kept(text)).collect::<Vec<_>>().leak()
}
