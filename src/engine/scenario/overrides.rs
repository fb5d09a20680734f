//! Figures of scenario files: every number with its address, and other values in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::recorded::{read_durations, replaced};
use super::schema::whole;
use crate::error::Problem;
use crate::format::{Figure, Form, Number, Tree, figures};
use crate::input::Reach;
use crate::text;

/// Another value for one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Keys and ids with dots between: `friction.material_error_share`, `step.land-preexam.limit_days`.
    address: String,
    to: To,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum To {
    Value(f64),
    /// From 0 at the low end of the figure's own plausible range to 1 at its high end.
    Within(f64),
}

impl Override {
    /// `value` at `address`.
    pub fn new(address: impl Into<String>, value: f64) -> Override {
        Override {
            address: address.into(),
            to: To::Value(value),
        }
    }

    /// A place between the ends of the plausible range that each file has for `address`: 0 low, 1 high.
    /// Figures without a range stay.
    pub fn within(address: impl Into<String>, place: f64) -> Override {
        Override {
            address: address.into(),
            to: To::Within(place),
        }
    }
}

impl To {
    fn value(self, figure: &Figure) -> Option<f64> {
        match self {
            To::Value(value) => Some(value),
            To::Within(place) => {
                let (low, high) = figure.range()?;
                Some(low + (high - low) * place)
            }
        }
    }
}

/// Overrides while files are read, and what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    by_address: BTreeMap<String, To>,
    /// Addresses of overrides that no file had so far.
    unused: BTreeSet<String>,
    /// Addresses met so far, for suggestions.
    known: BTreeSet<String>,
    /// Figures of the scenario that is being read; its own come before its catalogue's.
    figures: BTreeMap<String, Figure>,
    /// What stands in the place of numbers and files of the tree read last, by where they begin.
    texts: BTreeMap<usize, String>,
}

impl Overrides {
    pub fn new(list: &[Override]) -> Overrides {
        let addresses = list.iter().map(|one| one.address.clone());
        Overrides {
            by_address: list
                .iter()
                .map(|one| (one.address.clone(), one.to))
                .collect(),
            unused: addresses.collect(),
            ..Overrides::default()
        }
    }

    /// The tree with every override that has an address in it. A number out of its bounds is a problem, and counts as
    /// the nearest that may stand there: what else is wrong is told in the same run.
    /// The quantiles of recorded durations stand where the file in reach of it is named.
    pub fn apply<'i>(
        &'i mut self,
        tree: Tree<'i>,
        near: (&Reach, &Path),
        problems: &mut Vec<Problem>,
    ) -> Tree<'i> {
        let Overrides {
            by_address,
            unused,
            known,
            figures: found,
            texts,
        } = self;
        texts.clear();
        read_durations(&tree, near, texts, problems);
        let mut beyond = Vec::new();
        let mut visit = |number: Number| {
            let mut value = number.value;
            if let Some(figure) = &number.figure
                && let Some(to) = by_address.get(&figure.address)
            {
                unused.remove(&figure.address);
                value = to.value(figure).unwrap_or(value);
            }
            if let Some((nearest, problem)) = number.misfit(value) {
                beyond.push(problem);
                value = nearest;
            }
            if value.to_bits() != number.value.to_bits() {
                texts.insert(number.place.start, written(value, number.is_whole));
            }
            if let Some(figure) = number.figure {
                known.insert(figure.address.clone());
                found.entry(figure.address.clone()).or_insert(figure);
            }
        };
        figures(&tree, Form::of(whole()), &mut visit, problems);
        problems.append(&mut beyond);
        replaced(tree, texts)
    }

    /// The figures of the scenario read last, by address.
    pub fn take_figures(&mut self) -> Vec<Figure> {
        std::mem::take(&mut self.figures).into_values().collect()
    }

    /// One problem for each override without an address.
    pub fn unused(&self) -> Vec<Problem> {
        let unused = self.unused.iter();
        unused
            .map(|address| {
                let problem = Problem::error(format!("there is no figure `{address}`"));
                match nearest(address, self.known.iter().map(String::as_str)) {
                    Some(close) => problem.hint(format!("did you mean `{close}`?")),
                    None => problem
                        .allowed("the address of a number: keys and ids with dots between")
                        .hint("like `friction.material_error_share` or `step.ID.limit_days`"),
                }
            })
            .collect()
    }
}

/// A whole number stays one where the file has one: some keys take no others.
fn written(value: f64, is_integer: bool) -> String {
    if is_integer && value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{}", value as i64)
    } else {
        format!("{value:?}")
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
