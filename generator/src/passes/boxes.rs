//! Types that would contain themselves without end get a `Box` where the circle closes, and only there.

use crate::ir::{Api, Shape, Type, TypeId};

/// Boxes every direct member whose type leads back to the definition it is in.
pub(super) fn box_recursion(api: &mut Api) {
    let direct: Vec<Vec<usize>> = api.types.iter().map(|it| direct_parts(&it.shape)).collect();
    let circles = circles(&direct);
    for (index, definition) in api.types.iter_mut().enumerate() {
        let own = circles[index];
        for ty in direct_types(&mut definition.shape) {
            if let Type::Named(TypeId(part)) = *ty
                && circles[part] == own
            {
                *ty = Type::Boxed(TypeId(part));
            }
        }
    }
}

/// Returns what stands in a definition without a list or a map around it, both of which are pointers already.
fn direct_types(shape: &mut Shape) -> Vec<&mut Type> {
    match shape {
        Shape::Struct(it) => it.fields.iter_mut().map(|it| &mut it.ty).collect(),
        Shape::Union(it) => it.variants.iter_mut().map(|it| &mut it.ty).collect(),
        Shape::Alternatives(it) => it.iter_mut().flat_map(|it| &mut it.fields).map(|it| &mut it.ty).collect(),
        _ => Vec::new(),
    }
}

fn direct_parts(shape: &Shape) -> Vec<usize> {
    let mut shape = shape.clone();
    let named = direct_types(&mut shape).into_iter().filter_map(|ty| match ty {
        Type::Named(TypeId(index)) => Some(*index),
        _ => None,
    });
    named.collect()
}

/// Returns, for each node, the number of its circle: of the strongly connected component it is in.
///
/// Tarjan's algorithm with its own stack, because documents may nest deeper than the call stack.
fn circles(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![NEW; edges.len()];
    let mut circle = vec![NEW; edges.len()];
    let mut open = Vec::new();
    let mut count = 0;
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.pop() {
            if next == 0 {
                order[node] = count;
                low[node] = count;
                count += 1;
                open.push(node);
            }
            if let Some(&part) = edges[node].get(next) {
                path.push((node, next + 1));
                if order[part] == NEW {
                    path.push((part, 0));
                } else if circle[part] == NEW {
                    low[node] = low[node].min(order[part]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = open.pop() {
                    circle[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn nodes_that_lead_back_to_each_other_share_a_circle() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 3, 4 -> 0
        let circles = circles(&[vec![1], vec![2], vec![0, 3], vec![3], vec![0]]);
        assert_eq!(circles[0], circles[1]);
        assert_eq!(circles[0], circles[2]);
        assert_ne!(circles[0], circles[3]);
        assert_ne!(circles[4], circles[0]);
    }
}
