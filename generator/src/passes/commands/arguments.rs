//! What an operation is given, to arguments: its parameters, then the members of its body, or the body as a whole.

use super::values::{Written, written};
use crate::ir::{
    Api, Argument, ArgumentChoice, ArgumentKind, ArgumentPlace, Body, BodyContent, CommandBody, Docs, Field,
    FieldKind, Form, FormPart, FormRest, Operation, Parameter, Presence, Rest, Shape, Struct, Type, TypeId,
};
use crate::naming::{Asked, Scope, command_names, taken};

/// The arguments of a command, and what holds them together.
pub(super) struct Arguments {
    pub(super) body: Option<CommandBody>,
    pub(super) choices: Vec<ArgumentChoice>,
    pub(super) arguments: Vec<Argument>,
}

impl Arguments {
    /// Makes the arguments of an operation.
    pub(super) fn of(api: &Api, operation: &Operation) -> Self {
        let mut members = Members::new(api, operation);
        let body = operation.body.as_ref().map(|it| members.body(it));
        let mut arguments: Vec<Argument> = operation.parameters.iter().map(|it| parameter(api, it)).collect();
        let mut flags = Scope::with(taken::FLAGS);
        give_flags(&mut flags, &mut arguments);
        give_flags(&mut flags, &mut members.arguments);
        let choices = members.choices.into_iter().map(|(required, groups)| {
            let flag = |index: &usize| members.arguments[*index].flag.clone();
            let groups = groups.iter().map(|it| it.iter().map(flag).collect()).collect();
            ArgumentChoice { required, groups }
        });
        let choices = choices.collect();
        arguments.extend(members.arguments);
        Self { body, choices, arguments }
    }
}

/// Turns the names of arguments in the crate into flags; one whose flag is taken says where its value is sent.
fn give_flags(flags: &mut Scope, arguments: &mut [Argument]) {
    let asked = arguments.iter().map(|it| {
        let (place, more) = match &it.place {
            ArgumentPlace::Parameter { location, .. } => (location.word(), "parameter"),
            _ => ("body", "member"),
        };
        Asked { text: &it.flag, otherwise: format!("{place} {}", it.flag), more }
    });
    let names = command_names(flags, &asked.collect::<Vec<_>>());
    arguments.iter_mut().zip(names).for_each(|(it, name)| it.flag = name);
}

fn parameter(api: &Api, parameter: &Parameter) -> Argument {
    let place = ArgumentPlace::Parameter {
        wire_name: parameter.wire_name.clone(),
        location: parameter.location,
        style: parameter.style,
        allows_reserved: parameter.allows_reserved,
        encoding: parameter.encoding,
    };
    Argument {
        required: parameter.required,
        deprecated: parameter.deprecated,
        docs: parameter.docs.clone(),
        ..argument(api, &parameter.name, place, &parameter.ty)
    }
}

/// Makes an argument that need not be there; until it has a flag of its own, that is the name in the crate.
fn argument(api: &Api, name: &str, place: ArgumentPlace, ty: &Type) -> Argument {
    let Written { kind, list, values } = written(api, ty);
    Argument {
        flag: name.to_owned(),
        place,
        kind,
        list,
        values,
        required: false,
        or_null: false,
        deprecated: false,
        docs: Docs::default(),
    }
}

/// The arguments that make up a body, and the choices between groups of them, by their places.
struct Members<'a> {
    api: &'a Api,
    /// The member that the call itself sets.
    asked_by: Option<&'a str>,
    arguments: Vec<Argument>,
    choices: Vec<(bool, Vec<Vec<usize>>)>,
}

impl<'a> Members<'a> {
    fn new(api: &'a Api, operation: &'a Operation) -> Self {
        let asked_by = operation.asked_by.as_deref();
        Self { api, asked_by, arguments: Vec::new(), choices: Vec::new() }
    }

    fn body(&mut self, body: &Body) -> CommandBody {
        let structure = |id: TypeId| match &self.api.type_def(id).shape {
            Shape::Struct(it) => Some(it),
            _ => None,
        };
        match &body.content {
            BodyContent::Json(ty @ Type::Named(id), _) | BodyContent::Members(ty @ Type::Named(id), _) => {
                match structure(*id) {
                    Some(it) => self.members(it, None),
                    None => self.whole(body, ty),
                }
            }
            BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => self.whole(body, ty),
            BodyContent::Multipart(id) | BodyContent::UrlEncoded(id) => match structure(*id) {
                Some(it) => self.members(it, it.form.as_ref()),
                None => self.whole(body, &Type::Named(*id)),
            },
            BodyContent::Text(_) => self.whole(body, &Type::String),
            BodyContent::Binary(_) => self.whole(body, &Type::Upload),
        }
    }

    fn whole(&mut self, body: &Body, ty: &Type) -> CommandBody {
        let argument = argument(self.api, "body", ArgumentPlace::Body, ty);
        self.arguments.push(Argument { required: body.required, ..argument });
        CommandBody::Whole
    }

    fn members(&mut self, structure: &Struct, form: Option<&Form>) -> CommandBody {
        for (index, field) in structure.fields.iter().enumerate() {
            match field.kind {
                FieldKind::Alternatives => self.choice(field, form.is_some()),
                FieldKind::Member if self.asked_by == Some(field.wire_name.as_str()) => {}
                FieldKind::Member => {
                    let place = place(field, form.map(|it| it.parts[index]));
                    let index = self.member(field, place, field.presence == Presence::Required);
                    self.arguments[index].or_null = field.presence == Presence::RequiredNullable;
                }
            }
        }
        let rest = structure.rest.as_ref().filter(|it| !it.only_received);
        if form.is_none_or(|it| it.rest == FormRest::Values) {
            self.arguments.extend(rest.map(|it| further(self.api, it)));
        }
        if form.is_some() { CommandBody::Form } else { CommandBody::Object }
    }

    /// Adds the members of all groups, each once, and the choice between the groups.
    fn choice(&mut self, field: &Field, in_form: bool) {
        let Some(Shape::Alternatives(groups)) = field.ty.named().map(|id| &self.api.type_def(id).shape)
        else {
            return;
        };
        let first = self.arguments.len();
        let groups = groups.iter().map(|group| {
            let members = group.fields.iter().enumerate().map(|(index, field)| {
                let place = place(field, in_form.then(|| group.form[index]));
                let known = self.arguments[first..].iter().position(|it| it.place == place);
                known.map_or_else(|| self.member(field, place, false), |it| first + it)
            });
            members.collect()
        });
        let groups = groups.collect();
        let required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
        self.choices.push((required, groups));
    }

    /// Adds the argument of a member; returns where it is.
    fn member(&mut self, field: &Field, place: ArgumentPlace, required: bool) -> usize {
        self.arguments.push(Argument {
            required,
            deprecated: field.deprecated,
            docs: field.docs.clone(),
            ..argument(self.api, &field.name, place, &field.ty)
        });
        self.arguments.len() - 1
    }
}

/// Returns where a member is sent: by its part of a form, or in JSON.
fn place(field: &Field, part: Option<FormPart>) -> ArgumentPlace {
    match part {
        Some(part) => ArgumentPlace::Field(field.wire_name.clone(), part),
        None => ArgumentPlace::Member(field.wire_name.clone()),
    }
}

/// Makes the argument for members that the document does not list.
fn further(api: &Api, rest: &Rest) -> Argument {
    let argument = argument(api, &rest.name, ArgumentPlace::Rest, &rest.value);
    Argument { kind: ArgumentKind::Json, list: false, values: Vec::new(), ..argument }
}
