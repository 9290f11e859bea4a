//! `tlsctl serve --fault`: which faults are committed, and the list of those that there are.

use serde_json::json;

use super::super::session::Session;
use crate::cli::Serve;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::serve::fault::{self, ALL, Plan, Step};

/// The faults asked for; `None` without any.
pub(super) fn chosen(arguments: &Serve) -> Result<Option<Plan>> {
    if arguments.fault.is_empty() {
        return Ok(None);
    }
    let plan = fault::plan(&arguments.fault)?;
    if arguments.listeners.plain && plan.is_of_tls() {
        return Err(Error::usage(format!(
            "the fault `{}` is one of TLS, and `--plain` serves without",
            plan.names.join("`, `")
        ))
        .hint("leave --plain out"));
    }
    Ok(Some(plan))
}

/// Whether the list is asked for.
pub(super) fn is_list(arguments: &Serve) -> bool {
    arguments.fault.iter().any(|fault| fault == "list")
}

/// Writes the list: every fault, what clients should do, where that is written; and the steps.
pub(super) fn list(session: &Session) -> Result<Exit> {
    if !session.is_human() {
        let faults = ALL.iter().map(|fault| {
            json!({
                "id": fault.id,
                "value": fault.value,
                "what": fault.what,
                "client": fault.client,
                "citation": fault.citation,
            })
        });
        let faults: Vec<_> = faults.collect();
        let steps = Step::NAMES.iter();
        let steps: Vec<_> = steps
            .map(|(_, id, when)| json!({ "id": id, "when": when }))
            .collect();
        let list = json!({ "faults": faults, "steps": steps });
        session.document(&list)?;
        return Ok(Exit::Ok);
    }
    let style = session.style();
    let mut text = String::new();
    for fault in ALL {
        text.push_str(&format!(
            "{}{}\n  the server  {}\n  a client    should {}\n  {}\n\n",
            style.accent(fault.id),
            fault.value,
            fault.what,
            fault.client,
            style.dim(fault.citation)
        ));
    }
    text.push_str("A STEP is one of:\n");
    let column = Step::NAMES
        .iter()
        .map(|(_, name, _)| name.len())
        .max()
        .unwrap_or(0);
    for (_, name, when) in Step::NAMES {
        text.push_str(&format!("  {name:column$}  {when}\n"));
    }
    session.data(text.as_bytes())?;
    Ok(Exit::Ok)
}
