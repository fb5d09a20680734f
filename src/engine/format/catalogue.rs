//! `extends`: a scenario laid over its catalogue, tree over tree, as the declarations say.

use toml::Spanned;
use toml::de::DeValue;

use super::form::Form;
use super::read::Tree;
use crate::at::At;
use crate::error::Problem;

/// The catalogue that a file names, if it names one as it should.
pub fn extended(tree: &Tree<'_>) -> Option<At<String>> {
    let base = tree.get("extends")?;
    Some(At {
        value: base.get_ref().as_str()?.to_owned(),
        place: base.span(),
    })
}

/// Whether a file is a scenario; a catalogue has no steps.
pub fn has_steps(tree: &Tree<'_>) -> bool {
    tree.contains_key("step")
}

/// What a catalogue may not hold.
pub fn misplaced(catalogue: &Tree<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(base) = extended(catalogue) {
        let problem = Problem::error("a catalogue cannot extend another");
        problems.push(base.blame(problem.hint("one level is all there is")));
    }
    if let Some(steps) = catalogue.get("step") {
        let first = steps.get_ref().as_array().and_then(|steps| steps.first());
        let place = first.map_or(steps.span(), |first| {
            let id = first.get_ref().get("id");
            id.map_or_else(|| first.span(), Spanned::span)
        });
        let problem = Problem::error("a catalogue has no steps");
        problems.push(problem.hint("put steps into the scenario").at(place));
    }
    problems
}

/// `child` over its catalogue: in a list an element replaces the one with its id whole, a table by kinds goes kind by
/// kind, every other key replaces its like. What is declared a scenario's own is never taken from a catalogue; a list
/// that is an order replaces the other order.
pub fn merged<'i>(child: Tree<'i>, catalogue: Tree<'i>, form: Form<'_>) -> Tree<'i> {
    let rule = |key: &str| form.below(key).and_then(Form::under_catalogue);
    let mut merged: Tree<'i> = catalogue
        .into_iter()
        .filter(|(key, _)| rule(key.get_ref()) != Some("never"))
        .collect();
    for (key, over) in child {
        let name = key.get_ref();
        let value = match merged.remove(name.as_ref()) {
            Some(under) if rule(name) != Some("whole") => {
                laid(under, over, form.below(name).is_some_and(Form::has_entries))
            }
            Some(_) | None => over,
        };
        merged.insert(key, value);
    }
    merged
}

fn laid<'i>(
    under: Spanned<DeValue<'i>>,
    over: Spanned<DeValue<'i>>,
    by_kinds: bool,
) -> Spanned<DeValue<'i>> {
    let place = over.span();
    match (under.into_inner(), over.into_inner()) {
        (DeValue::Array(under), DeValue::Array(over)) => {
            let under = under.into_iter();
            let mut all: Vec<_> = under
                .filter(|one| !over.iter().any(|other| has_same_id(one, other)))
                .collect();
            all.extend(over);
            Spanned::new(place, DeValue::Array(all.into_iter().collect()))
        }
        (DeValue::Table(mut under), DeValue::Table(over)) if by_kinds => {
            for (kind, value) in over {
                under.remove(kind.get_ref().as_ref());
                under.insert(kind, value);
            }
            Spanned::new(place, DeValue::Table(under))
        }
        (_, over) => Spanned::new(place, over),
    }
}

fn has_same_id(one: &Spanned<DeValue<'_>>, other: &Spanned<DeValue<'_>>) -> bool {
    fn id<'v>(value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
        value.get_ref().get("id")?.get_ref().as_str()
    }
    id(one).is_some_and(|one| id(other) == Some(one))
}
