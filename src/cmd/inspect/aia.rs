//! `--aia`: the intermediates that are missing, from where the certificates say that their issuers are.
//! A client that does not fetch them (most do not) still refuses the chain; the diagnosis says so.

use crate::error::{Error, Result};
use crate::http::Fetch;
use crate::pki::cert::Cert;
use crate::pki::format::{Kind, pieces};

/// The issuers that are not in `pool`, as far as they can be fetched, and why others cannot.
pub(super) fn missing(pool: &[Cert], private: bool) -> Result<(Vec<Cert>, Vec<Error>)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::bug("the runtime does not start").because(e))?;
    let fetch = Fetch {
        private,
        ..Fetch::default()
    };
    let mut known = pool.to_vec();
    let mut failed = Vec::new();
    let mut next = 0;
    // Each certificate is looked at once, those that were fetched after those that were there.
    while next < known.len() && known.len() - pool.len() + failed.len() < MOST {
        let cert = known[next].clone();
        next += 1;
        let is_known = known.iter().any(|issuer| issuer.subject() == cert.issuer());
        let Some(url) = cert.issuer_urls().next().filter(|_| !is_known) else {
            continue;
        };
        match runtime.block_on(fetch.get(url)) {
            Ok(body) => known.extend(certs(&body)),
            Err(error) => {
                failed.push(error.context(format!("the issuer of `{}` cannot be fetched", cert.label())))
            }
        }
    }
    runtime.shutdown_background();
    Ok((known.split_off(pool.len()), failed))
}

/// DER as RFC 5280 §4.2.2.1 wants it, PKCS#7, or the PEM that some serve.
fn certs(body: &[u8]) -> Vec<Cert> {
    let (found, _) = pieces(body);
    let of_kind = found.iter().filter(|piece| piece.kind == Kind::Certificate);
    of_kind.filter_map(|piece| Cert::parse(&piece.der).ok()).collect()
}

/// No chain misses more issuers than this.
const MOST: usize = 8;
