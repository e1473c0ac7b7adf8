//! All operations of the document, called in each of their forms: accepted once, with the fields that were sent.

use std::collections::{BTreeMap, BTreeSet};

use simulator::Outcome;

use super::bench::Bench;
use super::case::Case;
use super::{described, enhancements, generations, lookups, utilities};
use crate::fixtures::generate;

#[tokio::test]
async fn generations_are_accepted() {
    run(generations::cases()).await;
}

#[tokio::test]
async fn enhancements_are_accepted() {
    run(enhancements::cases()).await;
}

#[tokio::test]
async fn utilities_are_accepted() {
    run(utilities::cases()).await;
}

/// Nothing is left out: no operation of the generated client, and no field of any of them.
#[tokio::test]
async fn all_that_the_document_lists_is_accepted() {
    let bench = Bench::start().await;
    for case in [generations::cases(), enhancements::cases(), utilities::cases()].into_iter().flatten() {
        case.run(&bench).await;
    }
    lookups::all(&bench).await;

    let mut accepted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let ledger = bench.simulator.ledger();
    for entry in ledger.entries.iter().filter(|entry| entry.outcome == Outcome::Accepted) {
        accepted.entry(entry.operation.clone()).or_default().extend(entry.fields.keys().cloned());
    }
    // The form post of an upload goes to a storage service, which the document does not describe.
    accepted.remove("upload").expect("the uploads were sent");
    let generated = generate(described::text()).expect("the document is supported");
    let operations: BTreeSet<_> = generated.api.operations().map(|it| it.wire_name.as_str()).collect();
    assert_eq!(accepted.keys().map(String::as_str).collect::<BTreeSet<_>>(), operations);
    for (operation, names) in described::names() {
        let names: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        assert_eq!(accepted[operation], names, "{operation}");
    }
}

async fn run(cases: Vec<Case>) {
    let bench = Bench::start().await;
    for case in cases {
        case.run(&bench).await;
    }
}
