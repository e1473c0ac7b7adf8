//! A number to a resource: what it and its tag are called, and which other one it refers to.

use serde_json::{Value, json};

/// How many operations a resource has, and how many resources a tag.
pub(crate) const OPERATIONS: usize = 5;
const RESOURCES: usize = 4;

/// What the resources of a tag are, and what they are called when there are several.
const KINDS: [[&str; 2]; RESOURCES] =
    [["Order", "orders"], ["Shipment", "shipments"], ["Invoice", "invoices"], ["Customer", "customers"]];

/// Something that is listed, made, read, changed and removed.
#[derive(Debug)]
pub(crate) struct Resource {
    /// What its schemas are called after: `Order12`.
    pub(crate) name: String,
    /// The part of its paths that tells it from others: `region-12/orders`.
    pub(crate) path: String,
    /// The name of its tag: `Region 12`.
    pub(crate) tag: String,
    /// Whether it is the first one of its tag.
    pub(crate) is_first: bool,
    /// The resource that it refers to. The last of a tag refers to the first, so that there are rings.
    pub(crate) next: String,
}

impl Resource {
    /// Lists the resources that so many operations are about.
    pub(crate) fn all(operations: usize) -> impl Iterator<Item = Self> {
        let count = operations.div_ceil(OPERATIONS);
        (0..count).map(move |index| {
            let (tag, [kind, plural]) = (index / RESOURCES, KINDS[index % RESOURCES]);
            let is_last = index + 1 == count || (index + 1) % RESOURCES == 0;
            let [next, _] = if is_last { KINDS[0] } else { KINDS[index % RESOURCES + 1] };
            Self {
                name: format!("{kind}{tag}"),
                path: format!("region-{tag}/{plural}"),
                tag: format!("Region {tag}"),
                is_first: index % RESOURCES == 0,
                next: format!("{next}{tag}"),
            }
        })
    }

    /// Makes the object of its tag.
    pub(crate) fn describe_tag(&self) -> Value {
        let about = format!("How all that is in {} is listed, made, read, changed and removed.", self.tag);
        json!({ "name": self.tag, "description": about })
    }
}
