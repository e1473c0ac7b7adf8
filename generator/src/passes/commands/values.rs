//! Types to the way in which their values are written on a command line.

use crate::ir::{Api, ArgumentKind, Shape, Type};

/// How the values of a type are written.
pub(super) struct Written {
    pub(super) kind: ArgumentKind,
    pub(super) list: bool,
    pub(super) values: Vec<String>,
}

/// Says how a value is written; a list is written item by item.
///
/// Null is not: it is sent only for a member that has to be there and is not given.
pub(super) fn written(api: &Api, ty: &Type) -> Written {
    match ty {
        Type::Nullable(inner) => written(api, inner),
        Type::List(item) => Written { list: true, ..one(api, item) },
        ty => one(api, ty),
    }
}

fn one(api: &Api, ty: &Type) -> Written {
    let kind = match ty {
        Type::Boolean => ArgumentKind::Boolean,
        Type::Integer(_) => ArgumentKind::Integer,
        Type::Number => ArgumentKind::Number,
        Type::String | Type::Formatted(_) => ArgumentKind::Text,
        Type::Upload => ArgumentKind::File,
        Type::Value | Type::NumberOrString | Type::Pending(_) => ArgumentKind::Any,
        Type::List(_) | Type::Map(_) => ArgumentKind::Json,
        Type::Nullable(inner) => return one(api, inner),
        Type::Named(id) | Type::Boxed(id) => return defined(&api.type_def(*id).shape),
    };
    Written { kind, list: false, values: Vec::new() }
}

fn defined(shape: &Shape) -> Written {
    let (kind, values) = match shape {
        Shape::StringEnum { values, .. } => {
            (ArgumentKind::Text, values.iter().map(|it| it.value.clone()).collect())
        }
        Shape::IntegerEnum { values, .. } => {
            (ArgumentKind::Integer, values.iter().map(|it| it.value.to_string()).collect())
        }
        Shape::Union(_) => (ArgumentKind::Any, Vec::new()),
        Shape::Struct(_) | Shape::Alternatives(_) | Shape::ByStatus(_) => (ArgumentKind::Json, Vec::new()),
    };
    Written { kind, list: false, values }
}
