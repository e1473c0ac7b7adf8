//! From tokens to text: prettyplease's layout, blank lines between items, and the tables of the runtime's macros.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{Item, MacroDelimiter};

use crate::emit::File;
use crate::files::Files;

/// Renders all files.
pub(crate) fn render(files: Vec<File>) -> Files {
    let rendered = files.into_iter().map(|file| match file {
        File::Rust { path, header, tokens } => (path, rust(&header, tokens)),
        File::Text { path, text } => (path, text),
    });
    rendered.collect()
}

fn rust(header: &[String], tokens: TokenStream) -> String {
    let mut file: syn::File = syn::parse2(tokens).expect("emitted tokens are the items of a file");
    let tables = take_tables(&mut file.items);
    let text = fill_tables(&prettyplease::unparse(&file), &tables);
    let mut out: String = header.iter().map(|line| format!("// {line}\n")).collect();
    out.push('\n');
    out.push_str(&with_blank_lines(&text));
    out
}

/// Empties the braces of item macros, whose contents prettyplease cannot know how to break into lines.
fn take_tables(items: &mut [Item]) -> Vec<String> {
    let mut tables = Vec::new();
    for item in items {
        if let Item::Macro(item) = item
            && matches!(item.mac.delimiter, MacroDelimiter::Brace(_))
        {
            tables.push(table(std::mem::take(&mut item.mac.tokens)));
        }
    }
    tables
}

fn fill_tables(text: &str, tables: &[String]) -> String {
    let mut tables = tables.iter();
    let mut out = String::new();
    for line in text.lines() {
        // Only an item of its own stands at the beginning of a line, so no documentation is taken for one.
        let name = line.strip_suffix("! {}").filter(|name| name.starts_with("runtime::"));
        match name.and_then(|name| Some((name, tables.next()?))) {
            Some((name, table)) => out.push_str(&format!("{name}! {{\n{table}}}\n")),
            // The contents of other macros are printed word by word; here they are a type.
            None if line.starts_with("runtime::call!(") => {
                out.push_str(&line.replace(" < ", "<").replace(" >", ">").replace(" ,", ","));
                out.push('\n');
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// Lays out `head { entry, entry }` with an entry on each line.
fn table(tokens: TokenStream) -> String {
    let mut head = Vec::new();
    let mut body = None;
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => body = Some(group),
            token => head.push(token),
        }
    }
    let mut out = format!("    {} {{\n", inline(&head));
    for entry in entries(body.as_ref()) {
        out.push_str(&format!("        {},\n", inline(&entry)));
    }
    out.push_str("    }\n");
    out
}

fn entries(group: Option<&Group>) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = group.map(Group::stream).into_iter().flatten().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    tokens.split(is_comma).filter(|it| !it.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

fn inline(tokens: &[TokenTree]) -> String {
    let words = tokens.iter().map(|token| match token {
        TokenTree::Group(group) => {
            let items: Vec<String> = entries(Some(group)).iter().map(|it| inline(it)).collect();
            match group.delimiter() {
                Delimiter::Parenthesis => format!("({})", items.join(", ")),
                _ => format!(" [{}]", items.join(", ")),
            }
        }
        TokenTree::Punct(it) if it.as_char() == ':' => it.to_string(),
        token => format!(" {token}"),
    });
    words.collect::<String>().trim_start().to_owned()
}

/// Puts a blank line between items, between methods, and around each documented member.
fn with_blank_lines(text: &str) -> String {
    let mut out = String::new();
    let mut before = "";
    let mut is_documented = false;
    for line in text.lines() {
        if needs_blank_line(before, line, is_documented) {
            out.push('\n');
            is_documented = false;
        }
        // What is said of an item is not said of its first member.
        is_documented = !line.ends_with('{') && (is_documented || line.trim_start().starts_with("///"));
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

fn needs_blank_line(before: &str, line: &str, is_documented: bool) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (last, next) = (before.trim_start(), line.trim_start());
    if last.starts_with("//!") {
        return !next.starts_with("//!");
    }
    if last.starts_with("///") || indent(before) != indent(line) || !begins_item(next) {
        return false;
    }
    if last.ends_with('}') {
        return true;
    }
    if last.ends_with(';') {
        return !is_listed(last) || !is_listed(next) || is_next_group(last, next);
    }
    last.ends_with(',') && (is_documented || next.starts_with("///"))
}

fn begins_item(line: &str) -> bool {
    ["///", "#[", "pub ", "impl ", "impl<", "fn ", "static ", "const ", "use ", "mod ", "runtime::"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Whether a line is one of a list of modules or names, which stand close together.
fn is_listed(line: &str) -> bool {
    let starts = ["use ", "pub use ", "mod ", "pub mod ", "#[cfg", "#[rustfmt", "};"];
    starts.iter().any(|start| line.starts_with(start))
}

/// Whether a list of modules and names goes on with another module, or from modules to names.
fn is_next_group(last: &str, next: &str) -> bool {
    let module_again = last.starts_with("pub use ") && !next.starts_with("pub use ");
    module_again || last.starts_with("pub mod ") && next.starts_with("pub use ")
}
