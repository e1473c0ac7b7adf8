//! Turns the sources of the MusicGPT client into a listing of what its callers see, so that a review sees it change.
//!
//! One block for each public module, ordered by name; in it, its types by name. A type lists its public fields or
//! variants, its public methods, and the macros and impls that give it traits. `[a | b]` are the cargo features any one
//! of which is needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{
    Attribute, Field, Fields, ImplItem, Item, ItemImpl, ItemMacro, Meta, UseTree, Variant, Visibility,
    parse_quote,
};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated-client/src");

#[test]
fn musicgpt_client() {
    let mut surface = Surface::default();
    surface.add_module("musicgpt_client", &PathBuf::from(SOURCES), "lib", "");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("surface__musicgpt_client", surface.show()));
}

/// The public modules by path, each with its types by name; a type is a heading and the lines under it.
#[derive(Default)]
struct Surface(BTreeMap<String, Module>);

#[derive(Default)]
struct Module {
    features: String,
    /// What is re-exported from other crates.
    reexports: Vec<String>,
    types: BTreeMap<String, Type>,
}

#[derive(Default)]
struct Type {
    heading: Option<String>,
    lines: Vec<String>,
}

impl Surface {
    /// Adds the module of this file: `folder/name.rs`, whose own modules are in `folder`, or in `folder/name`.
    fn add_module(&mut self, path: &str, folder: &Path, name: &str, features: &str) {
        let folder_of_modules = if name == "lib" { folder.to_owned() } else { folder.join(name) };
        let items = parse(folder, name);
        let mut module = Module { features: features.to_owned(), ..Module::default() };
        for item in &items {
            match item {
                Item::Mod(child) if is_public(&child.vis) => {
                    let name = child.ident.to_string();
                    self.add_module(
                        &format!("{path}::{name}"),
                        &folder_of_modules,
                        &name,
                        &features_of(&child.attrs),
                    );
                }
                Item::Use(reexport) if is_public(&reexport.vis) => {
                    module.reexport(
                        &reexport.tree,
                        &features_of(&reexport.attrs),
                        &items,
                        &folder_of_modules,
                    );
                }
                _ => module.add(item, ""),
            }
        }
        self.0.insert(path.to_owned(), module);
    }

    fn show(&self) -> String {
        let mut blocks = Vec::new();
        for (path, module) in &self.0 {
            blocks.push(format!("mod {path}{}", module.features));
            if !module.reexports.is_empty() {
                blocks.push(module.reexports.join("\n"));
            }
            for (name, shown) in &module.types {
                // Methods may stand in another module than their type, as those of the client do.
                let heading = shown.heading.clone().unwrap_or_else(|| format!("impl {name}"));
                let lines = shown.lines.iter().map(|line| format!("\n    {line}"));
                blocks.push(heading + &lines.collect::<String>());
            }
        }
        blocks.join("\n\n")
    }
}

impl Module {
    /// Adds what `pub use` names: types of a private module of this crate, or, by name only, those of another crate.
    fn reexport(&mut self, tree: &UseTree, features: &str, siblings: &[Item], folder: &Path) {
        let UseTree::Path(path) = tree else { panic!("only `pub use module::names` is expected") };
        let names = names(&path.tree);
        if !siblings.iter().any(|item| matches!(item, Item::Mod(module) if module.ident == path.ident)) {
            self.reexports.extend(names.iter().map(|name| format!("pub use {}::{name}", path.ident)));
            return;
        }
        let mut private = Self::default();
        parse(folder, &path.ident.to_string()).iter().for_each(|item| private.add(item, features));
        private.types.retain(|name, _| names.contains(name));
        self.types.append(&mut private.types);
    }

    fn add(&mut self, item: &Item, features: &str) {
        match item {
            Item::Struct(it) if is_public(&it.vis) => {
                let shown = self.types.entry(it.ident.to_string()).or_default();
                shown.heading = Some(format!("struct {}{features}{}", it.ident, marks(&it.attrs)));
                let fields = it.fields.iter().filter(|field| is_public(&field.vis));
                shown.lines.extend(fields.map(field_text));
            }
            Item::Enum(it) if is_public(&it.vis) => {
                let shown = self.types.entry(it.ident.to_string()).or_default();
                shown.heading = Some(format!("enum {}{features}{}", it.ident, marks(&it.attrs)));
                shown.lines.extend(it.variants.iter().map(variant_text));
            }
            Item::Impl(it) => self.add_impl(it),
            Item::Macro(it) => self.add_macro(it),
            Item::Static(it) if !is_public(&it.vis) => {}
            Item::Use(_) | Item::Mod(_) => {}
            _ => panic!("this listing does not know what to show of such an item"),
        }
    }

    fn add_impl(&mut self, it: &ItemImpl) {
        let shown = self.types.entry(type_text(&it.self_ty)).or_default();
        if let Some((path, _)) = &it.trait_ {
            shown.lines.push(between(parse_quote! { impl #path for T {} }, "", " for T {}"));
        }
        for item in &it.items {
            let ImplItem::Fn(method) = item else { continue };
            if is_public(&method.vis) {
                let signature = &method.sig;
                let method_text =
                    between(parse_quote! { #signature {} }, "", " {}").replace("mut self", "self");
                shown.lines.push(method_text + &marks(&method.attrs));
            }
        }
    }

    /// Adds a macro to the type that it names first: `object! { serialize Request { … } }`, `call!(Search -> List)`.
    fn add_macro(&mut self, it: &ItemMacro) {
        let words: Vec<_> = it.mac.tokens.clone().into_iter().map(|token| token.to_string()).collect();
        let words = words.split(|word| word.starts_with('{')).next().expect("there is always a first piece");
        let is_direction = |word: &String| matches!(word.as_str(), "serialize" | "deserialize");
        let name = words.iter().find(|word| !is_direction(word)).expect("a macro names a type");
        let path = &it.mac.path;
        let macro_text = between(parse_quote! { impl #path for T {} }, "impl ", " for T {}");
        let shown = self.types.entry(name.clone()).or_default();
        let rest = words.iter().filter(|word| *word != name).cloned().collect::<Vec<_>>().join(" ");
        shown.lines.push(format!("{macro_text}! {}", rest.replace("- >", "->")).trim_end().to_owned());
    }
}

/// Shows the attributes that matter to callers, by name; of `derive`, the traits as well.
fn marks(attributes: &[Attribute]) -> String {
    let shown = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            Some(format!(" #[derive({})]", list.tokens.to_string().replace(" ,", ",")))
        }
        meta => {
            let known = ["deprecated", "non_exhaustive"].into_iter().find(|name| meta.path().is_ident(name));
            known.map(|name| format!(" #[{name}]"))
        }
    });
    shown.collect()
}

/// Shows the features that `#[cfg(…)]` names; it only ever asks for any of several.
fn features_of(attributes: &[Attribute]) -> String {
    let condition = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => Some(list.tokens.to_string()),
        _ => None,
    });
    let Some(condition) = condition else { return String::new() };
    assert!(!condition.contains("all") && !condition.contains("not"), "{condition}");
    format!(" [{}]", condition.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" | "))
}

fn variant_text(variant: &Variant) -> String {
    let fields: Vec<_> = variant.fields.iter().map(field_text).collect();
    let fields = match &variant.fields {
        Fields::Named(_) => format!(" {{ {} }}", fields.join(", ")),
        Fields::Unnamed(_) => format!("({})", fields.join(", ")),
        Fields::Unit => String::new(),
    };
    format!("{}{fields}{}", variant.ident, marks(&variant.attrs))
}

fn field_text(field: &Field) -> String {
    let name = field.ident.as_ref().map(|name| format!("{name}: "));
    format!("{}{}{}", name.unwrap_or_default(), type_text(&field.ty), marks(&field.attrs))
}

fn type_text(ty: &syn::Type) -> String {
    between(parse_quote! { type T = #ty; }, "type T = ", ";")
}

/// Writes an item on one line, without the text that only makes it an item.
fn between(item: Item, before: &str, after: &str) -> String {
    let text = text(&item);
    let inner = text.strip_prefix(before).and_then(|it| it.strip_suffix(after));
    inner.unwrap_or_else(|| panic!("`{text}` is not `{before}…{after}`")).to_owned()
}

fn text(item: &Item) -> String {
    let file = parse_quote! { #item };
    let words = prettyplease::unparse(&file).split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("( ", "(").replace(", )", ")").replace("< ", "<").replace(", >", ">")
}

fn names(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Group(group) => group.items.iter().flat_map(names).collect(),
        _ => panic!("only plain names and groups of them are expected after `pub use module::`"),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn parse(folder: &Path, module: &str) -> Vec<Item> {
    let path = folder.join(module).with_extension("rs");
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{module}.rs: {error}"));
    syn::parse_file(&source).unwrap_or_else(|error| panic!("{module}.rs: {error}")).items
}
