//! One small document for each mistake, and what is said about it in one snapshot.

use crate::fixtures::{documents, generate};

#[test]
fn each_mistake_has_its_snapshot() {
    for (name, text) in documents("errors") {
        let said = match generate(&text) {
            Ok(generated) => generated.warnings,
            Err(found) => found,
        };
        assert!(!said.is_empty(), "{name}: nothing was said");
        insta::assert_snapshot!(format!("error_{name}"), said.report(&format!("{name}.yaml")).to_string());
    }
}

#[test]
fn any_part_of_a_document_gives_a_crate_or_diagnostics() {
    for (_, text) in documents("output") {
        let ends = text.char_indices().map(|(end, _)| end).step_by(7);
        for end in ends {
            // Reaching the next one is the test: neither a panic nor an endless loop.
            let _ = generate(&text[..end]);
        }
    }
}

#[test]
fn long_chains_and_doubling_schemas_come_to_an_end() {
    let document = |schemas: String| {
        format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{}}, components: {{schemas: {{{schemas}}}}}}}"
        )
    };
    let chain: Vec<String> = (0..2000)
        .map(|it| format!("C{it}: {{properties: {{next: {{$ref: '#/components/schemas/C{}'}}}}}}", it + 1))
        .chain(["C2000: {properties: {a: {type: string}}}".to_owned()])
        .collect();
    let types = generate(&document(chain.join(", "))).expect("a chain is a valid document").api.types.len();
    assert_eq!(types, 2001);

    let twice = |it: usize| format!("{{$ref: '#/components/schemas/A{it}'}}");
    let doubling: Vec<String> = (0..40)
        .map(|it| {
            format!(
                "A{it}: {{allOf: [{0}, {0}, {{properties: {{p{it}: {{type: string}}}}}}]}}",
                twice(it + 1)
            )
        })
        .chain(["A40: {properties: {a: {type: string}}}".to_owned()])
        .collect();
    generate(&document(doubling.join(", "))).expect("what is said twice is valid");
}

#[test]
fn a_document_of_nothing_but_mistakes_is_read_in_time() {
    let wrong: Vec<String> = (0..5_000)
        .map(|it| format!("A{it}: {{required: yes, properties: {{a: {{$ref: '#/none{it}'}}, b: text}}}}"))
        .collect();
    let found = generate(&format!(
        "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{}}, components: {{schemas: {{{}}}}}}}",
        wrong.join(", ")
    ));
    // Each of the schemas has two mistakes of its own, and the first has the one that is said for all.
    assert_eq!(found.expect_err("it is wrong").len(), 10_001);
}
