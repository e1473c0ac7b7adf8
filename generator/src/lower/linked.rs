//! What operations have to do with each other: which follow up on which, which start jobs, and what is posted.
//!
//! All of this needs every operation lowered and every type named, so it is done last.

use openapiv3::Operation as Described;

use super::job::Started;
use super::methods::Methods;
use super::{Context, event, follow_up, job, operation, status};
use crate::document::Document;
use crate::ir::{Events, Operation, OperationId, StatusOperation, Tag};
use crate::naming::Scope;
use crate::pointer::Pointer;

/// Lowers links, `x-job` and `x-event`; `methods` are those of the client.
pub(super) fn lower(
    cx: &mut Context<'_>,
    tags: &mut [Tag],
    methods: &mut Scope,
    types: &mut Scope,
) -> (Vec<StatusOperation>, Option<Events>) {
    let known = Known::new(cx.document, tags);
    let mut of_types = Methods::new(cx, &known);
    let reports = status::reports(cx, &known, &mut of_types);
    let mut started: Vec<Started> = Vec::new();
    let mut links = Vec::new();
    for source in &known.sources {
        let mut found = cx.links(&known, source);
        started.extend(job::start(cx, &known, &reports, source, &mut found));
        links.extend(found.into_iter().map(|it| (source.id, it)));
    }
    follow_up::lower(cx, &known, links, &mut of_types);
    let status_operations = job::name(cx, &known, reports, &mut started, methods);
    let events = event::lower(cx, &known, &started, &status_operations, types, methods);
    for Started { id, job, .. } in started {
        let operations = &mut tags[id.tag].operations;
        let (pointer, success) = (operations[id.index].pointer.clone(), operations[id.index].success.clone());
        // What starts a job does so whichever body says it, unless the answer is read as something else.
        let methods = operations.iter_mut().filter(|it| it.pointer == pointer && it.success == success);
        methods.for_each(|it| it.job = Some(job.clone()));
    }
    (status_operations, events)
}

/// All operations: what the document says, and what became of it.
pub(super) struct Known<'k, 'a> {
    tags: &'k [Tag],
    /// In the order of the document.
    pub(super) sources: Vec<Source<'a>>,
}

/// An operation of the document.
pub(super) struct Source<'a> {
    pub(super) id: OperationId,
    pub(super) described: &'a Described,
    pub(super) pointer: Pointer,
}

impl<'k, 'a> Known<'k, 'a> {
    fn new(document: &'a Document, tags: &'k [Tag]) -> Self {
        let lowered = tags.iter().enumerate().flat_map(|(tag, it)| {
            // The further methods of an operation have no links of their own, and none lead to them.
            let methods = it.operations.iter().enumerate().filter(|(_, it)| it.further.is_none());
            methods.map(move |(index, it)| (&it.pointer, OperationId { tag, index }))
        });
        let ids: std::collections::BTreeMap<&Pointer, OperationId> = lowered.collect();
        let sources = operation::all(document).filter_map(|(pointer, described)| {
            let id = *ids.get(&pointer)?;
            Some(Source { id, described, pointer })
        });
        Self { tags, sources: sources.collect() }
    }

    pub(super) fn operation(&self, id: OperationId) -> &'k Operation {
        &self.tags[id.tag].operations[id.index]
    }

    /// Returns all operations, in the order of the document.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'k Operation> {
        self.sources.iter().map(|it| self.operation(it.id))
    }

    /// Returns the operations with an id, of which there should be one.
    pub(super) fn called(&self, operation_id: &str) -> Vec<OperationId> {
        let has_it = |it: &&Source<'_>| it.described.operation_id.as_deref() == Some(operation_id);
        self.sources.iter().filter(has_it).map(|it| it.id).collect()
    }

    /// Returns the ids of all operations.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().filter_map(|it| it.described.operation_id.as_deref())
    }

    pub(super) fn at(&self, pointer: &Pointer) -> Option<OperationId> {
        self.sources.iter().find(|it| it.pointer == *pointer).map(|it| it.id)
    }
}
