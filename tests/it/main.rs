//! The one integration binary: the program from outside, real peers, and the house rules.
#![allow(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "tests prepare files and look at them without the program's help, and a scenario is told whole"
)]

mod bad;
mod bad_revocation;
mod bounds;
mod cli;
mod docs;
mod formats;
mod r#gen;
mod gen_directory;
mod gen_ensure;
mod gen_forms;
mod gen_pki;
mod gen_request;
mod gen_revocation;
mod house;
mod ids;
mod inspect;
mod inspect_judged;
mod inspect_odd;
mod inspect_output;
mod inspect_policy;
mod judge;
mod lint;
mod matrix;
mod pkits;
mod probe;
mod serve;
mod tlsctl;
mod trust;
mod words;
