//! The subtrees of name constraints (RFC 5280 §4.2.1.10) as they stand.

use super::Subject;
use crate::pki::anatomy::{GeneralName, id};
use crate::pki::format::der::Tlv;

/// One GeneralSubtree.
#[derive(Clone, Debug)]
pub(super) struct Subtree<'a> {
    /// The name that it is below.
    pub(super) base: GeneralName<'a>,
    /// `[0]`, which DER leaves out where it is zero.
    pub(super) minimum: Option<Tlv<'a>>,
    /// `[1]`.
    pub(super) maximum: Option<Tlv<'a>>,
}

/// The permitted subtrees and the excluded ones.
pub(super) fn subtrees<'a>(subject: &Subject<'a>) -> Vec<Subtree<'a>> {
    let lists = subject.items(id::NAME_CONSTRAINTS);
    let trees = lists.iter().flat_map(|list| list.children().unwrap_or_default());
    trees.filter_map(|tree| read(&tree)).collect()
}

fn read<'a>(tree: &Tlv<'a>) -> Option<Subtree<'a>> {
    let mut fields = tree.reader();
    let base = GeneralName::new(fields.any().ok()?);
    let rest = fields.all().ok()?;
    let numbered = |number: u8| rest.iter().find(|field| field.tag & 0x1f == number).copied();
    Some(Subtree {
        base,
        minimum: numbered(0),
        maximum: numbered(1),
    })
}
