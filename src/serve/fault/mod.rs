//! Faults that a server commits on purpose, so that clients can be tried: a connection that breaks off,
//! hangs or drips at any step, records and hellos that are wrong, bodies that lie. What a fault does to a
//! connection is a [`Plan`]; [`shim`] carries it out on bytes, between rustls and the socket, and
//! [`body`] on the bodies of answers. Nothing here runs unless it was asked for.
//!
//! To add a fault: see [`kind`].

pub(crate) mod body;
pub(crate) mod kind;
mod plan;
pub(crate) mod shim;

pub(crate) use kind::ALL;
pub(crate) use plan::{Plan, Step, Strike};

use crate::error::{Error, Result};
use plan::{End, Objection};

/// A fault that can be asked for.
pub(crate) struct Fault {
    /// Its name on the command line.
    pub(crate) id: &'static str,
    /// What may stand behind the name, as usage shows it: `[=STEP]`; empty where nothing may.
    pub(crate) value: &'static str,
    /// What the server does.
    pub(crate) what: &'static str,
    /// What a client should do.
    pub(crate) client: &'static str,
    /// Where that is written.
    pub(crate) citation: &'static str,
    /// Adds it to a plan, with the value where there is one.
    plan: fn(&mut Plan, Option<&str>) -> std::result::Result<(), Objection>,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Reads faults as they are written on the command line, `KIND` or `KIND=VALUE`, into one plan.
///
/// # Errors
///
/// A usage error where one is unknown or its value is not understood, or where two exclude each other.
pub(crate) fn plan(texts: &[String]) -> Result<Plan> {
    let mut plan = Plan::default();
    for text in texts {
        let (id, value) = match text.split_once('=') {
            Some((id, value)) => (id, Some(value)),
            None => (text.as_str(), None),
        };
        let fault = ALL.iter().find(|fault| fault.id == id).ok_or_else(|| {
            Error::usage(format!("there is no fault `{id}`")).hint("`tlsctl serve --fault list` shows all")
        })?;
        let bare = fault.value.is_empty() && value.is_some();
        let planned = if bare {
            Err(Objection::Value)
        } else {
            (fault.plan)(&mut plan, value)
        };
        planned.map_err(|objection| match objection {
            Objection::Value => Error::usage(format!("the fault `{text}` is not understood")).hint(format!(
                "write --fault {id}{}; `--fault list` says more",
                fault.value
            )),
            Objection::Taken => Error::usage(format!("the fault `{text}` comes too late"))
                .because("a connection can end in one way only, and another fault ends it already"),
        })?;
        plan.names.push(text.clone());
    }
    if plan.is_idle() {
        plan.end = Some((Step::Accept, End::Reset));
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(texts: &[&str]) -> Result<Plan> {
        plan(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_fault_has_a_name_of_its_own_and_says_all_there_is_to_say() {
        let mut ids: Vec<&str> = ALL.iter().map(|fault| fault.id).collect();
        for fault in ALL {
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(fault.id.chars().all(plain), "{}", fault.id);
            assert!(
                !fault.what.is_empty() && !fault.client.is_empty() && !fault.citation.is_empty(),
                "{}",
                fault.id
            );
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }

    #[test]
    fn what_is_not_understood_is_refused_with_the_form_that_is() {
        for wrong in [
            "crash",
            "close=never",
            "alert",
            "alert=loud",
            "alert=256",
            "flaky",
            "flaky=101%",
            "slow-body=0",
            "drip=0",
            "short-body=1",
            "hello-version=1.9",
        ] {
            assert!(planned(&[wrong]).is_err(), "{wrong}");
        }
        assert!(
            planned(&["close", "reset"]).is_err() && planned(&["alert=40", "close=body"]).is_err(),
            "two ends"
        );
        assert!(planned(&["alert=internal-error"]).is_ok() && planned(&["alert=internal_error"]).is_ok());
        let plan = planned(&["flaky=30%", "slow-body", "drip=5"]).expect("they go together");
        assert_eq!(plan.names, ["flaky=30%", "slow-body", "drip=5"]);
    }
}
