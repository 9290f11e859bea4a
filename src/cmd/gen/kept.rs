//! The cases of the catalogue that lie in a directory already and are not made again: the list of what is
//! there, and the roots to trust, are to be about them too.

use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::input;
use crate::pki::bad::{self, Case};
use crate::pki::format::{Kind, pieces};

/// A case that was made before.
pub(super) struct Kept {
    pub(super) case: &'static Case,
    /// Its `case.json`.
    pub(super) described: Value,
    /// Whom to trust for it.
    pub(super) roots: Vec<Vec<u8>>,
}

impl Kept {
    /// Those below `place` besides the ones that are `made` now for hosts below `name`.
    ///
    /// # Errors
    ///
    /// An input error where one cannot be read; an output error where one is for hosts below another name, since
    /// one list is about one name.
    pub(super) fn below(place: &Path, made: &[&'static Case], name: &str) -> Result<Vec<Self>> {
        let others = bad::all().filter(|case| made.iter().all(|other| other.id != case.id));
        let there = others.filter(|case| place.join(case.id).join(CASE).exists());
        there.map(|case| Self::read(place, case, name)).collect()
    }

    fn read(place: &Path, case: &'static Case, name: &str) -> Result<Self> {
        let directory = place.join(case.id);
        let path = directory.join(CASE);
        let described: Value = serde_json::from_slice(&input::read(&path, input::LIMIT)?).map_err(|e| {
            Error::input(format!("`{}` does not describe a case", path.display()))
                .because(e)
                .hint(format!(
                    "remove `{}`, or make the case again",
                    directory.display()
                ))
        })?;
        if described["host"].as_str() != Some(&case.host(name)) {
            let what = format!("`{}` is for hosts below another name", directory.display());
            return Err(Error::output(what).hint(format!(
                "make these for `{name}` in another directory with --out, or all that are there with them"
            )));
        }
        let (roots, _) = pieces(&input::read(&directory.join("root.pem"), input::LIMIT)?);
        let roots = roots.into_iter().filter(|piece| piece.kind == Kind::Certificate);
        Ok(Self {
            case,
            described,
            roots: roots.map(|piece| piece.der).collect(),
        })
    }
}

/// What describes a case, in its directory.
const CASE: &str = "case.json";
