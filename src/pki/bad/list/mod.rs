//! Cases about lists that a client may have beside its roots: each comes with what the list would hold.

mod captive_portal;
mod good_blocked_interception;
mod good_known_interception;
mod good_pinned;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "lists",
    title: "Lists of clients",
    summary: "A client can have lists of its own, of pins, interceptors and portals; without them it judges by the chain alone.",
    cases: &[
        &good_pinned::CASE,
        &good_known_interception::CASE,
        &good_blocked_interception::CASE,
        &captive_portal::CASE,
    ],
};
