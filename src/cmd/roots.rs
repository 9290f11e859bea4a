//! Whom to trust: what `--roots` names, else what the environment gives, else what the system trusts.

use super::material;
use super::session::Session;
use crate::config::Table;
use crate::error::Result;
use crate::input;
use crate::tlsconf::anchors::RootsSpec;
use crate::tlsconf::source::Material;

/// The sources of anchors, each once, in the order given.
///
/// # Errors
///
/// An input error where the environment holds no base64.
pub(super) fn named(flags: &[String], session: &Session) -> Result<Vec<RootsSpec>> {
    if flags.is_empty() {
        let none = material::Flags::default();
        let given = material::value("roots", "roots", none, &Table::default(), session)?;
        return Ok(vec![
            given.map_or(RootsSpec::System, |found| of_material(found.material)),
        ]);
    }
    for variable in material::variables(&["roots"]) {
        session.warn(&format!("`{variable}` is ignored: `--roots` comes first"));
    }
    let mut named: Vec<RootsSpec> = Vec::new();
    for spec in flags.iter().map(|text| of_directory(RootsSpec::parse(text))) {
        if !named.contains(&spec) {
            named.push(spec);
        }
    }
    Ok(named)
}

/// A CA's directory stands for the root in it.
fn of_directory(spec: RootsSpec) -> RootsSpec {
    match spec {
        RootsSpec::File(path)
            if input::is_directory(&path) && input::size(&path.join("root.pem")).is_some() =>
        {
            RootsSpec::File(path.join("root.pem"))
        }
        spec => spec,
    }
}

fn of_material(material: Material) -> RootsSpec {
    match material {
        Material::Bytes(bytes, name) => RootsSpec::Bytes(bytes, name),
        Material::File(path) => RootsSpec::File(path),
    }
}
