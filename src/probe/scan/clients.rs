//! Which well-known clients could connect, and with what: worked out from what the other scans found,
//! without a connection for any of them.

use super::simple::Simple;
use crate::model::{Fact, Finding, Section, Value};
use crate::probe::client::negotiation::{Agreed, Nameless, Outcome, Server};
use crate::probe::client::{self, Client};
use crate::probe::survey::known;
use crate::probe::survey::name::{Asked, Manner};
use crate::probe::{Evidence, Inquiry};

/// The scan.
pub(super) static CLIENTS: Simple = Simple {
    id: "clients",
    summary: "which well-known clients could connect, without asking for them",
    section: "clients",
    facts: &[
        (
            "clients.CLIENT.connects",
            "whether the client and the server agree, for each client such as `android_4_4_2`",
        ),
        ("clients.CLIENT.name", "what people call the client"),
        ("clients.CLIENT.version", "the version that they agree on"),
        ("clients.CLIENT.suite", "the suite that they agree on"),
        ("clients.CLIENT.group", "the group of the key exchange"),
        (
            "clients.CLIENT.other_certificate",
            "that it gets another certificate, since it sends no server name",
        ),
        ("clients.CLIENT.reason", "why they do not agree"),
        (
            "clients.CLIENT.source",
            "who saw the client's hello: captured, ssllabs, testssl.sh",
        ),
    ],
    rules: &[],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::parameters(seen));
    plan.extend(known::signatures(seen));
    plan.extend(known::fields(seen));
    plan.extend(known::orders(seen));
    if seen.task.sni.is_some() {
        plan.extend(Asked::plan(seen, Manner::None, None));
        plan.extend(Asked::plan(seen, Manner::Right, seen.task.sni.clone()));
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    if seen.versions().next().is_none() {
        return;
    }
    let server = Server::of(seen);
    for client in client::all() {
        section.push(client.id, met(client, &server));
    }
}

fn met(client: &Client, server: &Server) -> Value {
    let mut facts = vec![Fact::new("name", client.name)];
    match client.meets(server) {
        Outcome::Agreed(Agreed {
            version,
            suite,
            group,
        }) => {
            facts.push(Fact::new("connects", true));
            facts.push(Fact::new("version", version.to_string()));
            let suite = suite.map(|suite| suite.name().into_owned());
            facts.push(Fact::new("suite", known_or(suite.map(Some))));
            facts.push(Fact::new(
                "group",
                known_or(group.map(|group| group.map(|group| group.to_string()))),
            ));
            if !client.sends_name && server.nameless == Nameless::OtherCertificate {
                facts.push(Fact::new("other_certificate", true));
            }
        }
        Outcome::Refused(why) => {
            facts.push(Fact::new("connects", false));
            facts.push(Fact::new("reason", why));
        }
        Outcome::Open(why) => facts.push(Fact::new("connects", Value::Inconclusive(why))),
    }
    facts.push(Fact::new("source", client.source.id()));
    Value::Map(facts)
}

fn known_or(known: Result<Option<String>, String>) -> Value {
    known.map_or_else(Value::Inconclusive, Value::from)
}
