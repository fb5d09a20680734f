//! A catalogue's items as a scenario file: the state as it is, and the reform if the table tells of one.

use super::ids::{Ids, slug};
use super::items::{Figures, Item, Materials};
use super::reform::{Reform, reform};
use crate::at::At;
use crate::exchange::write::{Draft, given};
use crate::format::{AgencySpec, MaterialSpec, StageSpec, StepSpec, limit_keys};
use crate::input::figures::Limit;
use crate::lang::Name;
use crate::scenario::ScenarioSpec;
use crate::workflow::{Gate, Kind, MaterialKind};

/// What is told above the scenario.
pub struct Head<'h> {
    /// Its id before it is made one.
    pub name: &'h str,
    /// The name of the table it comes from.
    pub file: &'h str,
    /// Whether the table says what waits for what.
    pub has_order: bool,
    /// Whether it says what a reform does.
    pub has_reform: bool,
}

/// The scenario file, and its reform.
pub fn scenario(items: &[Item], head: &Head<'_>) -> (String, Reform) {
    let mut ids = Ids::default();
    let name = Name::in_its_language(head.name);
    let gate = (!head.has_order).then_some(Gate::Closed);
    let stages = items.iter().filter_map(|item| item.stage.as_ref());
    let stages = listed(&mut ids, "stage", stages, |id, Name { en, zh }| StageSpec {
        id,
        en,
        zh,
        gate,
        ..StageSpec::default()
    });
    let agencies = items.iter().filter_map(|item| item.agency.as_ref());
    let agencies = listed(&mut ids, "agency", agencies, |id, Name { en, zh }| {
        AgencySpec {
            id,
            en,
            zh,
            ..AgencySpec::default()
        }
    });
    let certificate = Some(MaterialKind::Certificate);
    let certificates: Vec<String> = items.iter().flat_map(certificates).collect();
    let mut handed_in = materials_called(&mut ids, &certificates, certificate);
    let materials: Vec<String> = items.iter().flat_map(materials).collect();
    handed_in.extend(materials_called(&mut ids, &materials, None));
    for item in items {
        ids.give("item", &item.name);
    }
    let reform = match head.has_reform {
        true => reform(items, &ids),
        false => Reform::default(),
    };
    let file = ScenarioSpec {
        id: Some(At::from(slug(head.name, "catalogue"))),
        en: name.en,
        zh: name.zh,
        stage: stages,
        agency: agencies,
        material: handed_in,
        step: items.iter().map(|item| step(item, items, &ids)).collect(),
        reform: reform.spec().into_iter().collect(),
        ..ScenarioSpec::default()
    };
    let remarks = remarks(head);
    let remarks: Vec<&str> = remarks.iter().map(String::as_str).collect();
    let mut text = Draft::of(file).text(&remarks);
    if reform.measures.is_empty() {
        text.push_str(EXAMPLE);
    }
    (text, reform)
}

fn step(item: &Item, items: &[Item], ids: &Ids) -> StepSpec {
    let name = Name::in_its_language(&item.name);
    let id_of = |what, name: &String| At::from(ids.of(what, name));
    let before = item.waits_for.iter();
    let before = before.map(|&idx| id_of("item", &items[idx].name));
    // Where nothing is promised, the law's limit is what holds.
    let promised = item.before.promised.as_ref().or(item.statutory.as_ref());
    let limit = |limit: Option<&At<Limit>>| limit_keys(limit.map(|limit| limit.plain()));
    let (limit_days, limit_calendar_days) = limit(promised);
    let (statutory_days, statutory_calendar_days) = limit(item.statutory.as_ref());
    let handed_in = materials(item).into_iter().chain(certificates(item));
    StepSpec {
        id: Some(id_of("item", &item.name)),
        en: name.en,
        zh: name.zh,
        kind: item.kind.as_deref().and_then(kind),
        stage: item.stage.as_ref().map(|name| id_of("stage", name)),
        agency: item.agency.as_ref().map(|name| id_of("agency", name)),
        after: given(before.collect()),
        limit_days,
        limit_calendar_days,
        statutory_days,
        statutory_calendar_days,
        links: item.before.links,
        materials: given(handed_in.map(|name| id_of("material", &name)).collect()),
        visits: item.before.visits,
        ..StepSpec::default()
    }
}

/// What an item is, where its type says more than that it is decided on.
fn kind(said: &str) -> Option<Kind> {
    const KINDS: [(&str, Kind); 6] = [
        ("备案", Kind::Filing),
        ("登记", Kind::Registration),
        ("技术审查", Kind::TechnicalReview),
        ("市政公用", Kind::Utility),
        ("filing", Kind::Filing),
        ("registration", Kind::Registration),
    ];
    let found = KINDS.iter().find(|(word, _)| said.contains(word));
    found.map(|(_, kind)| *kind)
}

/// The names of what an item asks for; what is only counted is numbered.
pub fn named(item: &Item, handed_in: &Option<Materials>, what: &str) -> Vec<String> {
    match handed_in {
        None => Vec::new(),
        Some(Materials::Named(names)) => names.clone(),
        Some(Materials::Counted(n)) => (1..=*n)
            .map(|number| format!("{} {what} {number}", item.name.value))
            .collect(),
    }
}

/// What an item asks for.
pub fn materials(item: &Item) -> Vec<String> {
    materials_of(item, &item.before)
}

/// The proofs that it asks for.
pub fn certificates(item: &Item) -> Vec<String> {
    certificates_of(item, &item.before)
}

/// The same before or after a reform. What is called a proof is no material too.
pub fn materials_of(item: &Item, figures: &Figures) -> Vec<String> {
    let certificates = certificates_of(item, figures);
    let mut materials = named(item, &figures.materials, "material");
    materials.retain(|name| !certificates.contains(name));
    materials
}

/// As [`materials_of`].
pub fn certificates_of(item: &Item, figures: &Figures) -> Vec<String> {
    named(item, &figures.certificates, "certificate")
}

/// Every different name once, with its id.
fn listed<'n, T>(
    ids: &mut Ids,
    what: &'static str,
    names: impl IntoIterator<Item = &'n String>,
    spec: impl Fn(At<String>, Name) -> T,
) -> Vec<T> {
    let mut specs = Vec::new();
    for text in names {
        let (id, is_new) = ids.give(what, text);
        if is_new {
            specs.push(spec(At::from(id), Name::in_its_language(text)));
        }
    }
    specs
}

fn materials_called(
    ids: &mut Ids,
    names: &[String],
    kind: Option<MaterialKind>,
) -> Vec<MaterialSpec> {
    listed(ids, "material", names, |id, Name { en, zh }| MaterialSpec {
        id,
        en,
        zh,
        kind,
        ..MaterialSpec::default()
    })
}

fn remarks(head: &Head<'_>) -> Vec<String> {
    let mut lines = vec![
        format!("From {}. Every limit counts as assumed until a `cite` names its source.", head.file),
        "How much of a limit is used is assumed, and work off the clock is not in the table:".to_owned(),
        "add steps of kind \"applicant\", \"intermediary\", \"public_notice\" … with a duration, and [friction].".to_owned(),
    ];
    if !head.has_order {
        lines.push("The table does not say what waits for what: stages follow one another, items of one run side by side.".to_owned());
    }
    lines
}

const EXAMPLE: &str = "
# [[reform]]                      # an ordered list of measures; `redtape measures` lists all kinds
# id = \"my-reform\"
#   [[reform.measure]]
#   id = \"shorter\"
#   do.scale_limits = { factor = 0.5 }
";
