//! A sound certificate of a CA whose key is on a list of known interceptors.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-known-interception",
    wrong: "it is sound, and the key of its issuer is the one in spki.txt",
    client: "connect; a client that has the list as one of known interceptors says so",
    citation: "Chromium, net/cert/crl_set.h, KnownInterceptionSPKIs",
    make: |forge| forge.intercepting("interceptor"),
    ..Case::CONTROL
};
