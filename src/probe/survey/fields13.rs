//! The finite fields of TLS 1.3, by removal, beside the survey of its other groups (`tls13`), so that neither
//! waits for the other's answers. Asked only where a first handshake took a curve, behind which servers rank the
//! fields; not where it took a hybrid: who has those ranks tuples of groups, or has no fields.

use super::answer::Answer;
use super::ffdhe;
use super::hello::Offer;
use super::tls13::{Lists, Share};
use crate::probe::preflight::DEFAULT;
use crate::probe::{Evidence, Inquiry, Observation};
use crate::wire::group::Group;
use crate::wire::version::Version;

/// What was found out.
#[derive(Clone, Debug, Default)]
struct Fields {
    /// The groups, in the order the server picked them.
    groups: Vec<Group>,
    /// Why the list may be incomplete, where it may.
    incomplete: Option<String>,
}

/// The inquiry's id.
const ID: &str = "tls1_3/fields";

/// Whether the fields are asked for apart.
pub(super) fn is_apart(seen: &Evidence) -> bool {
    let session = seen.handshake(DEFAULT).and_then(|handshake| handshake.session());
    let established = session.and_then(|session| session.established.as_ref());
    established.is_some_and(|established| {
        let is_curve = established
            .group
            .is_some_and(|group| !Group(u16::from(group)).is_post_quantum());
        is_curve && Version(u16::from(established.version)) == Version::TLS1_3
    })
}

/// The inquiry.
pub(super) fn inquiry(sni: Option<String>) -> Box<dyn Inquiry> {
    let offer = Offer::whole(Version::TLS1_3, sni);
    let fields: Vec<Group> = offer
        .groups
        .iter()
        .copied()
        .filter(|group| group.is_ffdhe())
        .collect();
    ffdhe::survey(ID, offer, fields, by_hello, |groups, incomplete| {
        Observation::new(Fields { groups, incomplete })
    })
}

/// The group that a server asks for or agrees to.
fn by_hello(answer: &Answer) -> Option<Group> {
    answer.flight.server_hello.as_ref()?.group()
}

/// What is known of TLS 1.3's suites and of all of its groups.
pub(crate) fn with_fields(seen: &Evidence) -> Option<Lists> {
    let mut lists = seen.first::<Lists>()?.clone();
    if !is_apart(seen) {
        return Some(lists);
    }
    let unknown = || "the finite fields were not all asked for".to_owned();
    match seen.first::<Fields>() {
        None => lists.incomplete = lists.incomplete.or_else(|| Some(unknown())),
        Some(fields) if fields.groups.is_empty() && lists.share != Share::Empty => {
            lists.incomplete = lists.incomplete.or_else(|| Some(unknown()));
        }
        Some(fields) => {
            lists.groups.extend(&fields.groups);
            let is_open = !lists.group_tuples.is_empty() && fields.groups.len() > 1;
            let open = is_open.then(|| "whose order of finite fields decides was not asked".to_owned());
            lists.incomplete = lists.incomplete.or_else(|| fields.incomplete.clone()).or(open);
        }
    }
    Some(lists)
}
