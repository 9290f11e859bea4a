//! `HOST:PORT` as an input: the certificates that a server sends. A file of that name comes first.

use std::path::Path;

use super::gather::{Input, Reading};
use crate::cmd::probe::server_name;
use crate::error::{Error, Result};
use crate::pki::host::Host;
use crate::probe::limit::Limits;
use crate::probe::scan;
use crate::probe::starttls;
use crate::probe::stop::Stopper;
use crate::probe::target::Target;
use crate::probe::task::Task;
use crate::probe::transport::Family;
use crate::probe::visit::{Visit, chain};

/// The server that an input names: HOST:PORT or a URL, where there is no such file.
pub(super) fn target(path: &Path) -> Option<Target> {
    let text = path.to_str()?;
    let port = text.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())
    });
    let is_named = text.contains("://") || (port && !text.contains('/'));
    (is_named && !path.exists())
        .then(|| Target::parse(text).ok())
        .flatten()
}

/// What the server sends.
pub(super) fn read(target: Target, reading: Reading) -> Input {
    let name = target.to_string();
    // Who sends another name means it: that is whom the certificate is for.
    let host = match reading.sni.map(Host::parse) {
        Some(Ok(host)) if reading.sni != Some("none") => host,
        _ => target.host.clone(),
    };
    match fetch(target, reading) {
        Ok(sent) => Input::sent(name, host, sent),
        Err(error) => Input::failed(name, error),
    }
}

fn fetch(target: Target, reading: Reading) -> Result<Vec<Vec<u8>>> {
    let task = Task {
        sni: match reading.sni {
            None => target.server_name(),
            Some("none") => None,
            Some(name) => Some(server_name(name)?),
        },
        host: None,
        now: crate::clock::now(),
        anchors: None,
        stores: std::sync::Arc::new([]),
        starttls: starttls::ALL
            .iter()
            .copied()
            .find(|known| Some(known.id) == reading.starttls),
        http_port: None,
        crls: std::sync::Arc::new([]),
        lint: None,
        fetches_issuers: false,
        asks_quic: false,
        identity: None,
        resolver: None,
        ech: None,
        target,
    };
    // The scans that cost nothing: one handshake answers them.
    let scans = scan::ALL.iter().copied().filter(|scan| scan.is_free());
    let how = Visit {
        connect: reading.connect.cloned(),
        proxy: reading.proxy.cloned(),
        family: Family::Any,
        every_address: false,
        limits: Limits {
            timeout: reading.timeout.unwrap_or(Limits::DEFAULT.timeout),
            ..Limits::DEFAULT
        },
        scans: scans.collect(),
        stop: Stopper::new().listen(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::bug("the runtime does not start").because(e))?;
    let sent = runtime.block_on(chain(task, &how));
    runtime.shutdown_background();
    sent
}
