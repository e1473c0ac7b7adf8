//! A question about a job to the report on it.
//!
//! The document says which fields a report may have; those that its names tell how to fill are in it, in the newest
//! shape: numbered for songs, and both flat and numbered for a job with one result.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::document::Parameter;
use crate::facts;
use crate::job::Job;
use crate::refusal::Refusal;
use crate::served::Served;
use crate::world::World;

/// Answers a question about a job.
pub(crate) fn report(world: &World, served: &Served, values: &Map<String, Value>) -> Result<Answer, Refusal> {
    let job = find(world, &served.operation.parameters, values)?;
    let now = world.clock.now();
    let mut body = filled(world, &served.operation.answer_schema, &job, now);
    body.insert("success".to_owned(), json!(true));
    let body = Some(Value::Object(body));
    Ok(Answer { body, task_id: Some(job.task_id.clone()), job: None })
}

/// Finds the job. Optional parameters name it, and exactly one of them must be given; required ones must be what the
/// links of the submission say.
fn find(world: &World, parameters: &[Parameter], values: &Map<String, Value>) -> Result<Arc<Job>, Refusal> {
    let (required, optional): (Vec<_>, Vec<_>) = parameters.iter().partition(|it| it.is_required);
    let given: Vec<(&str, &str)> =
        optional.iter().filter_map(|it| Some((it.name.as_str(), values.get(&it.name)?.as_str()?))).collect();
    let [(name, id)] = given.as_slice() else {
        let names: Vec<String> = optional.iter().map(|it| format!("`{}`", it.name)).collect();
        return Err(Refusal::unprocessable(format!("exactly one of {} must be given", names.join(" and "))));
    };
    let missing = |message: String| Refusal::new(StatusCode::NOT_FOUND, message);
    let job = world
        .jobs
        .named(name, id)
        .ok_or_else(|| missing(format!("there is no job with the `{name}` {id}")))?;
    for parameter in required {
        let said = values.get(&parameter.name).and_then(Value::as_str);
        if said != job.constants.get(&parameter.name).map(String::as_str) {
            let said = said.unwrap_or_default();
            return Err(missing(format!("the job {id} is not of the `{}` {said}", parameter.name)));
        }
    }
    Ok(job)
}

/// Fills the fields of a schema, and of the objects in it.
fn filled(world: &World, schema: &Value, job: &Job, now: Duration) -> Map<String, Value> {
    let schemas = &world.document.schemas;
    let fill = |(name, property): (&String, &Value)| {
        let inner = || {
            let inner = filled(world, property, job, now);
            (!inner.is_empty()).then_some(Value::Object(inner))
        };
        let value = if schemas.properties(property).is_empty() {
            facts::report(name, job, &world.words, now)
        } else {
            inner()
        };
        Some((name.clone(), value?))
    };
    schemas.properties(schema).iter().filter_map(fill).collect()
}
