//! Links to methods of the struct that has what they need.

use serde_json::Value;

use super::Context;
use super::link::{Filled, Link, Linked, plain};
use super::linked::Known;
use super::methods::Methods;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Docs, FollowUp, FollowUpValue, OperationId, Parameter, Pass, Shape, Type, TypeId};

/// Makes a method of every link; those of one name that stand for the same are one method.
pub(super) fn lower(
    cx: &mut Context<'_>,
    known: &Known<'_, '_>,
    links: Vec<(OperationId, Link)>,
    methods: &mut Methods,
) {
    let mut gathered: Vec<(TypeId, Link, OperationId)> = Vec::new();
    for (from, link) in links {
        let owner = link.body.as_ref().and_then(|body| match body {
            Type::Named(id) if matches!(cx.types[id.0].shape, Shape::Struct(_)) => Some(*id),
            _ => None,
        });
        let Some(owner) = owner else {
            let diagnostic =
                rules::LINK_UNSUPPORTED.at(&link.pointer, "a link of a body that is not an object");
            cx.found
                .add(diagnostic.help("let the body be an object with `properties`; the link is left out"));
            continue;
        };
        let same = gathered.iter_mut().find(|(of, it, _)| *of == owner && it.name == link.name);
        match same {
            None => gathered.push((owner, link, from)),
            Some((_, first, _)) if fits(first, &link) => agree(first, &link),
            Some((_, _, first)) => {
                let first = known.operation(*first);
                let text = format!(
                    "answers of the same schema have different links {}; that of {} is used",
                    code(&link.name),
                    code(&first.wire_name)
                );
                let diagnostic = rules::LINK_TWICE.at(&link.pointer, text);
                cx.found.add(diagnostic.related(&first.pointer, "the operation of the first"));
            }
        }
    }
    for (owner, link, _) in gathered {
        let Some(values) = cx.follow_up_values(known, &link) else { continue };
        let follow_up = FollowUp {
            name: methods.claim(cx, owner, &link.name, "call"),
            docs: docs(&link),
            wire_name: link.name,
            target: link.target,
            values,
            feature: None,
        };
        if let Shape::Struct(it) = &mut cx.types[owner.0].shape {
            it.follow_ups.push(follow_up);
        }
    }
}

fn docs(link: &Link) -> Docs {
    let text = link.description.clone();
    Docs::of(&text.unwrap_or_else(|| format!("Follows the link {} of the document.", code(&link.name))))
}

/// Whether two links have the same target, and take the same members for the same parameters.
fn fits(first: &Link, other: &Link) -> bool {
    let members = |link: &Link| {
        let members = link.values.iter().filter(|it| matches!(it.value, Linked::Member(..)));
        let mut members: Vec<_> = members.map(|it| (it.parameter, it.value.clone())).collect();
        members.sort_by_key(|(parameter, _)| *parameter);
        members
    };
    first.target == other.target && members(first) == members(other)
}

/// Leaves open what the two links give different constants to.
fn agree(first: &mut Link, other: &Link) {
    let same = |one: &Filled, two: &Filled| one.parameter == two.parameter && one.value == two.value;
    first.values.retain(|one| other.values.iter().any(|two| same(one, two)));
}

impl Context<'_> {
    /// Returns what a link fills, in the order of the target's parameters; nothing when a diagnostic says why.
    fn follow_up_values(
        &mut self,
        known: &Known<'_, '_>,
        link: &Link,
    ) -> Option<Vec<(usize, FollowUpValue)>> {
        let parameters = &known.operation(link.target).parameters;
        let mut values = Vec::new();
        for filled in &link.values {
            let parameter = &parameters[filled.parameter];
            let value = match &filled.value {
                Linked::Constant(value) => self.constant(&parameter.ty, value),
                Linked::Member(_, member) => member.path.clone().and_then(|path| {
                    Some(FollowUpValue::Member { path, pass: self.pass(&member.ty, &parameter.ty)? })
                }),
            };
            let Some(value) = value else {
                self.refuse(filled, parameter);
                return None;
            };
            values.push((filled.parameter, value));
        }
        values.sort_by_key(|(index, _)| *index);
        Some(values)
    }

    fn refuse(&mut self, filled: &Filled, parameter: &Parameter) {
        match &filled.value {
            Linked::Constant(value) => {
                let name = code(&parameter.wire_name);
                let text = format!("{} is no value of the parameter {name}", code(&plain(value)));
                let diagnostic = rules::LINK_VALUE.at(&filled.pointer, text);
                self.found.add(diagnostic.help("write one that its schema allows; the link is left out"));
            }
            Linked::Member(pointer, _) => {
                let text = format!(
                    "the member {} has another type than the parameter {}",
                    code(pointer.plain()),
                    code(&parameter.wire_name)
                );
                self.found.add(rules::LINK_VALUE.at(&filled.pointer, text));
            }
        }
    }

    /// Returns a constant as the type of a parameter has it.
    fn constant(&self, ty: &Type, value: &Value) -> Option<FollowUpValue> {
        let text = plain(value);
        match ty {
            Type::String | Type::Formatted(_) | Type::NumberOrString => Some(FollowUpValue::Text(text)),
            Type::Boolean => text.parse().ok().map(FollowUpValue::Boolean),
            Type::Integer(name) => {
                text.parse().ok().filter(|it| is_in_range(*it, name)).map(FollowUpValue::Integer)
            }
            Type::Number => text.parse().ok().filter(|it: &f64| it.is_finite()).map(FollowUpValue::Number),
            Type::Named(id) => match &self.types[id.0].shape {
                Shape::StringEnum { values, .. } => Some(match values.iter().find(|it| it.value == text) {
                    Some(listed) => FollowUpValue::Variant(*id, listed.name.clone()),
                    None => FollowUpValue::Text(text),
                }),
                Shape::IntegerEnum { values, .. } => {
                    let listed = values.iter().find(|it| it.value.to_string() == text)?;
                    Some(FollowUpValue::Variant(*id, listed.name.clone()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns how a member of one type is handed over to a parameter of another.
    fn pass(&self, from: &Type, to: &Type) -> Option<Pass> {
        let is_text_enum = |ty: &Type| matches!(ty, Type::Named(id) if matches!(self.types[id.0].shape, Shape::StringEnum { .. }));
        match (from, to) {
            (Type::Boolean | Type::Integer(_) | Type::Number, _) if from == to => Some(Pass::Copy),
            _ if from == to => Some(Pass::Clone),
            (Type::String, Type::NumberOrString | Type::Formatted(_)) => Some(Pass::Clone),
            (Type::String, to) if is_text_enum(to) => Some(Pass::Clone),
            (Type::Formatted(_), Type::NumberOrString) => Some(Pass::Text),
            (Type::Formatted(_), to) if is_text_enum(to) => Some(Pass::Text),
            (from, Type::String | Type::Formatted(_)) if self.is_text(from) => Some(Pass::Text),
            _ => None,
        }
    }
}

fn is_in_range(value: i64, integer: &str) -> bool {
    match integer {
        "i8" => i8::try_from(value).is_ok(),
        "i16" => i16::try_from(value).is_ok(),
        "i32" => i32::try_from(value).is_ok(),
        "u8" => u8::try_from(value).is_ok(),
        "u16" => u16::try_from(value).is_ok(),
        "u32" => u32::try_from(value).is_ok(),
        "u64" => u64::try_from(value).is_ok(),
        _ => true,
    }
}
