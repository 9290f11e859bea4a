//! Fingerprints: short names for how an implementation of TLS behaves. They tell stacks apart; they prove
//! nothing.

pub(crate) mod ja3;
pub(crate) mod ja4;
pub(crate) mod jarm;

use aws_lc_rs::digest::{SHA256, digest};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(text: &str) -> String {
    hex(digest(&SHA256, text.as_bytes()).as_ref())
}

fn joined(numbers: impl IntoIterator<Item = u16>, separator: &str) -> String {
    let numbers: Vec<String> = numbers.into_iter().map(|number| number.to_string()).collect();
    numbers.join(separator)
}
