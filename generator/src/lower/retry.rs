//! `x-retry`: what may be sent again.

use serde_json::Value;

use super::{Context, extension};
use crate::ir::{Method, Retry};
use crate::pointer::Pointer;

/// Returns when a request may be sent again, where that differs from what its method says.
pub(super) fn lower(
    cx: &mut Context<'_>,
    described: Option<&Value>,
    method: Method,
    at: &Pointer,
) -> Option<Retry> {
    let word = described?.as_str();
    let Some(retry) = Retry::ALL.into_iter().find(|it| Some(it.word()) == word) else {
        extension::wrong(cx, &at.child("x-retry"), "`always`, `unprocessed` or `never`");
        return None;
    };
    (retry != usual(method)).then_some(retry)
}

/// Returns what HTTP says of a method.
fn usual(method: Method) -> Retry {
    match method {
        Method::Post | Method::Patch => Retry::Unprocessed,
        Method::Get | Method::Put | Method::Delete | Method::Options | Method::Head | Method::Trace => {
            Retry::Always
        }
    }
}
