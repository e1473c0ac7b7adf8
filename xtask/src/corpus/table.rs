//! Rows to a table for people, one for programs, and one line that says it all.

use std::fmt::Write as _;

use super::outcome::{Outcome, Row};

/// Writes the table for people: columns, then what is to be said of those that are not what they should be.
pub(super) fn text(rows: &[Row], compile: bool) -> String {
    let width = rows.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let mut text = format!("{:width$}  operations  types    lines  warnings   gen s", "document");
    text.push_str(if compile { "   MiB  check s    MiB\n" } else { "   MiB\n" });
    for row in rows {
        let facts = &row.facts;
        let warnings: usize = facts.warnings.values().sum();
        let _ = write!(
            text,
            "{:width$}  {:>10}  {:>5}  {:>7}  {warnings:>8}  {:>6.2}  {:>4.0}",
            row.name, facts.operations, facts.types, facts.lines, row.generation.cpu, row.generation.peak
        );
        if compile {
            let _ = write!(text, "  {:>7.1}  {:>5.0}", row.check.cpu, row.check.peak);
        }
        match &row.outcome {
            Outcome::Refused(reason) => drop(write!(text, "  refused: {reason}")),
            Outcome::Failed(reason) => drop(write!(text, "  FAILED: {reason}")),
            Outcome::Generated | Outcome::Compiled => {}
        }
        text.push('\n');
    }
    text
}

/// Writes the table for programs.
pub(super) fn tsv(rows: &[Row]) -> String {
    let mut text = "document\toutcome\treason\toperations\ttypes\tlines\twarnings\tgeneration_cpu_s\tgeneration_peak_mib\tcheck_cpu_s\tcheck_peak_mib\n".to_owned();
    for row in rows {
        let (outcome, reason) = match &row.outcome {
            Outcome::Generated => ("generated", ""),
            Outcome::Compiled => ("compiled", ""),
            Outcome::Refused(reason) => ("refused", reason.as_str()),
            Outcome::Failed(reason) => ("failed", reason.as_str()),
        };
        let reason = reason.replace(['\t', '\n'], " ");
        let facts = &row.facts;
        let warnings: Vec<String> =
            facts.warnings.iter().map(|(kind, count)| format!("{kind}={count}")).collect();
        let _ = writeln!(
            text,
            "{}\t{outcome}\t{reason}\t{}\t{}\t{}\t{}\t{:.3}\t{:.1}\t{:.2}\t{:.1}",
            row.name,
            facts.operations,
            facts.types,
            facts.lines,
            warnings.join(","),
            row.generation.cpu,
            row.generation.peak,
            row.check.cpu,
            row.check.peak,
        );
    }
    text
}

/// Writes what was lost of the examples of each document.
pub(super) fn losses(rows: &[Row]) -> String {
    let lines = rows.iter().flat_map(|row| row.losses.iter().map(|loss| format!("{}\t{loss}\n", row.name)));
    format!("document\tplace\tloss\n{}", lines.collect::<String>())
}

/// Writes the line about the examples.
pub(super) fn samples(rows: &[Row]) -> String {
    let tried: usize = rows.iter().map(|row| row.facts.samples).sum();
    let invalid: usize = rows.iter().map(|row| row.facts.invalid).sum();
    let lost: usize = rows.iter().map(|row| row.losses.len()).sum();
    let others = "invalid for their schema and left out";
    format!("samples: {tried} tried, {invalid} {others}, {lost} lost, listed in samples.tsv\n")
}

/// Writes the line that says it all.
pub(super) fn summary(rows: &[Row]) -> String {
    let count = |fits: fn(&Outcome) -> bool| rows.iter().filter(|it| fits(&it.outcome)).count();
    let compiled = count(|it| matches!(it, Outcome::Compiled));
    let generated = compiled + count(|it| matches!(it, Outcome::Generated));
    let refused = count(|it| matches!(it, Outcome::Refused(_)));
    let failed = count(|it| matches!(it, Outcome::Failed(_)));
    format!(
        "corpus: {} documents, {generated} generated, {compiled} compiled, {refused} refused by name, {failed} failed",
        rows.len()
    )
}

#[cfg(test)]
mod tests {
    use super::super::one::Facts;
    use super::super::outcome::{Outcome, Row};
    use super::{summary, text, tsv};
    use crate::crates::Cost;

    fn row(name: &str, outcome: Outcome) -> Row {
        let facts = Facts {
            operations: 3,
            lines: 120,
            warnings: [("Untyped".to_owned(), 2)].into(),
            ..Facts::default()
        };
        Row {
            name: name.to_owned(),
            outcome,
            facts,
            generation: Cost { cpu: 0.25, peak: 9.0 },
            check: Cost::default(),
            losses: Vec::new(),
        }
    }

    #[test]
    fn each_document_is_counted_once() {
        let rows = [
            row("a", Outcome::Compiled),
            row("b", Outcome::Generated),
            row("c", Outcome::Refused("why".into())),
            row("d", Outcome::Failed("a\tb".into())),
        ];
        assert_eq!(
            summary(&rows),
            "corpus: 4 documents, 2 generated, 1 compiled, 1 refused by name, 1 failed"
        );
        assert_eq!(
            tsv(&rows).lines().nth(4).map(|it| it.split('\t').take(3).collect::<Vec<_>>()),
            Some(vec!["d", "failed", "a b"])
        );
        assert!(text(&rows, false).contains("refused: why"), "{}", text(&rows, false));
    }
}
