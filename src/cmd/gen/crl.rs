//! `tlsctl gen crl`: a CA's list of revoked certificates. A list that is there is gone on with: its
//! entries stay, its number goes up, and nothing already revoked is entered twice.

use std::path::{Path, PathBuf};

use super::super::session::Session;
use super::made::shell;
use super::{FORMATS, check_replaceable, issued_by, reason, required, told, updates};
use crate::cli::Crl;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section};
use crate::output::lock::Lock;
use crate::output::{self, Access, Existing};
use crate::pki::authority::Authority;
use crate::pki::crl::{Former, RevocationList, entry};
use crate::pki::format::der::hex;
use crate::pki::format::{Kind, pem, pieces};

/// Writes a list.
pub(super) fn run(arguments: &Crl, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let (this, next) = updates(arguments.this_update.as_deref(), &arguments.next_update, session)?;
    let ca = required(&arguments.issuer, "crl")?;
    let file = place(arguments)?;
    // From what the list says now to what it says next, no other run comes in between.
    let directory = Some(file.parent().unwrap_or(Path::new("")))
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let _lock = Lock::on(directory, &file)?;
    check_replaceable(&file, Kind::Crl)?;
    let former = if arguments.fresh {
        Former::default()
    } else {
        former(&file, &ca)?
    };
    let number = former.next_number();
    let mut list = RevocationList::new(&ca.issuer()?, &number, this, next);
    list.entries.clone_from(&former.entries);
    for revoked in &arguments.revoke {
        let serial = serial(revoked, &ca)?;
        if former.has(&serial) {
            session.note(&format!("`{revoked}` is on the list already{}", kept(arguments)));
        } else {
            list.entries
                .push(entry(&serial, session.now, reason(&arguments.reason)));
        }
    }
    let der = list.sign(&ca.issuer()?)?;
    output::write(
        &file,
        pem::encode("X509 CRL", &der).as_bytes(),
        Access::Public,
        Existing::Replace,
    )?;
    let mut report = Report::new("gen", file.display().to_string());
    report.sections = vec![
        Section::new("revocation_list")
            .with("issuer", ca.cert().label())
            .with("number", decimal(&number))
            .with("revoked", list.entries.len())
            .with("this_update", this)
            .with("next_update", next),
        Section::new("files").with("crl", file.display().to_string()),
        Section::new("next").with(
            "check",
            format!(
                "tlsctl inspect CERT --verify --roots {} --crl {}",
                root(arguments),
                shell(&file)
            ),
        ),
    ];
    told(report, session)?;
    Ok(Exit::Ok)
}

/// What is not changed about an entry that there is, where something else is asked for.
fn kept(arguments: &Crl) -> &'static str {
    match reason(&arguments.reason) {
        0 => "",
        _ => ", and the reason that it is there for stays (--fresh begins a new list)",
    }
}

/// A number as `inspect` shows it.
fn decimal(octets: &[u8]) -> String {
    let small = octets.iter().try_fold(0_u64, |number, octet| {
        number.checked_mul(256)?.checked_add(u64::from(*octet))
    });
    small.map_or_else(|| hex(octets), |number| number.to_string())
}

fn place(arguments: &Crl) -> Result<PathBuf> {
    match (&arguments.out, &arguments.issuer.ca) {
        (Some(file), _) => Ok(file.clone()),
        (None, Some(ca)) if ca.is_dir() => Ok(ca.join("crl.pem")),
        _ => Err(Error::usage("where the list goes is missing").hint("name the file: --out FILE")),
    }
}

fn root(arguments: &Crl) -> String {
    let ca = arguments.issuer.ca.clone().unwrap_or_default();
    shell(
        &Some(ca.join("root.pem"))
            .filter(|root| root.exists())
            .unwrap_or(ca),
    )
}

/// The list that there is, or none.
fn former(file: &Path, ca: &Authority) -> Result<Former> {
    if !file.is_file() {
        return Ok(Former::default());
    }
    let name = file.display();
    let (found, _) = pieces(&input::read(file, LIMIT)?);
    let Some(piece) = found.iter().find(|piece| piece.kind == Kind::Crl) else {
        return Ok(Former::default());
    };
    Former::read(&piece.der, &ca.issuer()?).map_err(|e| {
        e.context(format!("`{name}` cannot be gone on with"))
            .hint("--fresh begins a new list")
    })
}

/// The serial number's content octets, from a certificate or as written.
fn serial(text: &str, ca: &Authority) -> Result<Vec<u8>> {
    if Path::new(text).exists() {
        return Ok(issued_by(ca, Path::new(text))?.serial().to_vec());
    }
    let digits: String = text
        .trim_start_matches("0x")
        .chars()
        .filter(|c| *c != ':')
        .collect();
    let padded = if digits.len() % 2 == 1 {
        format!("0{digits}")
    } else {
        digits
    };
    let octets = (0..padded.len()).step_by(2).map(|i| {
        padded
            .get(i..i + 2)
            .filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    });
    let octets: Option<Vec<u8>> = octets.collect();
    let octets = octets.filter(|octets| (1..=20).contains(&octets.len()));
    octets
        .map(|octets| crate::pki::der::positive(&octets))
        .ok_or_else(|| {
            Error::input(format!("`{text}` is neither a certificate nor a serial number"))
                .hint("serial numbers are in hexadecimal, as `tlsctl inspect` shows them")
        })
}
