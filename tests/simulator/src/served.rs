//! An operation with all that is worked out about it before the first request.

use std::collections::BTreeSet;

use crate::checker::Checker;
use crate::document::{Document, JobReport, Operation};
use crate::error::StartError;

/// An operation, ready to be served.
pub(crate) struct Served {
    pub(crate) operation: Operation,
    pub(crate) parameters: Checker,
    pub(crate) body: Option<Checker>,
    /// Whether an accepted request starts a job: its answer leads to the report on jobs, or a callback will follow.
    pub(crate) starts_job: bool,
    /// Parameters that must hold an id which another operation has given out.
    pub(crate) issued_parameters: BTreeSet<String>,
}

/// Takes the operations out of a document and prepares them.
pub(crate) fn prepare(document: &mut Document) -> Result<Vec<Served>, StartError> {
    let operations = std::mem::take(&mut document.operations);
    let reports: BTreeSet<String> =
        operations.iter().filter(|it| it.job_report.is_some()).map(|it| it.id.clone()).collect();
    let issued: Vec<(String, String)> = operations
        .iter()
        .flat_map(|operation| &operation.links)
        .filter(|link| !reports.contains(&link.target))
        .flat_map(|link| {
            link.from_answer.iter().map(|(parameter, _)| (link.target.clone(), parameter.clone()))
        })
        .collect();
    let serve = |operation: Operation| -> Result<Served, String> {
        let schemas = &document.schemas;
        let body = operation.body.as_ref().map(|body| Checker::of_body(schemas, &body.schema));
        let issued = issued.iter().filter(|(target, _)| *target == operation.id);
        let leads_to_report = operation.links.iter().any(|link| reports.contains(&link.target));
        Ok(Served {
            parameters: Checker::of_parameters(schemas, &operation.parameters)?,
            body: body.transpose()?,
            starts_job: leads_to_report || !operation.callbacks.is_empty(),
            issued_parameters: issued.map(|(_, parameter)| parameter.clone()).collect(),
            operation,
        })
    };
    let located = |operation: Operation| {
        let id = operation.id.clone();
        serve(operation).map_err(|reason| StartError::Document(format!("the schemas of `{id}`: {reason}")))
    };
    operations.into_iter().map(located).collect()
}

/// Returns the words for the states of jobs.
pub(crate) fn job_words(served: &[Served]) -> JobReport {
    let said = served.iter().find_map(|it| it.operation.job_report.clone());
    said.unwrap_or_else(|| JobReport {
        queued: "IN_QUEUE".to_owned(),
        processing: "PROCESSING".to_owned(),
        completed: "COMPLETED".to_owned(),
    })
}
