//! What the peers of `tlsctl serve` are allowed, from flags and file.

use std::time::Duration;

use super::settings::fill;
use crate::cli::ServeLimits;
use crate::config::Table;
use crate::error::{Error, Result};
use crate::serve::limit::Limits;

/// What the flags leave open, from the file.
pub(super) fn complete(flags: &mut ServeLimits, file: &Table) -> Result<()> {
    let at_least_one = |key: &str| match file.number(key) {
        Some(0) => Err(Error::usage(format!("`{key}` is 0")).hint("leave it out for the default")),
        number => Ok(number),
    };
    let count = |key: &str| {
        let count = at_least_one(key)?.map(u32::try_from);
        count
            .transpose()
            .map_err(|_| Error::usage(format!("`{key}` is larger than {}", u32::MAX)))
    };
    fill(&mut flags.handshake_timeout, at_least_one("handshake_timeout")?);
    fill(&mut flags.header_timeout, at_least_one("header_timeout")?);
    fill(&mut flags.idle_timeout, at_least_one("idle_timeout")?);
    fill(&mut flags.stall_timeout, at_least_one("stall_timeout")?);
    fill(&mut flags.max_connections, count("max_connections")?);
    fill(
        &mut flags.max_connections_per_ip,
        count("max_connections_per_ip")?,
    );
    fill(&mut flags.max_body, file.number("max_body"));
    fill(&mut flags.grace, file.number("grace"));
    Ok(())
}

/// The limits: what was asked for, and the defaults for the rest.
pub(super) fn of(flags: &ServeLimits, defaults: Limits) -> Limits {
    let time = |asked: Option<u64>, default| asked.map_or(default, Duration::from_secs);
    let count = |asked: Option<u32>, default| {
        let count = asked.and_then(|count| usize::try_from(count).ok());
        // More than that a semaphore does not count.
        count.map_or(default, |count| count.min(tokio::sync::Semaphore::MAX_PERMITS))
    };
    Limits {
        handshake: time(flags.handshake_timeout, defaults.handshake),
        head: time(flags.header_timeout, defaults.head),
        idle: time(flags.idle_timeout, defaults.idle),
        stall: time(flags.stall_timeout, defaults.stall),
        connections: count(flags.max_connections, defaults.connections),
        per_address: count(flags.max_connections_per_ip, defaults.per_address),
        body: flags.max_body.unwrap_or(defaults.body),
        grace: time(flags.grace, defaults.grace),
    }
}
