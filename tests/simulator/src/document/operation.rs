//! One operation: what it takes, what it answers, and where its answer leads.

use std::collections::{BTreeMap, BTreeSet};

use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::schemas::Schemas;

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    /// Path below the server's, with its parameters in braces.
    pub(crate) path: String,
    pub(crate) is_secured: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    /// Status of the answer to a request that is carried out.
    pub(crate) status: StatusCode,
    /// Example of that answer, if it has a body.
    pub(crate) example: Option<Value>,
    pub(crate) answer_schema: Value,
    /// Schemas of the errors, by status or `default`.
    pub(crate) errors: BTreeMap<String, Value>,
    pub(crate) links: Vec<Link>,
    pub(crate) callbacks: Vec<Callback>,
    /// What `x-job` says of the operation that reports on jobs.
    pub(crate) job_report: Option<JobReport>,
}

/// A parameter outside the body.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) is_required: bool,
    pub(crate) schema: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// A request body. It is accepted as JSON, urlencoded or multipart, whichever the document names.
pub(crate) struct Body {
    pub(crate) is_required: bool,
    pub(crate) schema: Value,
    /// Fields that a form carries as JSON text.
    pub(crate) json_fields: BTreeSet<String>,
}

/// A link from an answer to another operation.
pub(crate) struct Link {
    pub(crate) target: String,
    /// Parameters that the answer fills, with the field of the answer.
    pub(crate) from_answer: Vec<(String, String)>,
    /// Parameters that are always the same.
    pub(crate) constants: Vec<(String, String)>,
}

/// A call to an address that the request names.
pub(crate) struct Callback {
    /// Field of the request that holds the address.
    pub(crate) field: String,
    /// What is sent, by example: one for each kind of call.
    pub(crate) payloads: Vec<Value>,
}

/// The words of the states of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobReport {
    pub(crate) queued: String,
    pub(crate) processing: String,
    pub(crate) completed: String,
}

/// Reads all operations, in the order of the document.
pub(super) fn all(schemas: &Schemas) -> Result<Vec<Operation>, String> {
    let mut operations = Vec::new();
    for (path, item) in schemas.root()["paths"].as_object().into_iter().flatten() {
        let item = schemas.resolve(item);
        for (method, operation) in item.as_object().into_iter().flatten() {
            let is_method = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
            if is_method.contains(&method.as_str()) {
                check_path(path)?;
                operations.push(read(schemas, path, method, item, operation)?);
            }
        }
    }
    check_unique(&operations)?;
    Ok(operations)
}

/// The router takes parameters that are a whole segment of a path.
fn check_path(path: &str) -> Result<(), String> {
    let is_plain = |segment: &str| {
        let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(segment);
        !inner.contains(['{', '}', '*'])
    };
    if path.starts_with('/') && path.split('/').all(is_plain) {
        return Ok(());
    }
    Err(format!("the path `{path}` must begin with `/`, and its parameters must be whole segments"))
}

fn check_unique(operations: &[Operation]) -> Result<(), String> {
    let mut ids = BTreeSet::new();
    let mut paths = BTreeMap::new();
    for operation in operations {
        if !ids.insert(&operation.id) {
            return Err(format!("two operations are called `{}`", operation.id));
        }
        let shape: Vec<&str> =
            operation.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        let other = paths.entry(shape).or_insert(&operation.path);
        if **other != operation.path {
            return Err(format!("the paths `{other}` and `{}` cannot be told apart", operation.path));
        }
    }
    Ok(())
}

fn read(
    schemas: &Schemas,
    path: &str,
    method: &str,
    item: &Value,
    operation: &Value,
) -> Result<Operation, String> {
    let id = operation["operationId"].as_str().map_or_else(|| format!("{method} {path}"), str::to_owned);
    let responses = operation["responses"].as_object().cloned().unwrap_or_default();
    let success = responses.iter().find(|(status, _)| status.starts_with('2'));
    let (status, answer) = success.map_or(("200", &Value::Null), |(status, answer)| (status, answer));
    let answer = schemas.resolve(answer);
    let media = json_media(&answer["content"]);
    Ok(Operation {
        method: method.to_uppercase().parse().map_err(|_| format!("`{method}` is not a method"))?,
        path: path.to_owned(),
        is_secured: is_secured(schemas.root(), operation),
        parameters: parameters(schemas, item, operation)?,
        body: body(schemas, operation),
        status: status.parse().unwrap_or(StatusCode::OK),
        example: media.map(|media| schemas.media_example(media)),
        answer_schema: media.map_or(Value::Null, |media| media["schema"].clone()),
        errors: errors(schemas, &responses),
        links: answer["links"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, it)| link(schemas, it))
            .collect(),
        callbacks: callbacks(schemas, operation),
        job_report: operation.get("x-job").map(job_report),
        id,
    })
}

fn json_media(content: &Value) -> Option<&Value> {
    content.as_object()?.iter().find(|(name, _)| name.contains("json")).map(|(_, media)| media)
}

/// An empty requirement makes the key optional.
fn is_secured(root: &Value, operation: &Value) -> bool {
    let requirements = operation.get("security").unwrap_or(&root["security"]).as_array();
    requirements.is_some_and(|all| {
        !all.is_empty() && all.iter().all(|it| it.as_object().is_some_and(|it| !it.is_empty()))
    })
}

/// Parameters of the operation stand before those of its path, which they replace.
fn parameters(schemas: &Schemas, item: &Value, operation: &Value) -> Result<Vec<Parameter>, String> {
    let mut all: Vec<Parameter> = Vec::new();
    for holder in [operation, item] {
        for parameter in holder["parameters"].as_array().into_iter().flatten() {
            let parameter = schemas.resolve(parameter);
            let place = match parameter["in"].as_str() {
                Some("path") => Place::Path,
                Some("query") => Place::Query,
                Some("header") => Place::Header,
                other => {
                    return Err(format!("parameters in {} are not understood", other.unwrap_or("nothing")));
                }
            };
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            if !all.iter().any(|known| known.name == name && known.place == place) {
                let is_required = parameter["required"] == true;
                all.push(Parameter { name, place, is_required, schema: parameter["schema"].clone() });
            }
        }
    }
    Ok(all)
}

fn body(schemas: &Schemas, operation: &Value) -> Option<Body> {
    let body = schemas.resolve(operation.get("requestBody")?);
    let media = body["content"].as_object()?.values().next()?;
    let is_json = |encoding: &Value| encoding["contentType"].as_str().is_some_and(|it| it.contains("json"));
    let encodings = media["encoding"].as_object().into_iter().flatten();
    let json_fields = encodings.filter(|(_, it)| is_json(it)).map(|(name, _)| name.clone()).collect();
    Some(Body { is_required: body["required"] == true, schema: media["schema"].clone(), json_fields })
}

fn errors(schemas: &Schemas, responses: &Map<String, Value>) -> BTreeMap<String, Value> {
    let schema = |response: &Value| {
        json_media(&schemas.resolve(response)["content"]).map_or(Value::Null, |media| media["schema"].clone())
    };
    let all = responses.iter().filter(|(status, _)| !status.starts_with('2'));
    all.map(|(status, response)| (status.clone(), schema(response))).collect()
}

fn link(schemas: &Schemas, link: &Value) -> Option<Link> {
    let link = schemas.resolve(link);
    let (mut from_answer, mut constants) = (Vec::new(), Vec::new());
    for (parameter, value) in link["parameters"].as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match text.strip_prefix("$response.body#/") {
            Some(field) => from_answer.push((parameter.clone(), field.to_owned())),
            None => constants.push((parameter.clone(), text)),
        }
    }
    Some(Link { target: link["operationId"].as_str()?.to_owned(), from_answer, constants })
}

/// Reads the callbacks whose address is a field of the request body.
fn callbacks(schemas: &Schemas, operation: &Value) -> Vec<Callback> {
    let all = operation["callbacks"].as_object().into_iter().flatten();
    let expressions =
        all.flat_map(|(_, callback)| schemas.resolve(callback).as_object().into_iter().flatten());
    let read = |(expression, item): (&String, &Value)| {
        let field = expression.strip_prefix("{$request.body#/")?.strip_suffix('}')?.to_owned();
        let call = schemas.resolve(&item["post"]["requestBody"]);
        Some(Callback { field, payloads: schemas.media_examples(json_media(&call["content"])?) })
    };
    expressions.filter_map(read).collect()
}

/// The pending states are named by the document; which of them come first and last is a convention of its authors.
fn job_report(job: &Value) -> JobReport {
    let words = |list: &str| -> Vec<String> {
        job[list].as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let pending = words("pending");
    let pick = |word: &str, otherwise: Option<&String>| {
        let known = pending.iter().find(|it| *it == word).or(otherwise);
        known.cloned().unwrap_or_else(|| word.to_owned())
    };
    JobReport {
        queued: pick("IN_QUEUE", pending.first()),
        processing: pick("PROCESSING", pending.last()),
        completed: words("succeeded").into_iter().next().unwrap_or_else(|| "COMPLETED".to_owned()),
    }
}
