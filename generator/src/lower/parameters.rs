//! The parameters of an operation and of its path, put together, and held against the template of the path.

use openapiv3::{Parameter as Described, ReferenceOr};

use super::operation::Source;
use super::{Context, parameter};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Parameter, ParameterLocation};
use crate::pointer::Pointer;

/// Lowers the parameters of the operation, and those of its path that it does not replace.
pub(super) fn parameters<'a>(cx: &mut Context<'a>, source: &Source<'a>, operation: &str) -> Vec<Parameter> {
    let own = source.pointer.child("parameters");
    let shared = source.pointer.parent().unwrap_or_default().child("parameters");
    let described = |list: &'a [ReferenceOr<Described>], at: &Pointer| {
        list.iter().enumerate().map(|(index, it)| (it, at.child(index))).collect::<Vec<_>>()
    };
    let mut parameters: Vec<(Parameter, Pointer)> = Vec::new();
    let same = |known: &[(Parameter, Pointer)], one: &Parameter| {
        let same = |it: &Parameter| it.wire_name == one.wire_name && it.location == one.location;
        known.iter().find(|(it, _)| same(it)).map(|(_, at)| at.clone())
    };
    for (parameter, at) in described(&source.operation.parameters, &own) {
        let Some(parameter) = cx.parameter(parameter, &at, operation) else { continue };
        if let Some(first) = same(&parameters, &parameter) {
            let text = format!("the parameter {} is listed twice", code(&parameter.wire_name));
            let diagnostic = rules::DUPLICATE_PARAMETER.at(&at, text);
            cx.found.add(diagnostic.related(&first, "the first is here"));
        }
        parameters.push((parameter, at));
    }
    for (parameter, at) in described(&source.item.parameters, &shared) {
        let Some(parameter) = cx.parameter(parameter, &at, operation) else { continue };
        if same(&parameters, &parameter).is_none() {
            parameters.push((parameter, at));
        }
    }
    check_template(cx, source, parameters)
}

/// Every `{name}` of the path needs a parameter, and the other way round: what is missing is a text, and what has no
/// place is left out.
fn check_template(
    cx: &mut Context<'_>,
    source: &Source<'_>,
    mut parameters: Vec<(Parameter, Pointer)>,
) -> Vec<Parameter> {
    let path = source.pointer.parent().unwrap_or_default();
    let names: Vec<&str> =
        source.path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    parameters.retain(|(it, at)| {
        let has_place = it.location != ParameterLocation::Path || names.contains(&it.wire_name.as_str());
        if !has_place {
            let name = &it.wire_name;
            let text = format!("the path has no {} for this parameter", code(&format!("{{{name}}}")));
            let diagnostic = rules::NOT_IN_PATH.at(at, text).related(&path, "the path");
            cx.found.add(match source.path.split('/').find(|it| *it == format!(":{name}")) {
                Some(part) => diagnostic.help(format!("write {{{name}}} in place of {}", code(part))),
                None => diagnostic,
            });
        }
        has_place
    });
    let mut parameters: Vec<Parameter> = parameters.into_iter().map(|(it, _)| it).collect();
    for name in names {
        let is_it = |it: &Parameter| it.location == ParameterLocation::Path && it.wire_name == name;
        if !parameters.iter().any(is_it) {
            let text = format!("no path parameter is listed for {}", code(&format!("{{{name}}}")));
            let diagnostic = rules::NOT_LISTED.at(&source.pointer, text).related(&path, "the path");
            cx.found.add(match source.path.split_once('?') {
                Some((_, query)) if query.contains(name) => diagnostic
                    .help("take the query out of the path, and list its parameters with `in: query`"),
                _ => diagnostic,
            });
            parameters.push(parameter::assumed(name, &path));
        }
    }
    parameters
}
