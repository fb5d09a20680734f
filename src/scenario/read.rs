//! From a tree to the file's form, element by element, so that one run finds every error.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::files::Tree;
use super::shape::{ReformSpec, ScenarioSpec};
use super::wording;
use crate::error::{Place, Problem};

/// The file's form of `tree`; what is wrong is left out and added to `problems`.
pub fn scenario(mut tree: Tree<'_>, problems: &mut Vec<Problem>) -> ScenarioSpec {
    let source = elements(&mut tree, "source", problems);
    let stage = elements(&mut tree, "stage", problems);
    let agency = elements(&mut tree, "agency", problems);
    let material = elements(&mut tree, "material", problems);
    let item = elements(&mut tree, "item", problems);
    let attribute = elements(&mut tree, "attribute", problems);
    let profile = elements(&mut tree, "profile", problems);
    let step = elements(&mut tree, "step", problems);
    let fact = elements(&mut tree, "fact", problems);
    let reform = list(&mut tree, "reform", problems)
        .into_iter()
        .filter_map(|value| reform(value, problems))
        .collect();
    let head: ScenarioSpec = keys(tree, problems);
    ScenarioSpec {
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
    }
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

fn elements<T: DeserializeOwned>(
    tree: &mut Tree<'_>,
    key: &str,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let values = list(tree, key, problems);
    let mut read = Vec::with_capacity(values.len());
    for value in values {
        let place = value.span();
        match element(value, Some(place)) {
            Ok(one) => read.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    read
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
                Problem::error(format!("`{key}` is {}", other.type_str()))
                    .allowed(format!("one `[[{key}]]` for each"))
                    .at(place),
            );
            Vec::new()
        }
    }
}

/// A reform, its measures one by one.
fn reform(value: Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<ReformSpec> {
    let place = value.span();
    let mut value = value;
    let mut measures = Vec::new();
    if let DeValue::Table(table) = value.get_mut() {
        for measure in list(table, "measure", problems) {
            let place = measure.span();
            if let Some(problem) = several_under_do(&measure) {
                problems.push(problem);
                continue;
            }
            match element(measure, Some(place)) {
                Ok(measure) => measures.push(measure),
                Err(problem) => problems.push(problem),
            }
        }
    }
    match element::<ReformSpec>(value, Some(place)) {
        Ok(mut reform) => {
            reform.measure = measures;
            Some(reform)
        }
        Err(problem) => {
            problems.push(problem);
            None
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
fn element<T: DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
    fallback: Option<Place>,
) -> Result<T, Problem> {
    T::deserialize(ValueDeserializer::from(value)).map_err(|error| {
        let problem = wording::shape(error.message());
        match error.span().filter(|span| span.start > 0).or(fallback) {
            Some(place) => problem.at(place),
            None => problem,
        }
    })
}
