//! `links`: which operation can be called next, and how a body fills its parameters.

use openapiv3::{Link as Described, LinkOperation, ReferenceOr, Responses};
use serde_json::Value;

use super::expression::{self, Expression, Side};
use super::linked::{Known, Source};
use super::member::Member;
use super::{Context, response};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Operation, OperationId, ParameterLocation, Shape, SuccessResponse, Type};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// A link as the document has it.
pub(super) struct DescribedLink<'a> {
    status: Option<u16>,
    name: &'a str,
    described: &'a ReferenceOr<Described>,
    pointer: Pointer,
}

/// A link that can be followed.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) pointer: Pointer,
    pub(super) description: Option<String>,
    /// The type of the body it is about, if that is JSON.
    pub(super) body: Option<Type>,
    pub(super) target: OperationId,
    /// What it fills.
    pub(super) values: Vec<Filled>,
}

/// A parameter that a link fills.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    /// Its place among the parameters of the target.
    pub(super) parameter: usize,
    pub(super) value: Linked,
    /// Where the link says so.
    pub(super) pointer: Pointer,
}

/// What a link gives to a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Linked {
    /// A text, a number or a boolean.
    Constant(Value),
    /// A member of the body.
    Member(Pointer, Member),
}

impl<'a> Context<'a> {
    /// Lowers the links of the successful responses of an operation.
    pub(super) fn links(&mut self, known: &Known<'_, 'a>, source: &Source<'a>) -> Vec<Link> {
        let mut links = Vec::new();
        for found in self.described_links(&source.described.responses, &source.pointer) {
            let body = self.body_of(known.operation(source.id), found.status);
            links.extend(self.link(known, &found, (Side::Response, body.as_ref())));
        }
        links
    }

    /// Returns the links of successful responses.
    pub(super) fn described_links(
        &mut self,
        responses: &'a Responses,
        at: &Pointer,
    ) -> Vec<DescribedLink<'a>> {
        let at = at.child("responses");
        let has_success = responses.responses.keys().any(response::is_success);
        let listed = responses
            .responses
            .iter()
            .map(|(status, it)| (response::is_success(status), response::code(status), at.child(status), it));
        let default = responses.default.iter().map(|it| (!has_success, None, at.child("default"), it));
        let mut links = Vec::new();
        for (is_success, status, at, response) in listed.chain(default) {
            // What cannot be found has been said where the response itself was lowered.
            let Ok(found) = self.document.resolve(response, &at) else { continue };
            let at = found.pointer.child("links");
            if !is_success && !found.item.links.is_empty() {
                self.found.add(rules::LINK_OF_ERROR.at(&at, "a link of an error response has no effect"));
                continue;
            }
            links.extend(found.item.links.iter().map(|(name, described)| DescribedLink {
                status,
                name,
                described,
                pointer: at.child(name),
            }));
        }
        links
    }

    /// Returns the type of the JSON that comes with a status.
    fn body_of(&self, operation: &Operation, status: Option<u16>) -> Option<Type> {
        let payload = match &operation.success {
            SuccessResponse::One(payload) => payload,
            SuccessResponse::ByStatus(id) => {
                let Shape::ByStatus(variants) = &self.types[id.0].shape else { return None };
                let own = variants.iter().find(|it| it.status.is_some() && it.status == status);
                &own.or_else(|| variants.iter().find(|it| it.status.is_none()))?.payload
            }
        };
        payload.json().cloned()
    }

    /// Lowers a link; nothing when a diagnostic says why.
    pub(super) fn link(
        &mut self,
        known: &Known<'_, 'a>,
        link: &DescribedLink<'a>,
        (side, body): (Side, Option<&Type>),
    ) -> Option<Link> {
        let (document, at) = (self.document, &link.pointer);
        let found = document.resolve(link.described, at).map_err(|it| self.found.add(it)).ok()?;
        let (described, at) = (found.item, found.pointer);
        let target = self.target(known, &described.operation, &at)?;
        for (is_there, member) in
            [(described.request_body.is_some(), "requestBody"), (described.server.is_some(), "server")]
        {
            if is_there {
                let text = format!("a link with {} is not supported", code(member));
                self.found.add(rules::LINK_UNSUPPORTED.at(&at.child(member), text));
                return None;
            }
        }
        let mut values = Vec::new();
        for (parameter, value) in &described.parameters {
            let at = at.child("parameters").child(parameter);
            let parameter = self.parameter_called(known.operation(target), parameter, &at);
            let value = self.linked(value, side, body, &at);
            values.push(parameter.zip(value).map(|(parameter, value)| Filled {
                parameter,
                value,
                pointer: at,
            }));
        }
        Some(Link {
            name: link.name.to_owned(),
            pointer: at,
            description: described.description.clone(),
            body: body.cloned(),
            target,
            values: values.into_iter().collect::<Option<_>>()?,
        })
    }

    fn target(
        &mut self,
        known: &Known<'_, 'a>,
        described: &LinkOperation,
        at: &Pointer,
    ) -> Option<OperationId> {
        let (member, text, target) = match described {
            LinkOperation::OperationId(id) => {
                let called = known.called(id);
                if called.len() > 1 {
                    let text = format!("the link leads to {}, which several operations are called", code(id));
                    let diagnostic = rules::LINK_TO_SEVERAL.at(&at.child("operationId"), text);
                    let first = &known.operation(called[0]).pointer;
                    self.found.add(diagnostic.related(first, "the first, which is used"));
                }
                ("operationId", id, called.first().copied())
            }
            LinkOperation::OperationRef(reference) => {
                let pointer = Pointer::from_fragment(reference);
                ("operationRef", reference, pointer.and_then(|it| known.at(&it)))
            }
        };
        if target.is_none() {
            let guess = match described {
                LinkOperation::OperationId(id) => nearest(id, known.ids()),
                LinkOperation::OperationRef(_) => None,
            };
            let text =
                format!("the link leads to the operation {}, which this document does not have", code(text));
            self.found.add(rules::LINK_WITHOUT_TARGET.at(&at.child(member), text).did_you_mean(guess));
        }
        target
    }

    /// Returns the place of the parameter that a link calls `id` or `query.id`.
    fn parameter_called(&mut self, target: &Operation, name: &str, at: &Pointer) -> Option<usize> {
        let places = |location: Option<ParameterLocation>, name: &str| -> Vec<usize> {
            let all = target.parameters.iter().enumerate();
            let fits =
                all.filter(|(_, it)| it.wire_name == name && location.is_none_or(|at| it.location == at));
            fits.map(|(index, _)| index).collect()
        };
        let mut found = places(None, name);
        if found.is_empty()
            && let Some((location, name)) = name.split_once('.')
        {
            found = location_called(location).map(|it| places(Some(it), name)).unwrap_or_default();
        }
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let text = format!("{} has no parameter {}", code(&target.wire_name), code(name));
                self.found.add(rules::LINK_PARAMETER.at(at, text));
                None
            }
            _ => {
                let text = format!("{} has several parameters {}", code(&target.wire_name), code(name));
                let diagnostic = rules::LINK_PARAMETER.at(at, text);
                self.found.add(diagnostic.help("say where it is, as `query.id` does; the link is left out"));
                None
            }
        }
    }

    fn linked(&mut self, value: &Value, side: Side, body: Option<&Type>, at: &Pointer) -> Option<Linked> {
        let expression = match value {
            Value::String(text) => expression::parse(text),
            Value::Number(_) | Value::Bool(_) => Expression::Constant,
            Value::Null | Value::Array(_) | Value::Object(_) => Expression::Other,
        };
        match expression {
            Expression::Constant => Some(Linked::Constant(value.clone())),
            Expression::Body(of, pointer) if of == side && body.is_some() => {
                let member = body.and_then(|ty| self.member(ty, &pointer));
                if member.is_none() {
                    let text = format!("the body has no member {}", code(pointer.plain()));
                    self.found.add(rules::LINK_MEMBER.at(at, text));
                }
                Some(Linked::Member(pointer, member?))
            }
            Expression::Body(..) | Expression::Other => {
                let text = format!("a link with {} is not supported", code(&plain(value)));
                self.found.add(rules::LINK_UNSUPPORTED.at(at, text));
                None
            }
        }
    }
}

fn location_called(name: &str) -> Option<ParameterLocation> {
    Some(match name {
        "path" => ParameterLocation::Path,
        "query" => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "cookie" => ParameterLocation::Cookie,
        _ => return None,
    })
}

/// Returns a value as parameters write it.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
