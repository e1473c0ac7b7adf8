//! Where the marks of a document stand in generated Rust: in literals, names and documentation, and nowhere else.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};

use super::markdown::{self, Kind};
use super::marked::marks;

/// Macros and functions that read their texts as more than text.
const INTERPRETERS: &[&str] = &[
    "assert",
    "compile_error",
    "concat",
    "debug_assert",
    "env",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "include",
    "include_bytes",
    "include_str",
    "option_env",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "write",
    "writeln",
];

/// Looks at a file, and adds its words that hold no mark.
pub(super) fn check(text: &str, words: &mut BTreeSet<String>) -> Result<(), String> {
    // The second line may say where in the document a file comes from: one line, as `Pointer` writes it.
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (second, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let in_second = if second.starts_with("// #/") { 0 } else { marks(second).len() };
    if in_second + marks(first).len() > 0 {
        return Err("has a mark in its header".to_owned());
    }
    let stream: TokenStream = text.parse().map_err(|error| format!("has no tokens: {error}"))?;
    syn::parse2::<syn::File>(stream.clone()).map_err(|error| format!("does not parse: {error}"))?;
    let found = tokens(stream, words)?;
    // Comments are no tokens: a mark that is in the text and in no token is in one.
    let written = marks(rest).len();
    if written == found { Ok(()) } else { Err(format!("has {written} marks, {found} of them in tokens")) }
}

/// Looks at tokens, and returns how many marks they hold.
pub(super) fn tokens(stream: TokenStream, words: &mut BTreeSet<String>) -> Result<usize, String> {
    let mut walk = Walk { words, docs: Vec::new(), found: 0 };
    walk.stream(stream, false)?;
    walk.end_docs()?;
    Ok(walk.found)
}

struct Walk<'w> {
    words: &'w mut BTreeSet<String>,
    /// The lines of documentation that were just read.
    docs: Vec<String>,
    found: usize,
}

impl Walk<'_> {
    fn stream(&mut self, stream: TokenStream, is_interpreted: bool) -> Result<(), String> {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if let Some(length) = self.attribute(&tokens[at..])? {
                at += length;
                continue;
            }
            self.end_docs()?;
            let before = at.checked_sub(1).and_then(|it| tokens.get(it));
            match token {
                TokenTree::Group(group) => {
                    let is_interpreted = is_interpreted || is_interpreter(&tokens[..at]);
                    self.stream(group.stream(), is_interpreted)?;
                }
                TokenTree::Ident(ident) => self.name(&ident.to_string(), before, tokens.get(at + 1))?,
                TokenTree::Literal(literal) => self.literal(&literal.to_string(), is_interpreted)?,
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
        self.end_docs()
    }

    /// Reads an attribute, if there is one here, and returns how many tokens it has.
    fn attribute(&mut self, tokens: &[TokenTree]) -> Result<Option<usize>, String> {
        let is =
            |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == c);
        if !is(0, '#') {
            return Ok(None);
        }
        let length = if is(1, '!') { 3 } else { 2 };
        let Some(TokenTree::Group(group)) = tokens.get(length - 1) else { return Ok(None) };
        match doc(group) {
            Some(line) => {
                self.found += marks(&line).len();
                self.docs.push(line);
            }
            None => {
                self.end_docs()?;
                self.condition(group)?;
            }
        }
        Ok(Some(length))
    }

    /// Allows marks in the names of features only.
    fn condition(&mut self, group: &Group) -> Result<(), String> {
        let text = group.to_string();
        self.found += marks(&text).len();
        let quoted = text.split('"').skip(1).step_by(2);
        let is_feature = |it: &str| it.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let plain: String = text.split('"').step_by(2).collect();
        let is_condition = text.starts_with("[cfg") && quoted.into_iter().all(is_feature);
        if marks(&plain).is_empty() && (is_condition || marks(&text).is_empty()) {
            return Ok(());
        }
        Err(format!("has a mark in the attribute {text}"))
    }

    fn name(
        &mut self,
        name: &str,
        before: Option<&TokenTree>,
        after: Option<&TokenTree>,
    ) -> Result<(), String> {
        let is = |token: Option<&TokenTree>, c: char| matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == c);
        let count = marks(name).len();
        if count == 0 {
            self.words.insert(name.to_owned());
        } else if is(before, '\'') || is(after, '!') {
            return Err(format!("has a mark in the lifetime or macro {name}"));
        }
        self.found += count;
        Ok(())
    }

    fn literal(&mut self, literal: &str, is_interpreted: bool) -> Result<(), String> {
        let count = marks(literal).len();
        let is_text = literal.trim_start_matches('b').starts_with('"') && literal.ends_with('"');
        if count > 0 && (!is_text || is_interpreted) {
            return Err(format!("has a mark in {literal}, which is more than a text"));
        }
        self.found += count;
        Ok(())
    }

    fn end_docs(&mut self) -> Result<(), String> {
        if self.docs.is_empty() {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.docs);
        // Rustdoc takes away what all lines begin with.
        let text: Vec<&str> = lines.iter().map(|it| it.strip_prefix(' ').unwrap_or(it)).collect();
        markdown::check(&text.join("\n"), Kind::Docs, self.words)
    }
}

fn doc(group: &Group) -> Option<String> {
    let mut tokens = group.stream().into_iter();
    let (name, _, text) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (name.to_string() == "doc").then_some(())?;
    Some(syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?.value())
}

/// Whether what follows these tokens are the arguments of a macro that interprets texts.
fn is_interpreter(before: &[TokenTree]) -> bool {
    let [.., TokenTree::Ident(name), TokenTree::Punct(mark)] = before else { return false };
    mark.as_char() == '!' && INTERPRETERS.contains(&name.to_string().as_str())
}
