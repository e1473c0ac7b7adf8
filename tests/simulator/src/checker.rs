//! A schema to a judge of values, and its verdicts to sentences.

use std::collections::BTreeSet;

use jsonschema::error::{ValidationError, ValidationErrorKind};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::document::{Parameter, Schemas};

/// Judges the fields of a request. What the schema does not name is refused, unless the schema says it takes more.
pub(crate) struct Checker {
    validator: Validator,
    names: Option<BTreeSet<String>>,
}

impl Checker {
    /// Makes a judge of request bodies.
    pub(crate) fn of_body(schemas: &Schemas, schema: &Value) -> Result<Self, String> {
        let names = schemas.properties(schema).keys().cloned().collect();
        let names = if schemas.is_open(schema) { None } else { Some(names) };
        Self::new(schemas, schema, names)
    }

    /// Makes a judge of what is sent in the path, the query and the headers.
    pub(crate) fn of_parameters(schemas: &Schemas, parameters: &[Parameter]) -> Result<Self, String> {
        let properties: Map<String, Value> =
            parameters.iter().map(|it| (it.name.clone(), it.schema.clone())).collect();
        let required: Vec<&String> =
            parameters.iter().filter(|it| it.is_required).map(|it| &it.name).collect();
        let names = parameters.iter().map(|it| it.name.clone()).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        // Draft 4 does not know an empty list here.
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        Self::new(schemas, &schema, Some(names))
    }

    fn new(schemas: &Schemas, schema: &Value, names: Option<BTreeSet<String>>) -> Result<Self, String> {
        let draft4 = schemas.draft4(schema);
        let validator = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true);
        let validator = validator.build(&draft4).map_err(|error| error.to_string())?;
        Ok(Self { validator, names })
    }

    /// Says what is wrong with the fields, one sentence for each problem.
    pub(crate) fn problems(&self, fields: &Map<String, Value>) -> Vec<String> {
        let is_unknown = |name: &&String| self.names.as_ref().is_some_and(|names| !names.contains(*name));
        let unknown =
            fields.keys().filter(is_unknown).map(|name| format!("`{name}` is not a field of this request"));
        let instance = Value::Object(fields.clone());
        unknown.chain(self.validator.iter_errors(&instance).map(|error| sentence(&error))).collect()
    }
}

fn sentence(error: &ValidationError<'_>) -> String {
    let path = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::Required { property } => format!("{} is required", place(&path, property)),
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }
            if path.is_empty() =>
        {
            format!("one of these is missing: {}", alternatives(context))
        }
        ValidationErrorKind::OneOfMultipleValid { .. } if path.is_empty() => {
            "fields that exclude each other are given together".to_owned()
        }
        _ if path.is_empty() => error.masked().to_string(),
        _ => format!("`{}`: {}", path.trim_start_matches('/'), reason(error)),
    }
}

/// A value that is short is shown, for it helps; a long one hides the reason.
fn reason(error: &ValidationError<'_>) -> String {
    let is_short = error.instance().to_string().len() <= 80;
    if is_short { error.to_string() } else { error.masked().to_string() }
}

fn place(path: &str, property: &Value) -> String {
    let property = property.as_str().unwrap_or_default();
    format!("`{}`", format!("{path}/{property}").trim_start_matches('/'))
}

/// Says what each alternative still lacks.
fn alternatives(context: &[Vec<ValidationError<'_>>]) -> String {
    let branch = |errors: &Vec<ValidationError<'_>>| {
        let lacks = errors.iter().map(|error| match error.kind() {
            ValidationErrorKind::Required { property } => place("", property),
            _ => error.to_string(),
        });
        lacks.collect::<Vec<_>>().join(" and ")
    };
    context.iter().map(branch).collect::<Vec<_>>().join(", or ")
}
