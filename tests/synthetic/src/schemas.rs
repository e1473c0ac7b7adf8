//! A resource to its six schemas: objects, an enum, a union, lists and maps.

use serde_json::{Value, json};

use crate::resource::Resource;

/// Makes the schemas of a resource, with the names that they go by.
pub(crate) fn of(resource: &Resource) -> Vec<(String, Value)> {
    let named = |end: &str, schema: Value| (format!("{}{end}", resource.name), schema);
    vec![
        named("", whole(resource)),
        named("Input", input(resource)),
        named("Page", page(resource)),
        named("Status", json!({ "type": "string", "enum": ["draft", "open", "held", "done", "cancelled"] })),
        named("Part", part(resource)),
        named("Service", service()),
    ]
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn whole(resource: &Resource) -> Value {
    let name = &resource.name;
    json!({
        "type": "object",
        "description": format!("{name} as it is kept."),
        "required": ["id", "status", "created_at", "total", "parts"],
        "properties": {
            "id": { "type": "string", "format": "uuid", "readOnly": true },
            "status": to(&format!("{name}Status")),
            "created_at": { "type": "string", "format": "date-time", "description": "When it was made." },
            "closed_on": { "type": "string", "format": "date", "nullable": true },
            "total": to("Money"),
            "address": to("Address"),
            "parts": { "type": "array", "items": to(&format!("{name}Part")) },
            "labels": { "type": "object", "additionalProperties": { "type": "string" } },
            "follows": to(&resource.next),
            "count": { "type": "integer", "format": "int32", "minimum": 0 },
            "weight": { "type": "number", "description": "In kilogrammes." },
            "is_gift": { "type": "boolean", "default": false },
            "note": { "type": "string", "maxLength": 500 },
        },
    })
}

fn input(resource: &Resource) -> Value {
    json!({
        "type": "object",
        "description": format!("What {} is made or changed by.", resource.name),
        "required": ["total"],
        "properties": {
            "total": to("Money"),
            "address": to("Address"),
            "parts": { "type": "array", "items": to(&format!("{}Part", resource.name)) },
            "priority": { "type": "string", "enum": ["low", "usual", "high"] },
            "labels": { "type": "object", "additionalProperties": { "type": "string" } },
            "note": { "type": "string", "maxLength": 500, "nullable": true },
            "contact": {
                "type": "object",
                "description": "Whom to ask.",
                "required": ["name"],
                "properties": { "name": { "type": "string" }, "email": { "type": "string", "format": "email" } },
            },
        },
    })
}

fn page(resource: &Resource) -> Value {
    json!({
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": { "type": "array", "items": to(&resource.name) },
            "next_cursor": { "type": "string", "description": "What asks for those that follow." },
        },
    })
}

fn part(resource: &Resource) -> Value {
    let service = format!("{}Service", resource.name);
    json!({
        "oneOf": [to("Goods"), to(&service)],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {
                "goods": "#/components/schemas/Goods",
                "service": format!("#/components/schemas/{service}"),
            },
        },
    })
}

fn service() -> Value {
    json!({
        "type": "object",
        "required": ["kind", "hours"],
        "properties": {
            "kind": { "type": "string" },
            "hours": { "type": "number" },
            "by": { "type": "array", "items": { "type": "string" } },
            "rate": to("Money"),
        },
    })
}
