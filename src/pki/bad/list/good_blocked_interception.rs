//! A sound certificate of a CA whose key is on a list of interceptors to refuse.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-blocked-interception",
    wrong: "it is sound, and the key of its issuer is the one in spki.txt, which a client may block",
    client: "connect; a client that has the list as one of blocked interceptors refuses",
    citation: "Chromium, net/cert/crl_set.h, BlockedInterceptionSPKIs",
    make: |forge| forge.intercepting("blocked interceptor"),
    ..Case::CONTROL
};
