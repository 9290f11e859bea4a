//! What is asked for, of one target: everything that scans need to know to plan and to judge.

use std::sync::Arc;

use jiff::Timestamp;
use rustls::sign::CertifiedKey;

use super::target::Target;
use crate::pki::cert::Cert;
use crate::pki::host::Host;

/// One target with the questions' settings.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// What the user named.
    pub(crate) target: Target,
    /// The server name to send; `None` sends none.
    pub(crate) sni: Option<String>,
    /// The name that the certificate must cover; `None` where there is none to check.
    pub(crate) host: Option<Host>,
    /// The moment that validity is judged at.
    pub(crate) now: Timestamp,
    /// Whom to trust; `None` where trust is not to be judged.
    pub(crate) anchors: Option<Arc<[Cert]>>,
    /// The certificate to present where one is asked for.
    pub(crate) identity: Option<Arc<CertifiedKey>>,
}
