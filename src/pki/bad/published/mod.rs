//! Cases about roots whose private key is in everybody's hands. The keys here are fresh: what is the same is the shape.

mod dsdtestprovider;
mod edellroot;
mod good_own_root;
mod mitm_software;
mod preact_cli;
mod root;
mod superfish;
mod webpack_dev_server;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "published-keys",
    title: "Published keys",
    summary: "Roots that programs brought along with a private key that everybody has: their shapes, with fresh keys.",
    cases: &[
        &good_own_root::CASE,
        &superfish::CASE,
        &edellroot::CASE,
        &dsdtestprovider::CASE,
        &preact_cli::CASE,
        &webpack_dev_server::CASE,
        &mitm_software::CASE,
    ],
};
