//! JARM, for those who compare servers by it: ten connections, and so only when asked for.

use std::borrow::Cow;

use crate::model::{Finding, Rule, Section, Value};
use crate::probe::survey::hello::random;
use crate::probe::{Attempt, Evidence, Inquiry, Next, Observation, Reply, Scan};
use crate::wire::fingerprint::jarm;
use crate::wire::flight;

/// The scan.
pub(super) struct Jarm;

/// What became of one of the ten.
struct Described {
    nth: usize,
    text: Result<String, String>,
}

impl Scan for Jarm {
    fn id(&self) -> &'static str {
        "jarm"
    }

    fn summary(&self) -> &'static str {
        "the JARM fingerprint (ten connections)"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[("fingerprint.jarm", "the JARM fingerprint")]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        &[]
    }

    fn is_default(&self) -> bool {
        false
    }

    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
        let name = seen.task.sni.clone().unwrap_or_default();
        let ask = |nth| -> Box<dyn Inquiry> {
            Box::new(Ask {
                nth,
                name: name.clone(),
            })
        };
        (0..jarm::HELLOS.len()).map(ask).collect()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let mut all: Vec<&Described> = seen.all::<Described>().collect();
        all.sort_by_key(|described| described.nth);
        let texts: Result<Vec<String>, String> = all.iter().map(|described| described.text.clone()).collect();
        let value = match texts {
            Ok(texts) if texts.len() == jarm::HELLOS.len() => Value::Text(jarm::hash(&texts)),
            Ok(_) => Value::Inconclusive("not all of the ten hellos were sent".to_owned()),
            Err(why) => Value::Inconclusive(why),
        };
        (Section::new("fingerprint").with("jarm", value), Vec::new())
    }
}

struct Ask {
    nth: usize,
    name: String,
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        format!("jarm/{}", self.nth).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            let record = jarm::HELLOS[self.nth].record(&self.name, random());
            return Next::Hello(Attempt::new(record, flight::is_complete));
        };
        let described = jarm::describe(&reply.received);
        let text = match reply.ending.inconclusive() {
            Some(why) if described == "|||" => Err(why),
            _ => Ok(described),
        };
        Next::Done(vec![Observation::new(Described { nth: self.nth, text })])
    }
}
