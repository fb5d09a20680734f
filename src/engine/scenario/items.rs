//! The CSV of a programme (权力清单): items that no scenario describes, before and after the reform.

use std::path::Path;

use serde::Deserialize;

use super::ScenarioSpec;
use super::names::Names;
use super::parts::sources;
use crate::error::Problem;
use crate::format::ProgrammeSpec;
use crate::input::{InputError, MAX_FILE_BYTES, read_table};
use crate::source::Fact;

/// An item that only the catalogue knows. Materials and certificates are its own, shared with no other item.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueItem {
    /// Unique id; a scenario's item of the same id counts in its place.
    pub id: String,
    /// Whether the row was made up so that totals add up.
    pub is_synthetic: bool,
    /// Statutory limit, working days.
    pub statutory_days: f64,
    /// Before the reform.
    pub before: CatalogueFigures,
    /// After it; `None`: the item is gone.
    pub after: Option<CatalogueFigures>,
}

/// What an item takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CatalogueFigures {
    /// Promised limit, working days.
    pub promised_days: f64,
    /// 环节.
    pub links: u64,
    /// 材料.
    pub materials: u64,
    /// 证明.
    pub certificates: u64,
}

/// What facts of a programme may name: of all together, and of its scenarios alone.
const QUANTITIES: [&str; 10] = [
    "programme.items",
    "programme.material_types",
    "programme.links",
    "programme.certificates",
    "programme.limit_share_promised",
    "programme.limit_share_statutory",
    "scenarios.items",
    "scenarios.material_types",
    "scenarios.links",
    "scenarios.certificates",
];

/// The facts of a programme, sources checked.
pub fn facts(spec: &ProgrammeSpec, problems: &mut Vec<Problem>) -> Vec<Fact> {
    let cited = ScenarioSpec {
        source: spec.source.clone(),
        ..ScenarioSpec::default()
    };
    sources(&cited, problems);
    let known = Names::of(
        "source",
        spec.source.iter().map(|one| &one.id),
        &mut Vec::new(),
    );
    let facts = spec.fact.iter();
    facts
        .map(|fact| {
            known.check(&fact.source, problems);
            let quantity = &fact.quantity;
            if !QUANTITIES.contains(&quantity.as_str()) {
                let problem = Problem::error(format!("a programme has no `{quantity}`"));
                problems.push(quantity.blame(problem.allowed(crate::text::list(&QUANTITIES))));
            }
            Fact {
                quantity: quantity.value.clone(),
                value: fact.value,
                source: fact.source.value.clone(),
            }
        })
        .collect()
}

/// A row as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    item: String,
    #[serde(rename = "en")]
    _en: String,
    #[serde(rename = "zh")]
    _zh: String,
    basis: Basis,
    statutory_days: f64,
    limit_days: f64,
    limit_days_after: Option<f64>,
    links: u64,
    links_after: Option<u64>,
    materials: u64,
    materials_after: Option<u64>,
    certificates: u64,
    certificates_after: Option<u64>,
}

/// Where the figures of a row come from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Basis {
    Published,
    Assumption,
    /// Made up so that totals add up.
    Synthetic,
}

const COLUMNS: &str = "item,en,zh,basis,statutory_days,limit_days,limit_days_after,links,links_after,materials,\
                       materials_after,certificates,certificates_after";

/// No city has more.
const MOST_ITEMS: usize = 20_000;

/// Reads the items of the file called `name` at `path`.
pub fn read_items(name: &str, path: &Path) -> Result<Vec<CatalogueItem>, Problem> {
    let table = read_table(path, None, MAX_FILE_BYTES).map_err(|error| match error {
        InputError::Io { .. } => Problem::error(format!("`{name}`: {error}")),
        InputError::Content(problem) => problem,
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .delimiter(table.delimiter())
        .from_reader(table.content.as_bytes());
    let mut items: Vec<CatalogueItem> = Vec::new();
    for (idx, row) in reader.deserialize::<Row>().enumerate() {
        let at = format!("line {} of `{name}`", idx + 2);
        let row = row.map_err(|error| {
            Problem::error(format!("{at}: {error}")).allowed(format!(
                "the columns {COLUMNS}; the basis `published`, `assumption` or `synthetic`"
            ))
        })?;
        let item = item(row, &at)?;
        if items.len() == MOST_ITEMS {
            return Err(Problem::error(format!(
                "`{name}` has more than {MOST_ITEMS} items"
            )));
        }
        items.push(item);
    }
    let mut ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(Problem::error(format!(
            "`{name}` has two items `{}`",
            twice[0]
        ))),
        None => Ok(items),
    }
}

fn item(row: Row, at: &str) -> Result<CatalogueItem, Problem> {
    let fits = |days: f64| (0.0..=10_000.0).contains(&days);
    let days = [
        row.statutory_days,
        row.limit_days,
        row.limit_days_after.unwrap_or(0.0),
    ];
    if let Some(wrong) = days.into_iter().find(|days| !fits(*days)) {
        return Err(
            Problem::error(format!("{at}: {wrong} days")).allowed("0 to 10000 working days")
        );
    }
    let counts = [row.links, row.materials, row.certificates];
    let after = [row.links_after, row.materials_after, row.certificates_after];
    if let Some(wrong) = counts
        .into_iter()
        .chain(after.into_iter().flatten())
        .find(|n| *n > 1_000)
    {
        return Err(Problem::error(format!("{at}: {wrong} of one thing")).allowed("0 to 1000"));
    }
    let after = match (
        row.limit_days_after,
        row.links_after,
        row.materials_after,
        row.certificates_after,
    ) {
        (Some(promised_days), Some(links), Some(materials), Some(certificates)) => {
            Some(CatalogueFigures {
                promised_days,
                links,
                materials,
                certificates,
            })
        }
        (None, None, None, None) => None,
        (..) => {
            return Err(Problem::error(format!(
                "{at}: `{}` has some figures after the reform and lacks others",
                row.item
            ))
            .hint("leave all four empty for an item that is gone"));
        }
    };
    Ok(CatalogueItem {
        id: row.item,
        is_synthetic: matches!(row.basis, Basis::Synthetic),
        statutory_days: row.statutory_days,
        before: CatalogueFigures {
            promised_days: row.limit_days,
            links: row.links,
            materials: row.materials,
            certificates: row.certificates,
        },
        after,
    })
}
