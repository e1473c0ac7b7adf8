//! An example of one page to the page that was asked for.

use serde_json::{Map, Value, json};

/// Fills the list of an answer that has `limit`, `page` and `total`: with as many items as that page of the total has.
///
/// Items are copies of the example's first one; from the second on, their texts are numbered, so that all differ.
pub(crate) fn fill(body: &mut Map<String, Value>) {
    let number = |name: &str| body.get(name).and_then(Value::as_i64);
    let (Some(limit), Some(page), Some(total)) = (number("limit"), number("page"), number("total")) else {
        return;
    };
    let first = page.saturating_mul(limit).clamp(0, total);
    let last = first.saturating_add(limit.max(0)).min(total);
    let list = body.values_mut().find_map(Value::as_array_mut);
    if let Some(list) = list
        && let Some(example) = list.first().cloned()
    {
        *list = (first..last).map(|index| numbered(&example, index + 1)).collect();
    }
}

fn numbered(example: &Value, number: i64) -> Value {
    let text = |value: &Value| match value.as_str() {
        Some(text) if number > 1 => json!(format!("{text}-{number}")),
        _ => value.clone(),
    };
    match example.as_object() {
        Some(members) => members.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        None => text(example),
    }
}
