//! `extends`: a scenario laid over its catalogue, tree over tree.

use toml::Spanned;
use toml::de::DeValue;

use super::files::Tree;

/// What a scenario never takes from its catalogue.
const OWN: [&str; 11] = [
    "id",
    "en",
    "zh",
    "extends",
    "target_days",
    "national_type",
    "reference",
    "arrivals",
    "step",
    "reform",
    "fact",
];

/// `child` over its catalogue: in a list an element replaces the one with its id whole, `defaults` go
/// kind by kind, `stage` is an order and replaces the other order, every other key replaces its like.
pub fn merged<'i>(child: Tree<'i>, catalogue: Tree<'i>) -> Tree<'i> {
    let mut merged: Tree<'i> = catalogue
        .into_iter()
        .filter(|(key, _)| !OWN.contains(&key.get_ref().as_ref()))
        .collect();
    for (key, over) in child {
        let name = key.get_ref().to_string();
        let under = merged.remove(name.as_str());
        let value = match under {
            Some(under) => laid(&name, under, over),
            None => over,
        };
        merged.insert(key, value);
    }
    merged
}

fn laid<'i>(
    name: &str,
    under: Spanned<DeValue<'i>>,
    over: Spanned<DeValue<'i>>,
) -> Spanned<DeValue<'i>> {
    let place = over.span();
    match (under.into_inner(), over.into_inner()) {
        (DeValue::Array(under), DeValue::Array(over)) if name != "stage" => {
            let under = under.into_iter();
            let mut all: Vec<_> = under
                .filter(|one| !over.iter().any(|other| has_same_id(one, other)))
                .collect();
            all.extend(over);
            Spanned::new(place, DeValue::Array(all.into_iter().collect()))
        }
        (DeValue::Table(mut under), DeValue::Table(over)) if name == "defaults" => {
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
    let id = |value: &Spanned<DeValue<'_>>| {
        value
            .get_ref()
            .get("id")?
            .get_ref()
            .as_str()
            .map(str::to_owned)
    };
    id(one).is_some_and(|one| id(other) == Some(one))
}

/// Which files a scenario was read from, by their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The scenario itself.
    pub file: usize,
    /// What it extends.
    pub catalogue: Option<usize>,
}
