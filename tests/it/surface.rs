//! The surface of a crate holds what its files have for callers, and nothing else: both are turned into the same lines.
//!
//! The files are read as Rust, so what is written in them is compared with what the IR says of them.

use std::collections::{BTreeMap, BTreeSet};

use generator::Surface;
use generator::surface::{Entry, EntryKind, Item, ItemKind};
use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, ImplItemFn, ItemImpl, ItemMacro, ReturnType, Visibility};

use crate::fixtures::{documents, generate, workspace};

/// What each client, each command line, and each type that is sent or received has besides what the document gives it.
const SAME_FOR_ALL: &[&str] = &[
    "Client::builder",
    "Client::download",
    "Client::estimated_credits",
    "Client::from_env",
    "Client::transport",
    "outputs",
    "parse",
    "run",
];

#[test]
fn every_surface_is_that_of_the_files() {
    let spec =
        std::fs::read_to_string(workspace().join("spec/musicgpt.yaml")).expect("the document is there");
    for (name, text) in documents("output").into_iter().chain([("musicgpt".to_owned(), spec)]) {
        let generated = generate(&text).unwrap_or_else(|found| panic!("{name}: {found}"));
        let files = generated.files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let (said, written) = (said(&generated.surface), Written::of(files.map(|(_, text)| text)).lines());
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.difference(b).cloned().collect::<Vec<_>>().join("\n")
        };
        assert_eq!(only(&said, &written), "", "{name}: the surface says what the files have not");
        assert_eq!(only(&written, &said), "", "{name}: the files have what the surface does not say");
    }
}

/// Lists what the surface says.
fn said(surface: &Surface) -> BTreeSet<String> {
    let entries = surface.entries.iter().filter(|it| it.kind != EntryKind::Feature);
    entries
        .flat_map(|entry| entry.members.iter().filter_map(|it| line_of(entry, it)).chain(whole(entry)))
        .collect()
}

fn whole(entry: &Entry) -> Option<String> {
    let (name, members) = (&entry.item.name, &entry.members);
    match entry.kind {
        EntryKind::Method => {
            let arguments = members.iter().filter(|it| it.kind == ItemKind::Argument);
            let types: Vec<String> = arguments.map(|it| plain(&it.ty)).collect();
            let success = members.iter().find(|it| it.kind == ItemKind::Success)?;
            Some(format!("Client::{name}({}) -> {}", types.join(","), plain(&success.ty)))
        }
        EntryKind::Client | EntryKind::Feature => None,
        _ => Some(name.clone()),
    }
}

fn line_of(entry: &Entry, item: &Item) -> Option<String> {
    let (owner, name, ty) = (&entry.item.name, &item.name, plain(&item.ty));
    match item.kind {
        ItemKind::Required | ItemKind::Optional => Some(format!("{owner}.{name}: {ty}")),
        ItemKind::Variant => Some(format!("{owner}::{name}{ty}")),
        ItemKind::Function => Some(format!("{owner}::{name}")),
        ItemKind::Setter => {
            let call = entry.members.iter().find(|it| it.kind == ItemKind::Call)?;
            Some(format!("{}::{name}({ty})", call.name))
        }
        ItemKind::Call => Some(name.clone()),
        ItemKind::Entry | ItemKind::Module | ItemKind::Argument | ItemKind::Success | ItemKind::Error => None,
    }
}

/// What the files have.
#[derive(Default)]
struct Written {
    lines: BTreeSet<String>,
    /// The methods that give a call, with the type that they give.
    methods: Vec<(String, String)>,
    /// What the types of calls give.
    calls: BTreeMap<String, String>,
    /// The types that are sent: `new` and the setters of these follow from their fields.
    made: BTreeSet<String>,
}

impl Written {
    fn of<'t>(files: impl Iterator<Item = &'t str>) -> Self {
        let mut written = Self::default();
        for text in files {
            for item in syn::parse_file(text).expect("it is Rust").items {
                written.add(&item);
            }
        }
        written
    }

    fn lines(self) -> BTreeSet<String> {
        let mut lines = self.lines;
        for (method, ty) in self.methods {
            let inner = ty.strip_prefix("Call<").and_then(|it| it.strip_suffix('>'));
            let success = inner.or_else(|| self.calls.get(&ty).map(String::as_str));
            lines.insert(format!("{method} -> {}", success.unwrap_or(&ty)));
        }
        let is_same_for_all =
            |line: &str| SAME_FOR_ALL.iter().any(|it| line == *it || line.ends_with(&format!("::{it}")));
        lines.into_iter().filter(|line| !is_same_for_all(line)).collect()
    }

    fn add(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(it) if is_public(&it.vis) && it.ident != "Client" => {
                self.lines.insert(it.ident.to_string());
                let fields = it.fields.iter().filter(|field| is_public(&field.vis));
                self.lines.extend(fields.filter_map(|field| {
                    let name = field.ident.as_ref()?;
                    Some(format!("{}.{name}: {}", it.ident, plain(&text(&field.ty))))
                }));
            }
            syn::Item::Enum(it) if is_public(&it.vis) => {
                self.lines.insert(it.ident.to_string());
                self.lines.extend(it.variants.iter().map(|variant| {
                    let fields = variant.fields.iter().map(|field| {
                        let name = field.ident.as_ref().map(|name| format!("{name}:")).unwrap_or_default();
                        format!("{name}{}", plain(&text(&field.ty)))
                    });
                    let fields = fields.collect::<Vec<_>>().join(",");
                    let fields = match variant.fields {
                        Fields::Named(_) => format!("{{{fields}}}"),
                        Fields::Unnamed(_) => format!("({fields})"),
                        Fields::Unit => String::new(),
                    };
                    format!("{}::{}{fields}", it.ident, variant.ident)
                }));
            }
            syn::Item::Fn(it) if is_public(&it.vis) => drop(self.lines.insert(it.sig.ident.to_string())),
            syn::Item::Impl(it) if it.trait_.is_none() => self.add_methods(it),
            syn::Item::Macro(it) if it.mac.path.segments.last().is_some_and(|it| it.ident == "call") => {
                self.add_call(it)
            }
            _ => {}
        }
    }

    fn add_methods(&mut self, it: &ItemImpl) {
        let owner = plain(&text(&it.self_ty));
        let methods = it.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
            _ => None,
        });
        for method in methods {
            let (name, types) = (method.sig.ident.to_string(), arguments(method));
            let gives = match &method.sig.output {
                ReturnType::Type(_, ty) => plain(&text(ty)),
                ReturnType::Default => String::new(),
            };
            let takes_itself =
                matches!(method.sig.inputs.first(), Some(FnArg::Receiver(it)) if !text(it).starts_with('&'));
            match () {
                () if owner != "Client" && name == "new" => drop(self.made.insert(owner.clone())),
                // A setter of an object has the name and the type of its field.
                () if takes_itself && self.made.contains(&owner) => {}
                () if takes_itself => drop(self.lines.insert(format!("{owner}::{name}({types})"))),
                () if owner == "Client" && is_call(&gives) => {
                    self.methods.push((format!("Client::{name}({types})"), gives));
                }
                () => drop(self.lines.insert(format!("{owner}::{name}"))),
            }
        }
    }

    /// Adds what the type of a call gives: `call!(ListPetsCall -> Pets)`.
    fn add_call(&mut self, it: &ItemMacro) {
        let words = plain(&it.mac.tokens.to_string());
        if let Some((name, gives)) = words.split_once("->") {
            self.calls.insert(name.to_owned(), gives.to_owned());
        }
    }
}

fn is_call(ty: &str) -> bool {
    ty.starts_with("Call<") || ty.ends_with("Call") || ty.contains("Call2")
}

fn arguments(method: &ImplItemFn) -> String {
    let types = method.sig.inputs.iter().filter_map(|it| match it {
        FnArg::Typed(argument) => Some(plain(&text(&argument.ty))),
        FnArg::Receiver(_) => None,
    });
    types.collect::<Vec<_>>().join(",")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// Leaves out of a type what depends on where it is written: blanks, and the paths of names.
fn plain(ty: &str) -> String {
    let ty: String = ty.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = ["impl ", "dyn "].iter().fold(ty, |ty, word| ty.replace(word, &word.replace(' ', "\u{1}")));
    let tight = words.replace(' ', "").replace('\u{1}', " ");
    ["crate::types::", "runtime::", "std::future::"].iter().fold(tight, |ty, path| ty.replace(path, ""))
}
