//! What all resources share, however many there are.

use serde_json::{Value, json};

/// Makes the schemas that those of resources refer to.
pub(crate) fn schemas() -> Value {
    json!({
        "Money": {
            "type": "object",
            "required": ["amount", "currency"],
            "properties": {
                "amount": { "type": "integer", "format": "int64", "description": "In the smallest unit." },
                "currency": { "type": "string", "description": "As ISO 4217 has it." },
            },
        },
        "Address": {
            "type": "object",
            "required": ["lines"],
            "properties": {
                "lines": { "type": "array", "items": { "type": "string" } },
                "city": { "type": "string" },
                "country": { "type": "string" },
            },
        },
        "Goods": {
            "type": "object",
            "required": ["kind", "sku"],
            "properties": {
                "kind": { "type": "string" },
                "sku": { "type": "string" },
                "price": { "$ref": "#/components/schemas/Money" },
            },
        },
        "Span": {
            "type": "object",
            "properties": {
                "from": { "type": "string", "format": "date-time" },
                "until": { "type": "string", "format": "date-time" },
            },
        },
        "Problem": {
            "type": "object",
            "required": ["title"],
            "properties": {
                "title": { "type": "string" },
                "detail": { "type": "string" },
                "code": { "type": "integer" },
            },
        },
    })
}

/// Makes the parameters that operations refer to.
pub(crate) fn parameters() -> Value {
    json!({
        "Id": { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
        "Limit": {
            "name": "limit",
            "in": "query",
            "description": "How many there are on a page.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 },
        },
        "Cursor": { "name": "cursor", "in": "query", "schema": { "type": "string" } },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Makes sure that it is done once.",
            "schema": { "type": "string" },
        },
    })
}

/// Makes the answers that operations refer to.
pub(crate) fn responses() -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({
        "Problem": {
            "description": "It was not done.",
            "content": { "application/json": { "schema": schema } },
        },
    })
}
