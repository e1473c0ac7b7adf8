//! Rows of text to a table in Markdown that is as easy to read as it is.

/// Writes a table: the first columns, as many as `texts`, begin at the left, and the others are numbers.
pub(super) fn markdown(columns: &[&str], texts: usize, rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([columns[column].chars().count(), 3]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let rule = widths.iter().enumerate().map(|(column, width)| match column < texts {
        true => "-".repeat(*width),
        false => format!("{}:", "-".repeat(width - 1)),
    });
    let heads: Vec<String> = columns.iter().map(|it| (*it).to_owned()).collect();
    let all = [vec![heads, rule.collect()], rows.to_vec()].concat();
    all.iter().map(|cells| line(cells, texts, &widths)).collect()
}

fn line(cells: &[String], texts: usize, widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column < texts {
        true => format!("| {cell:width$} "),
        false => format!("| {cell:>width$} "),
    });
    format!("{}|\n", padded.collect::<String>())
}

/// Writes a number, or that there is none.
pub(super) fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
}

/// Writes what is to be said of single rows, below the table.
pub(super) fn notes(notes: &[String]) -> String {
    notes.iter().map(|note| format!("- {note}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{markdown, number};

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let rows = [vec!["größer".to_owned(), number(Some(1.25), 1)], vec!["b".to_owned(), number(None, 1)]];
        insta::assert_snapshot!(markdown(&["name", "s"], 1, &rows), @r"
        | name   |   s |
        | ------ | --: |
        | größer | 1.2 |
        | b      |   – |
        ");
    }
}
