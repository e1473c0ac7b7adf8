//! Members that stand beside alternatives: each alternative has them too, so that no value loses the type of either.

use std::rc::Rc;

use super::Context;
use super::merge::{ANYTHING, combine};
use super::object::is_required_only;
use super::view::{Made, Node, Placed, View};
use crate::ir::JsonKind;
use crate::pointer::Pointer;

/// How many alternatives several unions may come to.
const MOST: usize = 16;
/// How many members alternatives may get from what stands beside them, all together.
const MOST_MEMBERS: usize = 2000;

impl<'a> Context<'a> {
    /// Returns the alternatives of an object, each with the members that stand beside all of them; nothing when one of
    /// them is no object, has alternatives itself, or there are too many.
    pub(super) fn distributed(&mut self, view: &View<'a>) -> Option<Vec<Placed<'a>>> {
        let mut common = view.clone();
        common.set_alternatives(Vec::new());
        if common.properties.len() * view.alternatives().len() > MOST_MEMBERS {
            return None;
        }
        view.alternatives().iter().map(|it| self.with_members(&common, it)).collect()
    }

    /// Returns what values are that are one of several unions each: an alternative for each choice from all of them;
    /// nothing when these are too many, or one of them is no object.
    pub(super) fn product(&mut self, view: &View<'a>) -> Option<Vec<Placed<'a>>> {
        let mut chosen = view.alternatives().clone();
        for further in &view.further {
            if chosen.len() * further.len() > MOST {
                return None;
            }
            let mut pairs = Vec::new();
            for (index, first) in chosen.iter().enumerate() {
                for (other, second) in further.iter().enumerate() {
                    let name = format!("{} {}", self.own_name(first, index), self.own_name(second, other));
                    let (first, own) = (self.members_alone(first)?, self.members_alone(second)?);
                    let mut both = self.both(&first, own, view.pointer.clone());
                    // The words of either are not about both.
                    both.schema = &ANYTHING;
                    pairs.push(made(both, None, Some(name)));
                }
            }
            chosen = pairs;
        }
        Some(chosen)
    }

    fn with_members(&mut self, common: &View<'a>, branch: &Placed<'a>) -> Option<Placed<'a>> {
        let own = self.members_alone(branch)?;
        let has = |name: &str| own.properties.iter().any(|it| it.name == name);
        let says_it_all = common.properties.iter().all(|it| has(it.name))
            && common.required.iter().all(|it| own.required.contains(it));
        if says_it_all {
            return Some(branch.clone());
        }
        let view = self.both(common, own, common.pointer.clone());
        Some(made(view, branch.reference(), None))
    }

    /// Returns what a branch says, if that is nothing but which members there are.
    fn members_alone(&mut self, branch: &Placed<'a>) -> Option<View<'a>> {
        let own = self.merged_view(branch)?;
        let is_object = own.kind.is_none_or(|it| it == JsonKind::Object);
        let is_alone = own.alternatives().is_empty() || is_required_only(&own);
        (is_object && is_alone && !own.not && own.values.is_empty() && own.items.is_none()).then_some(own)
    }

    /// Returns what two schemas say together; their place is that of the whole, because neither says it all.
    fn both(&mut self, first: &View<'a>, mut second: View<'a>, at: Pointer) -> View<'a> {
        self.reconcile(first, &mut second);
        let schema = second.schema;
        let mut view = first.clone();
        combine(&mut view, second);
        view.schema = schema;
        view.pointer = at;
        view
    }
}

fn made<'a>(view: View<'a>, reference: Option<&'a str>, name: Option<String>) -> Placed<'a> {
    let pointer = view.pointer.clone();
    Placed { node: Node::Made(Rc::new(Made { view, reference, name })), pointer }
}
