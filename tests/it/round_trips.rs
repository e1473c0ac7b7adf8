//! What the small documents give as examples is read by the types that are made of them, and written again without loss.

use std::path::Path;
use std::process::Command;

use generator::Document;

use crate::compiles::{cargo, first, target, write_crates};
use crate::fixtures::documents;

/// What other generators lose or refuse, each with the document and the schema whose examples show it here.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("unknown value of a string enum", "round_trips", "Status"),
    ("known value of an integer enum", "odd_enums", "Sign"),
    ("unknown value of an integer enum", "round_trips", "Rate"),
    ("enum of booleans, of fractions, of values of several types", "odd_enums", "Flags"),
    ("enum values that are symbols, empty, not ASCII, or differ in case only", "odd_enums", "Words"),
    ("enum with a hundred values", "odd_enums", "Long"),
    ("constants", "constants", "Fixed"),
    ("discriminated union, known and unknown tag", "round_trips_3_1", "Tagged"),
    ("discriminated union that holds itself", "union_of_children", "Pet"),
    ("discriminator on a base, over two levels", "union_of_heirs", "Animal"),
    ("discriminator on a base, by mapping", "union_of_heirs", "Event"),
    ("discriminator that is a number, on a base", "union_by_number", "Numbered"),
    ("discriminator that is a boolean", "union_by_number", "Answer"),
    ("discriminated union with a map of texts", "union_discriminator", "Named"),
    (
        "discriminated union with a map that has no place for the discriminator",
        "union_discriminator",
        "Measured",
    ),
    (
        "discriminated union that is only sent, with a closed object that has no discriminator",
        "union_sent",
        "Shape",
    ),
    ("untagged union told apart by the kind of a member", "union_untagged", "Expression"),
    ("null in an alternative group", "exclusive_alternatives", "Nulls"),
    ("untagged union told apart by single-value enums", "round_trips", "Text"),
    ("untagged union told apart by constants that are numbers", "round_trips_3_1", "Version"),
    ("`anyOf` of two objects, both of which match", "round_trips", "Pet"),
    ("`anyOf` of which none matches wholly", "round_trips", "Partial"),
    ("`oneOf` beside `properties`", "members_beside_alternatives", "Payment"),
    (
        "`oneOf` beside `properties`, by a discriminator in an `allOf`",
        "members_beside_alternatives",
        "Tagged",
    ),
    ("`allOf` over two unions", "members_beside_alternatives", "Both"),
    ("`allOf` of members that contradict each other", "all_of_overlaps", "Contradiction"),
    ("required and nullable: null", "round_trips", "Patch"),
    ("required and nullable: no key", "round_trips", "NoKey"),
    ("optional and nullable: null, and no default written back", "round_trips", "Absent"),
    ("nullable around a reference", "round_trips", "Cats"),
    ("required in the other direction only", "read_only", "User"),
    ("`additionalProperties: true`", "round_trips", "Labels"),
    ("`additionalProperties: false`, and a member all the same", "round_trips", "Closed"),
    ("`additionalProperties` with a schema", "round_trips", "Priced"),
    ("recursion through `allOf`", "round_trips", "Tree"),
    ("numbers without fraction in fields for numbers", "round_trips", "Prices"),
    ("values beyond length, pattern, maximum and number", "round_trips", "Strict"),
    ("`anyOf` with null, lists of types with null", "round_trips_3_1", "Nulls"),
    ("lists of types", "round_trips_3_1", "Mixed"),
    ("`anyOf` of text and an enum", "round_trips_3_1", "Model"),
    ("inline bodies of 200 and `default`", "colliding_names", "AddPetResponse"),
    ("inline schemas and components of one name", "colliding_names", "Pet"),
];

#[test]
fn each_family_has_an_example() {
    let documents = documents("output");
    for (family, name, schema) in FAMILIES {
        let text = documents.iter().find(|(it, _)| it == name).map(|(_, text)| text.as_str());
        let document = Document::load(text.unwrap_or_default()).expect("a fixture is valid");
        let samples = generator::samples(&document);
        let at = format!("#/components/schemas/{schema}/example");
        assert!(
            samples.iter().any(|it| it.pointer.to_string().starts_with(&at)),
            "{family}: {name} has none"
        );
    }
}

#[test]
fn every_example_survives_reading_and_writing() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("round_trips");
    let has_samples =
        |text: &str| Document::load(text).is_ok_and(|document| !generator::samples(&document).is_empty());
    let documents: Vec<_> = documents("output").into_iter().filter(|(_, text)| has_samples(text)).collect();
    write_crates(&root, &first(documents.clone()), |document, package| {
        let program = generator::samples_program(package, &generator::samples(document));
        Some((format!("examples/samples-{package}.rs"), program))
    });
    cargo(&root, &["build", "--workspace", "--examples", "--quiet"]);
    for (name, _) in &documents {
        let program = target().join("debug/examples").join(format!("samples-{}", name.replace('_', "-")));
        let output = Command::new(program).output().expect("the program can be run");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{name}: not all survived");
    }
}
