//! The one integration binary: the program from outside, real peers, and the house rules.

mod cli;
mod docs;
mod r#gen;
mod house;
mod inspect;
mod judge;
mod probe;
mod tlsctl;
mod trust;
