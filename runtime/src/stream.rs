//! Turns an answer that goes on into its bytes, or into its events, while they arrive.

mod body;
mod events;
mod framing;
mod records;

pub use body::BodyStream;
pub(crate) use body::Live;
pub use events::{Event, EventStream};
pub(crate) use events::{json, text, whole};
pub(crate) use framing::Framing;
