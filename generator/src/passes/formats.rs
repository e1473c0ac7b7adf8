//! Which formats the API uses, and which libraries have types for them.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyContent, Format, Formats, Operation, SuccessResponse, Type};

/// Gathers the formats of all that is written.
pub(super) fn gather(api: &mut Api) {
    let defined = api.types.iter().filter(|it| it.written).flat_map(|it| it.shape.types());
    let called = api.operations().flat_map(in_operation);
    let results = api.status_operations.iter().map(|it| &it.result_type);
    let posted = api.events.iter().flat_map(|it| &it.union.variants).map(|it| &it.ty);
    let types = defined.chain(called).chain(results).chain(posted);
    let formats = types.filter_map(|it| match it.innermost() {
        Type::Formatted(format) => Some(*format),
        _ => None,
    });
    let used: BTreeSet<Format> = formats.collect();
    let libraries = used.iter().flat_map(|it| libraries(*it)).copied().collect();
    api.formats = Formats { used, libraries };
}

/// Returns the types that stand in the methods of an operation.
fn in_operation(operation: &Operation) -> impl Iterator<Item = &Type> {
    let body = operation.body.as_ref().and_then(|it| match &it.content {
        BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => Some(ty),
        _ => None,
    });
    let success = match &operation.success {
        SuccessResponse::One(payload) => payload.ty(),
        SuccessResponse::ByStatus(_) => None,
    };
    let receipt = operation.job.as_ref().map(|it| &it.receipt);
    operation.parameters.iter().map(|it| &it.ty).chain(body).chain(success).chain(receipt)
}

/// Returns the libraries with a type for a format, as the features of the runtime have them.
fn libraries(format: Format) -> &'static [&'static str] {
    match format {
        Format::DateTime | Format::Date => &["chrono", "jiff", "time"],
        Format::Time => &["chrono", "jiff"],
        Format::Duration => &["jiff"],
        Format::Uuid => &["uuid"],
        Format::Decimal => &["rust_decimal"],
        // The runtime gives the bytes itself.
        Format::Base64 => &[],
    }
}
