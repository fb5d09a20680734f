//! One walk over a file's tree: every number with what is declared of it.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::figure::Figure;
use super::form::Form;
use super::read::element;
use crate::duration::Duration;
use crate::error::{Place, Problem};
use crate::key::{DAYS, Role};
use crate::lang::{Described, Lang, Name};
use crate::text;

/// A number as it stands in a file.
pub struct Number {
    /// Where.
    pub place: Place,
    /// Under which key.
    pub key: String,
    /// What it says.
    pub value: f64,
    /// Whether it is written as a whole number.
    pub is_whole: bool,
    /// The least and the greatest that may stand there.
    pub bounds: (Option<f64>, Option<f64>),
    /// What it is counted in.
    pub unit: Option<String>,
    /// How a file does without it.
    pub hint: Option<String>,
    /// If it is declared a figure and has an address.
    pub figure: Option<Figure>,
}

impl Number {
    /// The nearest number that may stand there instead of `value`, with what is wrong; `None` if it may.
    pub fn misfit(&self, value: f64) -> Option<(f64, Problem)> {
        let (least, most) = self.bounds;
        let (low, high) = (
            least.unwrap_or(f64::NEG_INFINITY),
            most.unwrap_or(f64::INFINITY),
        );
        let is_bounded = least.is_some() || most.is_some();
        if !is_bounded || (value.is_finite() && (low..=high).contains(&value)) {
            return None;
        }
        let unit = self.unit.iter().map(|unit| format!(" {unit}"));
        let unit: String = unit.collect();
        let allowed = match (least, most) {
            (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
            (Some(least), None) => format!("{least} or more{unit}"),
            (None, Some(most)) => format!("up to {most}{unit}"),
            (None, None) => return None,
        };
        let problem = Problem::error(format!("`{}` is {}", self.key, text::number(value)));
        let problem = problem.allowed(allowed).at(self.place.clone());
        let problem = match &self.hint {
            Some(hint) => problem.hint(hint.as_str()),
            None => problem,
        };
        let nearest = if value > high { high } else { low };
        Some((if nearest.is_finite() { nearest } else { 0.0 }, problem))
    }
}

/// Shows `visit` every number below `tree`, which has the form `form`. A `plausible` that names what is no figure is
/// a problem.
pub fn figures(
    tree: &DeTable<'_>,
    form: Form<'_>,
    visit: &mut dyn FnMut(Number),
    problems: &mut Vec<Problem>,
) {
    let basis = tree.get("basis").and_then(|basis| basis.get_ref().as_str());
    let way = Way {
        form: Some(form),
        address: Some(String::new()),
        is_cited: basis.is_some_and(|basis| basis != "assumption"),
        ..Way::default()
    };
    let mut walk = Walk {
        names: names(tree),
        visit,
        problems,
    };
    walk.table(tree, &way);
}

/// What is known on the way down to a number.
#[derive(Clone, Default)]
struct Way<'s> {
    form: Option<Form<'s>>,
    /// `None` below an element without an id.
    address: Option<String>,
    /// The element that it lies in.
    owner: Option<Name>,
    /// Whether that element has others beside it.
    is_one_of_several: bool,
    /// Words of the keys passed, in both languages.
    said: Vec<(String, String)>,
    is_cited: bool,
    /// Of the outermost key that has one.
    role: Option<Role>,
    is_figure: bool,
    is_corner: bool,
    unit: Option<String>,
    hint: Option<String>,
    /// Low and high of the days below, as multiples of what the file says.
    scale: Option<(f64, f64)>,
}

impl<'s> Way<'s> {
    fn below(&self, name: &str, names: &BTreeMap<&str, Name>) -> Way<'s> {
        let form = self.form.and_then(|form| form.below(name));
        let key = form.and_then(Form::key);
        let mut way = Way {
            form,
            address: self.address.as_deref().map(|address| below(address, name)),
            unit: None,
            hint: None,
            is_corner: false,
            ..self.clone()
        };
        if let Some(key) = key {
            way.role = way.role.or(key.role);
            way.is_figure = true;
            way.is_corner = key.is_corner;
            way.unit = key.unit;
            way.hint = key.hint;
            if !key.en.is_empty() {
                way.said.push((key.en, key.zh));
            }
        } else if form.is_some_and(Form::is_entry) && way.is_figure {
            let (en, zh) = way.said.pop().unwrap_or_default();
            match names.get(name) {
                // A figure for whatever has that id,
                Some(named) => {
                    let bracketed = |lang: Lang| lang.bracketed(named.get(lang, name));
                    way.said
                        .push((en + &bracketed(Lang::En), zh + &bracketed(Lang::Zh)));
                }
                // or the figures of all that are of a kind.
                None => way.owner = Some(Name::both(en, zh)),
            }
        }
        way
    }

    /// Into one of `n` elements of a list.
    fn element(&self, id: Option<&str>, name: Name, n: usize) -> Way<'s> {
        let id_known = id.unwrap_or_default();
        let name = match &self.owner {
            Some(outer) if self.is_one_of_several => {
                let both = |lang| (name.get(lang, id_known), outer.get(lang, id_known));
                let ((en, en_of), (zh, zh_of)) = (both(Lang::En), both(Lang::Zh));
                Name::both(format!("{en} ({en_of})"), format!("{zh}（{zh_of}）"))
            }
            Some(_) | None => name,
        };
        let address = self.address.as_deref().zip(id);
        Way {
            form: self.form.and_then(Form::element),
            address: address.map(|(address, id)| below(address, id)),
            owner: Some(name),
            is_one_of_several: n > 1,
            ..self.clone()
        }
    }

    fn described(&self) -> Described {
        let figure = match self.said.is_empty() {
            true => Name::default(),
            false => {
                let (en, zh): (Vec<&str>, Vec<&str>) = self
                    .said
                    .iter()
                    .map(|(en, zh)| (en.as_str(), zh.as_str()))
                    .unzip();
                Name::both(en.join(", "), zh.join("，"))
            }
        };
        Described {
            owner: self.owner.clone(),
            figure,
        }
    }
}

struct Walk<'w> {
    /// What elements of the file are called, by id.
    names: BTreeMap<&'w str, Name>,
    visit: &'w mut dyn FnMut(Number),
    problems: &'w mut Vec<Problem>,
}

impl Walk<'_> {
    fn table(&mut self, table: &DeTable<'_>, way: &Way<'_>) {
        let plausible = self.ranges(table);
        let cited: BTreeSet<&str> = match table.get("cite").map(Spanned::get_ref) {
            Some(DeValue::Table(cite)) => cite.keys().map(|key| key.get_ref().as_ref()).collect(),
            Some(_) | None => BTreeSet::new(),
        };
        for (key, value) in table {
            let name: &str = key.get_ref();
            let mut way = way.below(name, &self.names);
            way.is_cited |= cited.contains(name);
            let range = plausible.get(name).copied();
            match value.get_ref() {
                DeValue::Table(below) => {
                    // A range for a duration is one for the days that say where it lies.
                    let scale = range
                        .zip(location(value))
                        .map(|((low, high), days)| (low / days, high / days));
                    way.scale = scale.or(way.scale);
                    self.table(below, &way);
                }
                DeValue::Array(items) => {
                    for item in items {
                        if let DeValue::Table(below) = item.get_ref() {
                            let inner = way.element(id(item), name_of(item), items.len());
                            self.table(below, &inner);
                        }
                    }
                }
                DeValue::Integer(_) | DeValue::Float(_) => {
                    self.number(name, value, way, range);
                }
                DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
            }
        }
    }

    fn number(
        &mut self,
        key: &str,
        number: &Spanned<DeValue<'_>>,
        way: Way<'_>,
        range: Option<(f64, f64)>,
    ) {
        let Some(value) = as_number(number.get_ref()) else {
            return;
        };
        let bounds = way.form.map(Form::bounds).unwrap_or_default();
        let is_time = way.unit.as_deref() == Some(DAYS.0);
        let scaled = way.scale.filter(|_| is_time);
        let address = way.address.clone().filter(|_| way.is_figure);
        let figure = address.map(|address| Figure {
            address,
            value,
            plausible: range.or(scaled.map(|(low, high)| (value * low, value * high))),
            is_cited: way.is_cited,
            role: way.role,
            bounds,
            is_corner: way.is_corner,
            described: way.described(),
        });
        (self.visit)(Number {
            place: number.span(),
            key: key.to_owned(),
            value,
            is_whole: number.get_ref().is_integer(),
            bounds,
            unit: way.unit,
            hint: way.hint,
            figure,
        });
    }

    fn ranges(&mut self, table: &DeTable<'_>) -> BTreeMap<String, (f64, f64)> {
        let Some(DeValue::Table(plausible)) = table.get("plausible").map(Spanned::get_ref) else {
            return BTreeMap::new();
        };
        let mut ranges = BTreeMap::new();
        for (key, range) in plausible {
            let name: &str = key.get_ref();
            if !table.get(name).is_some_and(is_figure) {
                self.problems.push(misplaced(table, name).at(key.span()));
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

/// Whether a range can be said of it.
fn is_figure(value: &Spanned<DeValue<'_>>) -> bool {
    as_number(value.get_ref()).is_some() || location(value).is_some()
}

fn misplaced(table: &DeTable<'_>, name: &str) -> Problem {
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
fn location(value: &Spanned<DeValue<'_>>) -> Option<f64> {
    let duration: Duration = element(value.clone(), None).ok()?;
    duration.location_days().filter(|&days| days > 0.0)
}

fn names<'t>(tree: &'t DeTable<'_>) -> BTreeMap<&'t str, Name> {
    let lists = tree.values().filter_map(|value| value.get_ref().as_array());
    let named = lists
        .flatten()
        .filter_map(|item| Some((id(item)?, name_of(item))));
    named.collect()
}

fn id<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    said(item, "id")
}

/// Its name, or its id in both languages.
fn name_of(item: &Spanned<DeValue<'_>>) -> Name {
    let (en, zh) = (said(item, "en"), said(item, "zh"));
    let id = id(item).filter(|_| en.is_none() && zh.is_none());
    Name {
        en: en.or(id).map(str::to_owned),
        zh: zh.or(id).map(str::to_owned),
    }
}

fn said<'v>(item: &'v Spanned<DeValue<'_>>, key: &str) -> Option<&'v str> {
    item.get_ref().get(key)?.get_ref().as_str()
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
        DeValue::Integer(integer) => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => return None,
    };
    text.replace('_', "").parse().ok()
}
