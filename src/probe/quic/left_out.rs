//! The one who would ask, in a build without the feature `quic`.

use std::net::SocketAddr;
use std::time::Duration;

use super::{Answer, Cost, Question};

/// Says so.
pub(in crate::probe) async fn call(_: SocketAddr, _: &Question, _: Duration) -> (Answer, Cost) {
    let why = "this tlsctl was built without the feature `quic`".to_owned();
    (Answer::Silent(why), Cost::default())
}
