//! From a tree to the file's form, element by element, so that one run finds every error.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::damage::{Damage, extent, take_key_at};
use super::misfit::Misfit;
use super::node::Node;
use super::{MeasureSpec, ReformSpec, ScenarioSpec, StepSpec};
use crate::error::{Place, Problem};

/// A parsed table whose spans are places.
pub type Tree<'i> = DeTable<'i>;

/// The file's form of `tree`, and which elements are not whole: one problem is told of each.
pub fn scenario<A: DeserializeOwned>(
    mut tree: Tree<'_>,
    problems: &mut Vec<Problem>,
) -> (ScenarioSpec<A>, Damage) {
    let mut reader = Reader {
        problems,
        damage: Damage::default(),
    };
    let source = reader.elements(&mut tree, "source");
    let stage = reader.elements(&mut tree, "stage");
    let agency = reader.elements(&mut tree, "agency");
    let material = reader.elements(&mut tree, "material");
    let item = reader.elements(&mut tree, "item");
    let attribute = reader.elements(&mut tree, "attribute");
    let profile = reader.elements(&mut tree, "profile");
    let step = reader.steps(&mut tree);
    let fact = reader.elements(&mut tree, "fact");
    let reform = list(&mut tree, "reform", reader.problems)
        .into_iter()
        .filter_map(|value| reader.reform(value))
        .collect();
    let n_problems = reader.problems.len();
    let head: ScenarioSpec<A> = keys(tree, reader.problems);
    // Steps may lean on what the head would have said.
    reader.damage.has_losses |= reader.problems.len() > n_problems;
    let spec = ScenarioSpec {
        source,
        stage,
        agency,
        material,
        item,
        attribute,
        profile,
        step,
        fact,
        reform,
        ..head
    };
    (spec, reader.damage)
}

/// One part of a scenario by itself, such as a measure under `do`.
///
/// # Errors
/// It is not TOML, or not of this form.
pub fn part<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let problem = syntax(&error);
        match error.span() {
            Some(place) => problem.at(place),
            None => problem,
        }
    })?;
    let (place, table) = (table.span(), table.into_inner());
    element(Spanned::new(place, DeValue::Table(table)), None)
}

/// What the parser of TOML says.
pub fn syntax(error: &toml::de::Error) -> Problem {
    let first = error.message().lines().next().unwrap_or_default();
    Problem::error(format!("not TOML: {first}"))
}

/// Every key of a table by itself: one wrong key does not hide the others.
pub fn keys<T: DeserializeOwned + Default>(tree: Tree<'_>, problems: &mut Vec<Problem>) -> T {
    let mut good = DeTable::new();
    for (key, value) in tree {
        let place = key.span();
        let alone: Tree<'_> = [(key.clone(), value.clone())].into_iter().collect();
        match element::<T>(
            Spanned::new(place.clone(), DeValue::Table(alone)),
            Some(place),
        ) {
            Ok(_) => {
                good.insert(key, value);
            }
            Err(problem) => problems.push(problem),
        }
    }
    element(Spanned::new(0..0, DeValue::Table(good)), None).unwrap_or_default()
}

/// Takes the list under `key` out of the tree.
fn list<'i>(
    tree: &mut Tree<'i>,
    key: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Spanned<DeValue<'i>>> {
    let Some(value) = tree.remove(key) else {
        return Vec::new();
    };
    let place = value.span();
    match value.into_inner() {
        DeValue::Array(values) => values.into_iter().collect(),
        other => {
            problems.push(
                Problem::error(format!("`{key}` is one {}", other.type_str()))
                    .allowed(format!("one `[[{key}]]` for each"))
                    .at(place),
            );
            Vec::new()
        }
    }
}

struct Reader<'p> {
    problems: &'p mut Vec<Problem>,
    damage: Damage,
}

impl Reader<'_> {
    fn elements<T: DeserializeOwned>(&mut self, tree: &mut Tree<'_>, key: &str) -> Vec<T> {
        let values = list(tree, key, self.problems);
        values
            .into_iter()
            .filter_map(|value| self.mended(value))
            .collect()
    }

    fn steps(&mut self, tree: &mut Tree<'_>) -> Vec<StepSpec> {
        let values = list(tree, "step", self.problems).into_iter();
        let named: Vec<_> = values
            .filter(|value| {
                let is_named = value.get_ref().get("id").is_some();
                if !is_named {
                    let problem = Problem::error("a step has no `id`")
                        .hint("give it a short name, like `id = \"land-permit\"`");
                    self.problems.push(problem.at(value.span()));
                }
                is_named
            })
            .collect();
        named
            .into_iter()
            .filter_map(|value| self.mended(value))
            .collect()
    }

    /// An element; what is wrong with its shape is told once, and the keys to blame are left out.
    fn mended<T: DeserializeOwned>(&mut self, mut value: Spanned<DeValue<'_>>) -> Option<T> {
        let place = value.span();
        let mut problem = match element(value.clone(), Some(place.clone())) {
            Ok(whole) => return Some(whole),
            Err(problem) => problem,
        };
        self.damage.note(extent(&value));
        self.problems.push(problem.clone());
        loop {
            let blamed = problem.place.take().filter(|blamed| *blamed != place);
            let taken = blamed.is_some_and(|blamed| take_key_at(&mut value, &blamed));
            if !taken {
                self.damage.has_losses = true;
                return None;
            }
            match element(value.clone(), Some(place.clone())) {
                Ok(rest) => return Some(rest),
                Err(next) => problem = next,
            }
        }
    }

    /// A reform, its measures one by one.
    fn reform<A: DeserializeOwned>(
        &mut self,
        mut value: Spanned<DeValue<'_>>,
    ) -> Option<ReformSpec<A>> {
        let mut measures = Vec::new();
        if let DeValue::Table(table) = value.get_mut() {
            for measure in list(table, "measure", self.problems) {
                if let Some(problem) = several_under_do(&measure) {
                    self.damage.note(extent(&measure));
                    self.problems.push(problem);
                } else {
                    measures.extend(self.measure(measure));
                }
            }
        }
        let mut reform: ReformSpec<A> = self.mended(value)?;
        reform.measure = measures;
        Some(reform)
    }

    /// A measure is whole or left out: half of it would do something else.
    fn measure<A: DeserializeOwned>(
        &mut self,
        value: Spanned<DeValue<'_>>,
    ) -> Option<MeasureSpec<A>> {
        let (place, extent) = (value.span(), extent(&value));
        match element(value, Some(place)) {
            Ok(measure) => Some(measure),
            Err(problem) => {
                self.damage.note(extent);
                self.problems.push(problem);
                None
            }
        }
    }
}

fn several_under_do(measure: &Spanned<DeValue<'_>>) -> Option<Problem> {
    let act = measure.get_ref().get("do")?;
    let table = act.get_ref().as_table()?;
    if table.len() < 2 {
        return None;
    }
    let names: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).collect();
    let second = table.keys().nth(1)?;
    Some(
        Problem::error(format!(
            "two measures under one `do`: {}",
            crate::text::list(&names)
        ))
        .hint("give each its own `[[reform.measure]]`")
        .at(second.span()),
    )
}

/// One value in the file's form.
pub fn element<T: DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
    fallback: Option<Place>,
) -> Result<T, Problem> {
    T::deserialize(Node::from(value)).map_err(|Misfit(mut problem)| {
        let place = problem.place.take().filter(|place| place.start > 0);
        problem.place = place.or(fallback);
        problem
    })
}
