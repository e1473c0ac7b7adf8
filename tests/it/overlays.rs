//! Overlays: what each makes of a document, and what is said of those that cannot be applied.

use std::fs;

use generator::{Diagnostics, Document, Options, Overlay, overlaid};
use serde_json::{Value, json};

use crate::fixtures::{documents, workspace};

const PETS: &str = include_str!("fixtures/overlays/pets.yaml");

fn value(text: &str) -> Value {
    serde_yaml::from_str(text).expect("a fixture is YAML")
}

/// Generates a crate from a document with overlays, and returns what is said of them.
fn said(document: &str, overlays: &[Overlay]) -> Diagnostics {
    let generated = Document::load_with_overlays(document, overlays, &|_| None)
        .and_then(|it| generator::generate(&it, &Options::new(it.package_name())));
    generated.map_or_else(|found| found, |it| it.warnings)
}

fn overlay(actions: &Value) -> Overlay {
    let overlay = json!({ "overlay": "1.0.0", "info": { "title": "T", "version": "1" }, "actions": actions });
    Overlay::new("changes.yaml", overlay.to_string())
}

#[test]
fn the_compliant_sets_of_the_specification_hold() {
    let folder = workspace().join("tests/it/fixtures/overlays/specification");
    let entries =
        fs::read_dir(folder).expect("it can be listed").map(|it| it.expect("it can be listed").path());
    let mut sets = 0;
    for set in entries.filter(|it| it.is_dir()) {
        let text = |name: &str| fs::read_to_string(set.join(name)).expect("each set has three files");
        let overlay = Overlay::new("overlay.yaml", text("overlay.yaml"));
        let result = overlaid(text("openapi.yaml"), &[overlay]).unwrap_or_else(|it| panic!("{set:?}:\n{it}"));
        assert_eq!(result, value(&text("output.yaml")), "{set:?}");
        sets += 1;
    }
    assert_eq!(sets, 9);
}

#[test]
fn each_sentence_of_the_specification_holds() {
    for (file, text) in documents("overlays/cases") {
        for case in value(&text).as_array().expect("a list of cases") {
            let name = format!("{file}: {}", case["says"]);
            let version = case.get("version").unwrap_or(&json!("1.0.0")).clone();
            let info = json!({ "title": "T", "version": "1" });
            let overlay = json!({ "overlay": version, "info": info, "actions": case["actions"] }).to_string();
            let overlay = Overlay::new("overlay.json", overlay);
            let result = overlaid(case["document"].to_string(), &[overlay]);
            let result = result.unwrap_or_else(|found| panic!("{name}\n{found}"));
            // As text, because the order of members counts, too.
            assert_eq!(result.to_string(), case["becomes"].to_string(), "{name}");
        }
    }
}

#[test]
fn each_mistake_has_its_snapshot() {
    for (name, text) in documents("overlays/errors") {
        let said = said(PETS, &[Overlay::new(format!("{name}.yaml"), text)]);
        insta::assert_snapshot!(format!("overlay_{name}"), said.report("pets.yaml").to_string());
    }
}

#[test]
fn any_part_of_an_overlay_gives_a_crate_or_diagnostics() {
    for (_, text) in documents("overlays/errors") {
        let ends = text.char_indices().map(|(end, _)| end).step_by(3);
        for end in ends {
            // Reaching the next one is the test: neither a panic nor an endless loop.
            let _ = overlaid(PETS, &[Overlay::new("part.yaml", &text[..end])]);
        }
    }
}

#[test]
fn overlays_follow_each_other() {
    let first = json!([{ "target": "$.components.schemas", "update": { "Owner": { "type": "object" } } }]);
    let second =
        json!([{ "target": "$.components.schemas.Owner", "update": { "description": "Who it is." } }]);
    let both = overlaid(PETS, &[overlay(&first), overlay(&second)]).expect("both can be applied");
    assert_eq!(
        both["components"]["schemas"]["Owner"],
        json!({ "type": "object", "description": "Who it is." })
    );

    let found = overlaid(PETS, &[overlay(&second), overlay(&first)]).expect_err("there is no owner yet");
    let codes: Vec<&str> = found.iter().map(|it| it.rule.code).collect();
    assert_eq!(codes, ["E1004"]);
}

#[test]
fn the_same_mistake_in_two_overlays_is_said_of_both() {
    let wrong =
        |name: &str| Overlay::new(name, "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions: []\n");
    let found = overlaid(PETS, &[wrong("a.yaml"), wrong("b.yaml")]).expect_err("neither has an action");
    let files: Vec<_> = found.iter().filter_map(|it| it.location.as_ref()?.file.clone()).collect();
    assert_eq!(files, ["a.yaml", "b.yaml"]);
}

#[test]
fn what_an_overlay_writes_may_refer_to_other_files() {
    let read = |path: &str| (path == "owner.yaml").then(|| "{ proprties: {} }".to_owned());
    let update = json!({ "owner": { "$ref": "owner.yaml" } });
    let actions = json!([{ "target": "$.components.schemas.Pet.properties", "update": update }]);
    let document = Document::load_with_overlays(PETS, &[overlay(&actions)], &read).expect("it is a document");
    let found = generator::check(&document).expect("there are only warnings");
    let files: Vec<_> = found.iter().map(|it| it.location.as_ref().and_then(|it| it.file.clone())).collect();
    assert_eq!(files, [Some("owner.yaml".to_owned())]);
}

#[test]
fn places_stay_right_however_lists_are_changed() {
    let items: String = (0..9).map(|it| format!("        - proprties: {{ p{it}: {{}} }}\n")).collect();
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\n\
         components:\n  schemas:\n    A:\n      anyOf:\n{items}"
    );
    let any_of = "$.components.schemas.A.anyOf";
    let changes = overlay(&json!([
        { "target": format!("{any_of}[1, 4, 5]"), "remove": true },
        { "target": any_of, "update": { "description": "first" } },
        { "target": format!("{any_of}[0, 3]"), "remove": true },
        { "target": any_of, "update": { "propertise": {} } },
        { "target": format!("{any_of}[-2]"), "remove": true },
        { "target": format!("{any_of}[1]"), "update": { "itmes": {} } },
    ]));
    let found = said(&document, &[changes]);
    let places = found.iter().filter(|it| it.rule.code == "W0206").map(|it| {
        let location = it.location.as_ref().expect("each has a place");
        (location.file.as_deref(), location.start.line, it.pointer.to_string())
    });
    let places: Vec<_> = places.collect();
    let at = |file, line, place: &str| (file, line, format!("#/components/schemas/A/anyOf/{place}"));
    let changes = Some("changes.yaml");
    assert_eq!(
        places,
        [
            at(None, 10, "0/proprties"),
            at(None, 11, "1/proprties"),
            at(None, 15, "2/proprties"),
            at(None, 16, "3/proprties"),
            at(changes, 1, "4/propertise"),
            at(changes, 1, "1/itmes"),
        ]
    );
}

/// Returns the code and the message of what stops an overlay.
fn refusal(document: &str, actions: &Value) -> (&'static str, String) {
    let overlay = json!({ "overlay": "1.1.0", "info": { "title": "T", "version": "1" }, "actions": actions });
    let found =
        overlaid(document, &[Overlay::new("o.json", overlay.to_string())]).expect_err("it is too much");
    let first = found.iter().next().expect("something was found");
    (first.rule.code, first.message.clone())
}

#[test]
fn what_an_overlay_writes_is_bounded() {
    let wide = json!({ "list": vec![json!({}); 100] }).to_string();
    let values = json!([{ "target": "$.list[*]", "update": { "b": vec![0; 20_000] } }]);
    assert_eq!(refusal(&wide, &values), ("E1007", "the overlay writes more than 1000000 values".to_owned()));
    let bytes = json!([{ "target": "$.list[*]", "update": { "b": "x".repeat(1_000_000) } }]);
    assert_eq!(refusal(&wide, &bytes), ("E1007", "the overlay writes more than 67108864 bytes".to_owned()));

    let doubling = json!({ "target": "$.list", "copy": "$.list" });
    let long = json!({ "list": [vec![0; 10_000]] }).to_string();
    assert_eq!(refusal(&long, &json!(vec![doubling; 40])).0, "E1007");
    let deeper = json!({ "target": "$.a", "copy": "$" });
    assert_eq!(refusal("{\"a\": {}}", &json!(vec![deeper; 120])).0, "E0106");
    let idle = json!({ "target": "$", "update": {} });
    assert_eq!(refusal("{}", &json!(vec![idle; 10_001])).0, "E1007");
}

#[test]
fn what_an_overlay_looks_at_is_bounded() {
    let nested = format!("{}1{}", "[".repeat(90), "]".repeat(90));
    let nested: Value = serde_json::from_str(&nested).expect("it is JSON");
    let deep = json!({ "a": vec![nested; 20] }).to_string();
    let again = format!("[*{}]", ",*".repeat(149));
    for target in [
        "$..*..*..*..*",
        "$..[?$..*[?$..*]]",
        &format!("$.a{again}{again}{again}"),
        "$..*..[?match(@, '(a{100}){100}')]",
    ] {
        let (code, message) = refusal(&deep, &json!([{ "target": target, "remove": true }]));
        assert_eq!(
            (code, message.as_str()),
            ("E1007", "the overlay looks at more than 50000000 values"),
            "{target}"
        );
    }
    let twice = format!("$[?{}@.a{}]", "@[?".repeat(20), "]".repeat(20));
    assert_eq!(refusal(&deep, &json!([{ "target": twice, "remove": true }])).0, "E1003");
}
