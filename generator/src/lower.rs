//! From the document to the IR: everything is decided here and in the passes.

mod base;
mod bodies;
mod body;
mod distribute;
mod encoding;
mod endless;
mod enums;
mod event;
mod expression;
mod extension;
mod facts;
mod follow_up;
mod form;
mod headers;
mod hierarchy;
mod info;
mod inline;
mod job;
mod link;
mod linked;
mod media;
mod member;
mod merge;
mod method_names;
mod methods;
mod names;
mod object;
mod operation;
mod output;
mod parameter;
mod parameters;
mod response;
mod retry;
mod schema;
mod security;
mod status;
mod stream;
mod tags;
mod union;
mod view;

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;

use crate::diagnostic::{Diagnostics, rules};
use crate::doc_text::{code, sentence};
use crate::document::Document;
use crate::ir::{
    Api, Callback, Codec, Docs, Formats, Headers, HeadersId, Place, Shape, Type, TypeDef, TypeId, Usage,
};
use crate::pointer::Pointer;
use crate::surface::Kept;

/// Lowers the whole document; the API is only of use when no error was found.
///
/// Of the names that were handed out before, those of methods, tags and features are given back here, because other names
/// are made from them; the others are for a pass.
pub(crate) fn lower(document: &Document, kept: &Kept) -> (Api, Diagnostics) {
    let mut cx = Context::new(document);
    cx.find_bases();
    cx.all_components();
    cx.settle();
    cx.leave_out_endless_alternatives();
    let (mut tags, mut methods) = operation::tags(&mut cx, kept);
    cx.webhooks = event::webhooks(&mut cx);
    cx.say_which_are_used();
    form::separate_files_from_json(&mut cx, &mut tags);
    let mut type_names = names::assign(&mut cx.types);
    names::assign_calls(&mut type_names, &mut tags);
    headers::assign(&mut cx.headers);
    let (status_operations, events) = linked::lower(&mut cx, &mut tags, &mut methods, &mut type_names);

    let mut schemes = security::schemes(&mut cx);
    let described = document.openapi.security.as_deref().unwrap_or_default();
    let security = security::alternatives(&mut cx, described, &Pointer::root().child("security"));
    security::name_variables(&mut schemes, &security);
    let servers = security::servers(&mut cx, &document.openapi.servers, &Pointer::root().child("servers"));
    let info = &document.openapi.info;
    let mut docs = Docs::default();
    docs.paragraphs(&info.description.clone().unwrap_or_else(|| sentence(&info.title)));
    let api = Api {
        title: info.title.clone(),
        name: info::name(&info.title),
        version: info.version.clone(),
        package_version: info::version(&info.version),
        docs,
        servers,
        constructor: security::constructor(&security, &schemes),
        schemes,
        security,
        tags,
        status_operations,
        events,
        headers: cx.headers,
        types: cx.types,
        formats: Formats::default(),
        commands: Vec::new(),
    };
    (api, cx.found)
}

/// What lowering knows so far.
struct Context<'a> {
    document: &'a Document,
    found: Diagnostics,
    types: Vec<TypeDef>,
    headers: Vec<Headers>,
    /// Which of them has just these headers.
    known_headers: BTreeMap<Vec<headers::HeaderKey>, HeadersId>,
    /// The types of components; `None` while one is being lowered and has no definition of its own yet.
    components: BTreeMap<String, Option<Type>>,
    /// The components that are referred to as unions of their children.
    bases: BTreeMap<String, base::Base>,
    /// The structs of the own members of these.
    own_members: BTreeMap<String, Type>,
    /// Whether schemas are bases of their own alternatives, by the places of the schemas.
    listed_bases: BTreeMap<Pointer, bool>,
    /// How many components are being lowered, each inside of the one before.
    depth: usize,
    /// The types of inline schemas, by their places.
    inline: BTreeMap<Pointer, inline::Inline>,
    /// How many inline schemas are being lowered, each inside of the one before.
    open_inline: usize,
    /// The media types that are not used.
    choices: media::Choices,
    /// What the document's own webhooks post.
    webhooks: Vec<Callback>,
}

/// How many components are lowered inside of each other before the next ones have to wait.
const DEEPEST: usize = 32;

fn component_pointer(name: &str) -> Pointer {
    Pointer::root().child("components").child("schemas").child(name)
}

impl<'a> Context<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            found: document.found.clone(),
            types: Vec::new(),
            headers: Vec::new(),
            known_headers: BTreeMap::new(),
            components: BTreeMap::new(),
            bases: BTreeMap::new(),
            listed_bases: BTreeMap::new(),
            own_members: BTreeMap::new(),
            depth: 0,
            inline: BTreeMap::new(),
            open_inline: 0,
            choices: BTreeMap::new(),
            webhooks: Vec::new(),
        }
    }

    /// Lowers every component in the order of names, so that their order in the document does not matter.
    fn all_components(&mut self) {
        let document = self.document;
        let Some(components) = &document.openapi.components else { return };
        let mut names: Vec<&String> = components.schemas.keys().collect();
        names.sort();
        for name in names {
            self.component(name);
        }
    }

    /// Returns the type of a component, which is lowered when it is first asked for.
    ///
    /// One that is asked for while it is being lowered, or at the end of a long way, stays pending for now: documents
    /// may nest deeper than the stack does.
    fn component(&mut self, name: &str) -> Type {
        match self.components.get(name) {
            Some(Some(ty)) => return ty.clone(),
            None if self.depth < DEEPEST => {}
            Some(None) | None => return Type::Pending(name.to_owned()),
        }
        self.components.insert(name.to_owned(), None);
        let document = self.document;
        let node: Option<&'a ReferenceOr<openapiv3::Schema>> =
            document.openapi.components.as_ref().and_then(|components| components.schemas.get(name));
        let Some(node) = node else { return Type::Value };
        let placed = view::Placed::new(node, component_pointer(name));
        self.depth += 1;
        let ty = self.schema(&placed, &Place::Component(name.to_owned(), String::new()));
        self.depth -= 1;
        self.components.insert(name.to_owned(), Some(ty.clone()));
        ty
    }

    /// Puts the types of components in the place of those that were pending.
    fn settle(&mut self) {
        let mut types = std::mem::take(&mut self.types);
        for ty in types.iter_mut().flat_map(|it| it.shape.types_mut()) {
            self.settle_type(ty, &mut Vec::new());
        }
        self.types = types;
        let mut components = self.components.clone();
        for ty in components.values_mut().flatten() {
            self.settle_type(ty, &mut Vec::new());
        }
        self.components = components;
    }

    fn settle_type(&mut self, ty: &mut Type, on_the_way: &mut Vec<String>) {
        let inner = ty.innermost_mut();
        let Type::Pending(name) = inner else { return };
        let name = name.clone();
        if on_the_way.contains(&name) {
            let instead = "let one of the schemas on the way be an object with `properties`";
            *inner =
                self.untyped(&component_pointer(&name), "a schema that holds nothing but itself", instead);
            return;
        }
        on_the_way.push(name.clone());
        *inner = self.components.get(&name).cloned().flatten().unwrap_or(Type::Value);
        self.settle_type(inner, on_the_way);
    }

    /// Makes room for the definition of a schema, so that what is inside can already refer to it.
    fn define(&mut self, place: &Place, view: &view::View<'_>, shape: Shape) -> TypeId {
        let data = &view.schema.schema_data;
        let mut docs = Docs::default();
        match data.description.as_deref().or(data.title.as_deref()) {
            Some(text) => docs.paragraphs(&sentence_if_short(text)),
            None => docs.own(&stand_in(place, &view.pointer)),
        }
        let id = self.define_as(place, &view.pointer, docs, shape);
        self.types[id.0].deprecated = data.deprecated;
        id
    }

    fn define_as(&mut self, place: &Place, pointer: &Pointer, docs: Docs, shape: Shape) -> TypeId {
        let id = TypeId(self.types.len());
        match place {
            Place::Component(name, part) if part.is_empty() => {
                self.components.insert(name.clone(), Some(Type::Named(id)));
            }
            Place::Component(name, part) if part == base::BASE => {
                self.own_members.insert(name.clone(), Type::Named(id));
            }
            _ => {}
        }
        self.remember_inline(pointer, id);
        self.types.push(TypeDef {
            name: String::new(),
            module: String::new(),
            place: place.clone(),
            stands_for: Vec::new(),
            pointer: pointer.clone(),
            docs,
            deprecated: false,
            shape,
            usage: Usage::default(),
            codec: Codec::Both,
            derives: Vec::new(),
            features: Vec::new(),
            written: true,
        });
        id
    }

    /// Falls back to any JSON value where the document says more than types can, and says so.
    fn untyped(&mut self, pointer: &Pointer, construct: &str, instead: &'static str) -> Type {
        let text = format!("{construct} is not supported: any JSON value is taken instead");
        self.found.add(rules::UNTYPED.at(pointer, text).help(instead));
        Type::Value
    }
}

/// Says what a definition is when the document does not.
fn stand_in(place: &Place, pointer: &Pointer) -> String {
    match place {
        Place::Component(name, part) if part.is_empty() => format!("The {} schema.", code(name)),
        Place::Inside(_, member) => format!("The {} member.", code(member)),
        _ => format!("The value at {}.", code(&pointer.to_string())),
    }
}

/// Ends a text of one line with a full stop; a longer text is left as it is.
fn sentence_if_short(text: &str) -> String {
    if text.trim().contains('\n') { text.to_owned() } else { sentence(text) }
}
