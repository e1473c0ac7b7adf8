//! JSON pointers into values of a type: which member they lead to.

use super::Context;
use crate::ir::{Field, FieldKind, Shape, Type, TypeId};
use crate::pointer::Pointer;

/// What a pointer leads to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) ty: Type,
    /// The names of the fields on the way, unless it leads through something else than structs.
    pub(super) path: Option<Vec<String>>,
}

impl Context<'_> {
    /// Follows a pointer through a type; nothing when values of the type have no such place.
    pub(super) fn member(&self, ty: &Type, pointer: &Pointer) -> Option<Member> {
        let mut member = Member { ty: ty.clone(), path: Some(Vec::new()) };
        for token in pointer.tokens() {
            member = self.step(member, &token)?;
        }
        Some(member)
    }

    fn step(&self, from: Member, token: &str) -> Option<Member> {
        let unnamed = |ty: &Type| Some(Member { ty: ty.clone(), path: None });
        match &from.ty {
            Type::Named(id) | Type::Boxed(id) => match &self.types[id.0].shape {
                Shape::Struct(_) => {
                    let field = self.field_called(*id, token)?;
                    let path = from.path.map(|path| [path, vec![field.name.clone()]].concat());
                    Some(Member { ty: field.ty.clone(), path })
                }
                // Some of the types may have it; as what, is seen when the value is there.
                Shape::Union(_) | Shape::ByStatus(_) => unnamed(&Type::Value),
                Shape::Alternatives(_) | Shape::StringEnum { .. } | Shape::IntegerEnum { .. } => None,
            },
            Type::Nullable(inner) => self.step(Member { ty: (**inner).clone(), path: None }, token),
            Type::List(item) if token.parse::<usize>().is_ok() => unnamed(item),
            Type::Map(item) => unnamed(item),
            Type::Value => unnamed(&Type::Value),
            _ => None,
        }
    }

    /// Returns the member of a struct, also when it is one of a group.
    pub(super) fn field_called(&self, id: TypeId, wire_name: &str) -> Option<&Field> {
        let Shape::Struct(structure) = &self.types[id.0].shape else { return None };
        structure.fields.iter().find_map(|field| match field.kind {
            FieldKind::Member => (field.wire_name == wire_name).then_some(field),
            FieldKind::Alternatives => match &self.types[field.ty.named()?.0].shape {
                Shape::Alternatives(groups) => {
                    groups.iter().flat_map(|it| &it.fields).find(|it| it.wire_name == wire_name)
                }
                _ => None,
            },
        })
    }
}
