//! Walking over a file's tree: every number with its address, and other numbers in their place.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Figure;
use crate::error::Problem;
use crate::scenario::files::Tree;
use crate::text;

/// What is done at a number: the figure, and whether it is written as a whole number.
pub type Visit<'v> = dyn FnMut(Figure, bool) + 'v;

/// Keys of a table that are about its other keys.
const ABOUT: [&str; 3] = ["cite", "plausible", "shares"];

/// Shows `visit` every number below `tree`; `is_cited` if the whole file cites a source.
/// A `plausible` that names what is not there is a problem.
pub fn walk(tree: &Tree<'_>, is_cited: bool, visit: &mut Visit<'_>, problems: &mut Vec<Problem>) {
    let mut walk = Walk {
        is_cited,
        visit,
        problems,
    };
    walk.table(tree, "", None);
}

struct Walk<'w, 'v> {
    is_cited: bool,
    visit: &'w mut Visit<'v>,
    problems: &'w mut Vec<Problem>,
}

impl Walk<'_, '_> {
    /// `scale`: low and high of the days below, as multiples of what the file says.
    fn table(&mut self, table: &DeTable<'_>, address: &str, scale: Option<(f64, f64)>) {
        let plausible = self.ranges(table);
        let cited: Vec<&str> = match table.get("cite").map(Spanned::get_ref) {
            Some(DeValue::Table(cite)) => cite.keys().map(|key| key.get_ref().as_ref()).collect(),
            Some(_) | None => Vec::new(),
        };
        for (key, value) in table {
            let name: &str = key.get_ref();
            if ABOUT.contains(&name) {
                continue;
            }
            let inner = below(address, name);
            let range = plausible.get(name).copied();
            match value.get_ref() {
                DeValue::Table(below) => {
                    // A range for a duration is one for the days that say where it lies.
                    let scale = range
                        .zip(location(below))
                        .map(|((low, high), days)| (low / days, high / days))
                        .or(scale);
                    self.table(below, &inner, scale);
                }
                DeValue::Array(items) => {
                    for item in items.iter() {
                        self.element(item, &inner);
                    }
                }
                number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
                    let Some(value) = as_number(number) else {
                        continue;
                    };
                    let scaled = scale.map(|(low, high)| (value * low, value * high));
                    let figure = Figure {
                        plausible: range.or(scaled.filter(|_| name.ends_with("days"))),
                        is_cited: self.is_cited || cited.contains(&name),
                        address: inner,
                        value,
                    };
                    (self.visit)(figure, matches!(number, DeValue::Integer(_)));
                }
                DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
            }
        }
    }

    /// An element of a list goes by its id.
    fn element(&mut self, item: &Spanned<DeValue<'_>>, address: &str) {
        if let (DeValue::Table(below), Some(id)) = (item.get_ref(), id(item)) {
            self.table(below, &self::below(address, id), None);
        }
    }

    fn ranges(&mut self, table: &DeTable<'_>) -> BTreeMap<String, (f64, f64)> {
        let Some(DeValue::Table(plausible)) = table.get("plausible").map(Spanned::get_ref) else {
            return BTreeMap::new();
        };
        let mut ranges = BTreeMap::new();
        for (key, range) in plausible {
            let name: &str = key.get_ref();
            let is_figure = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
                DeValue::Table(below) => location(below).is_some(),
                value => as_number(value).is_some(),
            };
            if !table.get(name).is_some_and(is_figure) {
                self.problems
                    .push(misplaced(table, name, is_figure).at(key.span()));
                continue;
            }
            if let DeValue::Array(ends) = range.get_ref() {
                let mut ends = ends.iter().filter_map(|end| as_number(end.get_ref()));
                if let (Some(low), Some(high)) = (ends.next(), ends.next()) {
                    ranges.insert(name.to_owned(), (low, high));
                }
            }
        }
        ranges
    }
}

fn misplaced(
    table: &DeTable<'_>,
    name: &str,
    is_figure: impl Fn(&Spanned<DeValue<'_>>) -> bool,
) -> Problem {
    let problem = Problem::error(format!(
        "`plausible` is about `{name}`, which is no figure here"
    ));
    let known: Vec<&str> = table
        .iter()
        .filter(|(_, value)| is_figure(value))
        .map(|(key, _)| key.get_ref().as_ref())
        .collect();
    match text::did_you_mean(name, known.iter().copied()) {
        Some(close) => problem.hint(format!("did you mean `{close}`?")),
        None if known.is_empty() => problem.hint("say it where the figure stands"),
        None => problem.allowed(text::list(&known)),
    }
}

/// The days that say where a distribution lies.
fn location(duration: &DeTable<'_>) -> Option<f64> {
    const PLACES: [&str; 5] = [
        "days",
        "mode_days",
        "median_days",
        "mean_days",
        "scale_days",
    ];
    let (_, law) = duration.iter().next().filter(|_| duration.len() == 1)?;
    let DeValue::Table(law) = law.get_ref() else {
        return None;
    };
    let days = |key: &str| as_number(law.get(key)?.get_ref());
    let middle = || Some((days("min_days")? + days("max_days")?) / 2.0);
    let place = PLACES.iter().find_map(|key| days(key)).or_else(middle);
    place.filter(|&days| days > 0.0)
}

/// The tree with `texts` in the place of the numbers at these addresses.
pub fn replaced<'i>(tree: Tree<'i>, texts: &'i BTreeMap<String, String>) -> Tree<'i> {
    if texts.is_empty() {
        return tree;
    }
    table(tree, "", texts)
}

fn table<'i>(table: Tree<'i>, address: &str, texts: &'i BTreeMap<String, String>) -> Tree<'i> {
    let replaced = table.into_iter().map(|(key, value)| {
        if ABOUT.contains(&key.get_ref().as_ref()) {
            return (key, value);
        }
        let inner = below(address, key.get_ref());
        let span = value.span();
        let changed = match value.into_inner() {
            DeValue::Table(below) => DeValue::Table(self::table(below, &inner, texts)),
            DeValue::Array(items) => {
                let items = items.into_iter().map(|item| element(item, &inner, texts));
                DeValue::Array(items.collect())
            }
            number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
                let other = texts.get(&inner).and_then(|text| DeValue::parse(text).ok());
                other.map_or(number, Spanned::into_inner)
            }
            other @ (DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_)) => other,
        };
        (key, Spanned::new(span, changed))
    });
    replaced.collect()
}

fn element<'i>(
    item: Spanned<DeValue<'i>>,
    address: &str,
    texts: &'i BTreeMap<String, String>,
) -> Spanned<DeValue<'i>> {
    let span = item.span();
    let inner = id(&item).map(|id| below(address, id));
    match (item.into_inner(), inner) {
        (DeValue::Table(below), Some(inner)) => {
            Spanned::new(span, DeValue::Table(table(below, &inner, texts)))
        }
        (other, _) => Spanned::new(span, other),
    }
}

fn id<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    item.get_ref()
        .get("id")
        .and_then(|id| id.get_ref().as_str())
}

fn below(address: &str, name: &str) -> String {
    if address.is_empty() {
        name.to_owned()
    } else {
        format!("{address}.{name}")
    }
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
