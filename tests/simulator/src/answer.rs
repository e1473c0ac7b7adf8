//! A valid request to the body of its answer, made from the document's example.

use std::sync::Arc;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::facts;
use crate::job::Job;
use crate::refusal::Refusal;
use crate::served::Served;
use crate::world::World;
use crate::{paging, receipt, report};

/// The answer to a request that is carried out.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) body: Option<Value>,
    /// The task that the answer is about.
    pub(crate) task_id: Option<String>,
    /// The job that the request started.
    pub(crate) job: Option<Arc<Job>>,
}

/// Carries a valid request out.
pub(crate) fn answer(
    world: &Arc<World>,
    served: &Served,
    values: Map<String, Value>,
) -> Result<Answer, Refusal> {
    check_issued(world, served, &values)?;
    if served.operation.job_report.is_some() {
        return report::report(world, served, &values);
    }
    let Some(Value::Object(mut body)) = served.operation.example.clone() else {
        return Ok(Answer { body: served.operation.example.clone(), ..Answer::default() });
    };
    if let Some(estimate) = body.get(facts::ESTIMATE).and_then(Value::as_f64) {
        world.account.reserve(estimate)?;
    }
    if served.starts_job {
        return Ok(receipt::receipt(world, served, values, body));
    }
    renew_ids(world, served, &mut body, &values);
    echo(&mut body, &values);
    paging::fill(&mut body);
    let task_id = body.get(facts::TASK_ID).and_then(Value::as_str).map(str::to_owned);
    Ok(Answer { body: Some(Value::Object(body)), task_id, job: None })
}

/// Refuses ids that no other operation has given out.
fn check_issued(world: &World, served: &Served, values: &Map<String, Value>) -> Result<(), Refusal> {
    for parameter in &served.issued_parameters {
        let id = values.get(parameter).and_then(Value::as_str).unwrap_or_default();
        if !world.uploads.was_issued(&served.operation.id, parameter, id) {
            let message = format!("there is no `{parameter}` {id}");
            return Err(Refusal::new(StatusCode::NOT_FOUND, message));
        }
    }
    Ok(())
}

/// Gives fresh ids to an answer: the id of a task, and those that its links hand on.
fn renew_ids(world: &World, served: &Served, body: &mut Map<String, Value>, values: &Map<String, Value>) {
    if let Some(id) = body.get_mut(facts::TASK_ID).filter(|id| id.is_string()) {
        *id = json!(world.chance.id().to_string());
    }
    let mut renewed = Vec::new();
    for link in &served.operation.links {
        for (parameter, field) in &link.from_answer {
            let Some(example) = body.get(field).and_then(Value::as_str) else { continue };
            if !renewed.contains(field) {
                let fresh = world.chance.id_like(example);
                body.insert(field.clone(), json!(fresh));
                renewed.push(field.clone());
            }
            let id = body[field].as_str().unwrap_or_default();
            world.uploads.issue(&link.target, parameter, id);
        }
    }
    if let Some(field) = renewed.first() {
        let id = body[field].as_str().unwrap_or_default().to_owned();
        world.uploads.prepare(&world.origin, &id, body, values);
    }
}

/// Repeats what the request said under the same name, where the types agree.
fn echo(body: &mut Map<String, Value>, values: &Map<String, Value>) {
    for (name, value) in values {
        if let Some(field) = body.get_mut(name)
            && std::mem::discriminant(field) == std::mem::discriminant(value)
        {
            *field = value.clone();
        }
    }
}
