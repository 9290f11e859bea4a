//! The scans, one question each.
//!
//! To add one: a file with a `struct` that implements [`Scan`], the rules it can find on top, and two lines
//! here: `mod x;` and `&x::X` in [`ALL`], which is the order of the report.

mod certificate;
mod groups;
mod handshake;
mod protocol;
mod simple;
mod sni;
mod suites;

use super::Scan;

/// Every scan, in the order of the report.
pub(crate) static ALL: &[&dyn Scan] = &[
    &protocol::PROTOCOL,
    &handshake::Handshake,
    &certificate::Certificate,
    &certificate::Chain,
    &sni::Sni,
    &suites::SUITES,
    &groups::GROUPS,
];
