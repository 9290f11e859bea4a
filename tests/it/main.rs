//! The one integration binary: the program from outside, real peers, and the house rules.

mod cli;
mod docs;
mod house;
mod inspect;
mod tlsctl;
mod trust;
