//! What the peers of `tlsctl serve` are allowed, from flags and file.

use std::ops::RangeInclusive;

use super::super::length;
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
    let seconds = |key: &str| Ok(at_least_one(key)?.map(|seconds| seconds.to_string()));
    fill(&mut flags.handshake_timeout, seconds("handshake_timeout")?);
    fill(&mut flags.header_timeout, seconds("header_timeout")?);
    fill(&mut flags.idle_timeout, seconds("idle_timeout")?);
    fill(&mut flags.stall_timeout, seconds("stall_timeout")?);
    fill(&mut flags.max_connections, count("max_connections")?);
    fill(
        &mut flags.max_connections_per_ip,
        count("max_connections_per_ip")?,
    );
    fill(&mut flags.max_body, file.number("max_body"));
    fill(
        &mut flags.grace,
        file.number("grace").map(|seconds| seconds.to_string()),
    );
    Ok(())
}

/// The limits: what was asked for, and the defaults for the rest.
pub(super) fn of(flags: &ServeLimits, defaults: Limits) -> Result<Limits> {
    let time = |flag: &str, asked: &Option<String>, default| {
        let asked = asked.as_deref().map(|text| length::wait(flag, text, PATIENCE));
        asked.unwrap_or(Ok(default))
    };
    let count = |asked: Option<u32>, default| {
        let count = asked.and_then(|count| usize::try_from(count).ok());
        // More than that a semaphore does not count.
        count.map_or(default, |count| count.min(tokio::sync::Semaphore::MAX_PERMITS))
    };
    let grace = flags.grace.as_deref();
    let grace = grace.map(|text| length::wait("--grace", text, 0..=*PATIENCE.end()));
    Ok(Limits {
        handshake: time(
            "--handshake-timeout",
            &flags.handshake_timeout,
            defaults.handshake,
        )?,
        head: time("--header-timeout", &flags.header_timeout, defaults.head)?,
        idle: time("--idle-timeout", &flags.idle_timeout, defaults.idle)?,
        stall: time("--stall-timeout", &flags.stall_timeout, defaults.stall)?,
        connections: count(flags.max_connections, defaults.connections),
        per_address: count(flags.max_connections_per_ip, defaults.per_address),
        body: flags.max_body.unwrap_or(defaults.body),
        grace: grace.unwrap_or(Ok(defaults.grace))?,
    })
}

/// What a server can be told to wait, in seconds: a century is as good as for ever, and can be added to now.
pub(super) const PATIENCE: RangeInclusive<u64> = 1..=100 * 31_536_000;
