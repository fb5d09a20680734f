//! Figures of scenario files: every number with its address, and other values in their place.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::Tree;
use crate::error::Problem;
use crate::text;

/// Another value for one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Keys and ids with dots between: `friction.material_error_share`, `step.land-preexam.limit_days`.
    pub address: String,
    /// The value instead of the file's.
    pub value: f64,
    as_float: String,
    as_integer: Option<String>,
}

/// A number of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Keys and ids with dots between.
    pub address: String,
    /// What the file says.
    pub value: f64,
    /// What the file says it could be.
    pub plausible: Option<(f64, f64)>,
    /// Whether the file cites a source for it.
    pub is_cited: bool,
}

/// Overrides while files are read, and what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    pub list: Vec<Override>,
    used: Vec<bool>,
    /// By address; where a scenario and its catalogue both have one, the one read last.
    pub figures: BTreeMap<String, Figure>,
}

impl Override {
    /// `value` at `address`.
    pub fn new(address: impl Into<String>, value: f64) -> Override {
        let is_whole = value.fract() == 0.0 && value.abs() < 1e15;
        Override {
            address: address.into(),
            value,
            as_float: format!("{value:?}"),
            as_integer: is_whole.then(|| format!("{}", value as i64)),
        }
    }
}

impl Figure {
    /// From where to where the figure could plausibly be: as the file says; ± 25 % for an assumption;
    /// `None` for what is cited, decided or counted.
    pub fn range(&self) -> Option<(f64, f64)> {
        if let Some((low, high)) = self.plausible {
            return (low < high).then_some((low, high));
        }
        if self.is_cited || !is_assumption(&self.address) {
            return None;
        }
        let most = if self.address.ends_with("share") {
            1.0
        } else if self.address.contains("case_correlation") {
            0.99
        } else {
            f64::INFINITY
        };
        let (low, high) = (0.75 * self.value, (1.25 * self.value).min(most));
        (low < high).then_some((low, high))
    }
}

/// Whether a figure describes how things go, rather than what was decided, what the law says or how many
/// there are of something.
fn is_assumption(address: &str) -> bool {
    const DECIDED: [&str; 10] = [
        "cost",
        "links",
        "visits",
        "max_rounds",
        "officers",
        "statutory_days",
        "statutory_calendar_days",
        "every_days",
        "links_minus",
        "within_days",
    ];
    let mut keys = address.split('.');
    let (root, last) = (keys.next().unwrap_or(""), keys.next_back().unwrap_or(""));
    match root {
        "friction" | "step" | "material" | "defaults" => !DECIDED.contains(&last),
        "reform" => last.ends_with("share"),
        _ => false,
    }
}

impl Overrides {
    pub fn new(list: &[Override]) -> Overrides {
        Overrides {
            list: list.to_vec(),
            used: vec![false; list.len()],
            figures: BTreeMap::new(),
        }
    }

    /// The tree with every override that has an address in it.
    pub fn apply<'i>(&'i mut self, tree: Tree<'i>) -> Tree<'i> {
        let Overrides {
            list,
            used,
            figures,
        } = self;
        let mut visit = |figure: Figure, is_integer: bool| -> Option<DeValue<'i>> {
            let found = list.iter().position(|one| one.address == figure.address);
            figures.insert(figure.address.clone(), figure);
            let found = found?;
            used[found] = true;
            let text = match &list[found].as_integer {
                Some(text) if is_integer => text,
                Some(_) | None => &list[found].as_float,
            };
            DeValue::parse(text).ok().map(Spanned::into_inner)
        };
        table(tree, "", &mut visit)
    }

    /// One problem for each override without an address.
    pub fn unused(&self) -> Vec<Problem> {
        let unused = self.list.iter().zip(&self.used).filter(|(_, used)| !**used);
        unused
            .map(|(one, _)| {
                let problem = Problem::error(format!("there is no figure `{}`", one.address));
                let known = self.figures.keys().map(String::as_str);
                match nearest(&one.address, known) {
                    Some(close) => problem.hint(format!("did you mean `{close}`?")),
                    None => problem
                        .allowed("the address of a number: keys and ids with dots between")
                        .hint("like `friction.material_error_share` or `step.ID.limit_days`"),
                }
            })
            .collect()
    }
}

/// The known address that was most likely meant: a misspelt part, or one part too few.
fn nearest<'a>(address: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let longer = known
        .clone()
        .find(|known| known.starts_with(&format!("{address}.")));
    let last = address.rsplit('.').next().unwrap_or(address);
    longer
        .or_else(|| text::did_you_mean(address, known.clone()))
        .or_else(|| {
            known
                .into_iter()
                .find(|known| known.rsplit('.').next() == Some(last))
        })
}

/// What is done at a number: the figure, and whether it is written as a whole number.
type Visit<'v, 'i> = dyn FnMut(Figure, bool) -> Option<DeValue<'i>> + 'v;

fn table<'i>(table: Tree<'i>, address: &str, visit: &mut Visit<'_, 'i>) -> Tree<'i> {
    let plausible = ranges(&table);
    let cited: Vec<String> = match table.get("cite").map(Spanned::get_ref) {
        Some(DeValue::Table(cite)) => cite.keys().map(|key| key.get_ref().to_string()).collect(),
        Some(_) | None => Vec::new(),
    };
    table
        .into_iter()
        .map(|(key, value)| {
            let name = key.get_ref().to_string();
            if ["cite", "plausible", "shares"].contains(&name.as_str()) {
                return (key, value);
            }
            let inner = if address.is_empty() {
                name.clone()
            } else {
                format!("{address}.{name}")
            };
            let span = value.span();
            let of_figure = |value: f64| Figure {
                address: inner.clone(),
                value,
                plausible: plausible.get(&name).copied(),
                is_cited: cited.contains(&name),
            };
            let changed = match value.into_inner() {
                DeValue::Table(below) => DeValue::Table(self::table(below, &inner, visit)),
                DeValue::Array(items) => DeValue::Array(
                    items
                        .into_iter()
                        .map(|item| element(item, &inner, visit))
                        .collect(),
                ),
                number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
                    let is_integer = matches!(number, DeValue::Integer(_));
                    let other =
                        as_number(&number).and_then(|value| visit(of_figure(value), is_integer));
                    other.unwrap_or(number)
                }
                other @ (DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_)) => other,
            };
            (key, Spanned::new(span, changed))
        })
        .collect()
}

/// An element of a list goes by its id.
fn element<'i>(
    item: Spanned<DeValue<'i>>,
    address: &str,
    visit: &mut Visit<'_, 'i>,
) -> Spanned<DeValue<'i>> {
    let span = item.span();
    let id = item
        .get_ref()
        .get("id")
        .and_then(|id| id.get_ref().as_str());
    let inner = id.map(|id| format!("{address}.{id}"));
    match (item.into_inner(), inner) {
        (DeValue::Table(below), Some(inner)) => {
            Spanned::new(span, DeValue::Table(table(below, &inner, visit)))
        }
        (other, _) => Spanned::new(span, other),
    }
}

fn ranges(table: &DeTable<'_>) -> BTreeMap<String, (f64, f64)> {
    let Some(DeValue::Table(plausible)) = table.get("plausible").map(Spanned::get_ref) else {
        return BTreeMap::new();
    };
    let range = |value: &DeValue<'_>| match value {
        DeValue::Array(ends) => {
            let mut ends = ends.iter().filter_map(|end| as_number(end.get_ref()));
            Some((ends.next()?, ends.next()?))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => None,
    };
    plausible
        .iter()
        .filter_map(|(key, value)| Some((key.get_ref().to_string(), range(value.get_ref())?)))
        .collect()
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        DeValue::Float(float) => float.as_str().to_owned(),
        DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => return None,
    };
    text.replace('_', "").parse().ok()
}
