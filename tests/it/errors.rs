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

    let reference = |kind: &str, it: usize| format!("{{$ref: '#/components/schemas/{kind}{it}'}}");
    let doubling: Vec<String> = (0..40)
        .map(|it| {
            format!(
                "A{it}: {{allOf: [{0}, {0}, {{properties: {{p{it}: {{type: string}}}}}}]}}",
                reference("A", it + 1)
            )
        })
        .chain(["A40: {properties: {a: {type: string}}}".to_owned()])
        .collect();
    generate(&document(doubling.join(", "))).expect("what is said twice is valid");

    let base = "{required: [t], discriminator: {propertyName: t}, properties: {t: {type: string}}}";
    let bases: Vec<String> = (1..60)
        .map(|it| format!("B{it}: {{allOf: [{}, {{properties: {{p{it}: {{}}}}}}]}}", reference("B", it - 1)))
        .chain([format!("B0: {base}")])
        .collect();
    generate(&document(bases.join(", "))).expect("each child may be a base");

    let wrapped: Vec<String> = (0..2000)
        .map(|it| format!("W{it}: {{allOf: [{}]}}", reference("W", it + 1)))
        .chain(["W2000: {properties: {a: {type: string}}}".to_owned()])
        .collect();
    generate(&document(wrapped.join(", "))).expect("a schema may be another one");

    let branches = (0..500).map(|it| format!("{{required: [p{it}], properties: {{p{it}: {{}}}}}}"));
    let union = format!("U: {{oneOf: [{}]}}", Vec::from_iter(branches).join(", "));
    generate(&document(union)).expect("a union may have many alternatives");
}

#[test]
fn too_many_schemas_inside_of_each_other_are_not_called_a_cycle() {
    let schemas =
        (0..300).map(|it| format!("A{it}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}]}}", it + 1));
    let schemas: Vec<String> =
        schemas.chain(["A300: {discriminator: {propertyName: a}}".to_owned()]).collect();
    let found = generate(&format!(
        "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{}}, components: {{schemas: {{{}}}}}}}",
        schemas.join(", ")
    ));
    let codes: Vec<&str> = match &found {
        Ok(generated) => generated.warnings.iter().map(|it| it.rule.code).collect(),
        Err(found) => found.iter().map(|it| it.rule.code).collect(),
    };
    assert!(codes.contains(&"E0106") && !codes.contains(&"E0303"), "{codes:?}");
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
