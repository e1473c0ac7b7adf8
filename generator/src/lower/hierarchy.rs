//! Schemas that list their own children: a base whose alternatives are schemas that have it in their `allOf`.

use super::Context;
use super::view::{Node, Placed, View};

impl<'a> Context<'a> {
    /// Whether each alternative of a schema has that schema in its own `allOf`: so what the base says is in each of them
    /// already, and a child is not one of its siblings.
    pub(super) fn is_base_of_its_branches(&self, view: &View<'a>) -> bool {
        let mut branches = view.one_of.iter().chain(&view.any_of).peekable();
        branches.peek().is_some() && branches.all(|it| self.is_child(it, view))
    }

    /// Whether a schema is among the alternatives of another.
    pub(super) fn lists(&self, base: &View<'a>, view: &View<'a>) -> bool {
        let branches = base.one_of.iter().chain(&base.any_of);
        branches.filter_map(|it| self.look(it)).any(|it| it.pointer == view.pointer)
    }

    fn is_child(&self, branch: &Placed<'a>, base: &View<'a>) -> bool {
        let Some(branch) = self.look(branch) else { return false };
        branch.all_of.iter().any(|member| match member.node {
            Node::Reference(reference) => self.follow(reference).is_ok_and(|it| it.pointer == base.pointer),
            Node::Schema(_) | Node::Made(_) => false,
        })
    }
}
