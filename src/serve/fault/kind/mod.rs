//! The faults, one file each.
//!
//! To add one: a file with one `static FAULT`, which says what it does to a [`Plan`], and two words here.
//! `--fault list` and the completions then know it; the test that walks the list fails until
//! `tests/it/serve/fault.rs` says what clients see of it.

mod alert;
mod bad_mac;
mod close;
mod drip;
mod empty_record;
mod flaky;
mod garbage;
mod half_close;
mod hello_extension;
mod hello_retry;
mod hello_suite;
mod hello_version;
mod no_close_notify;
mod no_tickets;
mod oversized_record;
mod record_version;
mod reset;
mod short_body;
mod slow_body;
mod stall;
mod tiny_records;
mod truncated_record;

use std::sync::Arc;

use super::Fault;
use super::plan::{Objection, Plan};
use crate::wire::record::{ContentType, write};
use crate::wire::server_hello::ServerHello;
use crate::wire::version::Version;

/// Every fault, in the order of a connection.
pub(crate) static ALL: &[&Fault] = &[
    &close::FAULT,
    &reset::FAULT,
    &stall::FAULT,
    &half_close::FAULT,
    &drip::FAULT,
    &garbage::FAULT,
    &alert::FAULT,
    &record_version::FAULT,
    &empty_record::FAULT,
    &tiny_records::FAULT,
    &truncated_record::FAULT,
    &oversized_record::FAULT,
    &hello_version::FAULT,
    &hello_suite::FAULT,
    &hello_extension::FAULT,
    &hello_retry::FAULT,
    &bad_mac::FAULT,
    &no_tickets::FAULT,
    &slow_body::FAULT,
    &short_body::FAULT,
    &no_close_notify::FAULT,
    &flaky::FAULT,
];

/// A number of sixteen bits, written as `0x0305` or in decimal.
fn number(value: Option<&str>, default: u16) -> Result<u16, Objection> {
    let Some(text) = value else {
        return Ok(default);
    };
    let read = match text.strip_prefix("0x") {
        Some(digits) => u16::from_str_radix(digits, 16),
        None => text.parse(),
    };
    read.map_err(|_| Objection::Value)
}

/// Changes the ServerHello. In TLS 1.2 other messages may follow it in the same record, and stay.
fn hello(plan: &mut Plan, change: impl Fn(&mut ServerHello) + Send + Sync + 'static) {
    plan.edits.push(Arc::new(move |place, record| {
        let changed = match record.as_slice() {
            [_, high, low, _, _, 2, message @ ..] if place.is_hello() => {
                let version = Version(u16::from_be_bytes([*high, *low]));
                changed(message, &change).map(|payload| write(ContentType::HANDSHAKE, version, &payload))
            }
            _ => None,
        };
        changed.unwrap_or(record)
    }));
}

/// A payload that begins with a ServerHello's length, with that message changed.
fn changed(message: &[u8], change: impl Fn(&mut ServerHello)) -> Option<Vec<u8>> {
    let (length, rest) = message.split_first_chunk::<3>()?;
    let length = u32::from_be_bytes([0, length[0], length[1], length[2]]);
    let (body, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let mut hello = ServerHello::read_body(body).ok()?;
    change(&mut hello);
    let mut payload = hello.to_message();
    payload.extend_from_slice(rest);
    Some(payload)
}
