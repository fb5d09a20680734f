//! The reform of a before/after list (改革前后对照表): what changes in its figures, and what its last column says, as measures.

use std::collections::BTreeMap;

use super::ids::{Ids, slug};
use super::items::{Figures, Item};
use super::told::{Told, told};
use super::write::{certificates_of, materials_of};
use crate::at::At;
use crate::exchange::document::values::rounded;
use crate::exchange::ids::{Taken, unique};
use crate::format::{MeasureSpec, ReformSpec, StepSpec};
use crate::input::figures::Limit;
use crate::lang::Name;
use crate::reform::Act;
use crate::reform::measures::{
    Commit, DropMaterials, FileInstead, MergeSteps, RemoveStep, RunInParallel, SetLimit,
    SimplifyStep, WaiveCertificates,
};
use crate::text;

/// What a table tells of its reform.
#[derive(Clone, Debug, Default)]
pub struct Reform {
    /// In the order in which they act.
    pub measures: Vec<(Name, Act)>,
    /// What no measure could be made of, in both languages.
    pub left_out: Vec<Name>,
}

impl Reform {
    /// As a scenario file writes it; none without measures.
    pub fn spec(&self) -> Option<ReformSpec<Act>> {
        let mut taken = Taken::new();
        let measures = self.measures.iter().map(|(Name { en, zh }, act)| {
            let name = zh.as_deref().unwrap_or_default();
            MeasureSpec {
                id: At::from(unique(&slug(name, "measure"), &mut taken)),
                en: en.clone(),
                zh: zh.clone(),
                ..MeasureSpec::of(act.clone())
            }
        });
        (!self.measures.is_empty()).then(|| ReformSpec {
            id: At::from("reform"),
            en: Some("After the reform".to_owned()),
            zh: Some("改革后".to_owned()),
            effective: None,
            builds_on: None,
            measure: measures.collect(),
        })
    }

    fn add(&mut self, en: String, zh: String, act: Act) {
        self.measures.push((Name::both(en, zh), act));
    }
}

/// The reform of a table.
pub fn reform(items: &[Item], ids: &Ids) -> Reform {
    let mut reform = Reform::default();
    let told: Vec<Told> = items.iter().map(|item| told(item, items)).collect();
    for (item, told) in items.iter().zip(&told) {
        if let Some(after) = &item.after {
            let is_merged = matches!(told, Told::Merge { .. });
            one_item(item, after, told, is_merged, ids, &mut reform);
        }
    }
    merges(items, &told, ids, &mut reform);
    in_parallel(items, &told, ids, &mut reform);
    for item in items.iter().filter(|item| item.after.is_none()) {
        let step = At::from(ids.of("item", &item.name));
        reform.add(
            format!("{}: abolished", item.name),
            format!("{}：取消", item.name),
            Act::RemoveStep(RemoveStep { step }),
        );
    }
    reform
}

/// What changes in the figures of one item.
fn one_item(
    item: &Item,
    after: &Figures,
    told: &Told,
    is_merged: bool,
    ids: &Ids,
    reform: &mut Reform,
) {
    let name = &item.name.value;
    let step = At::from(ids.of("item", name));
    let mut gone = |before: Vec<String>, after: Vec<String>| -> Vec<At<String>> {
        for one in after.iter().filter(|one| !before.contains(one)) {
            reform.left_out.push(Name::both(
                format!("{name}: `{one}` is asked for only after the reform, for which there is no measure"),
                format!("{name}：改革后新增材料“{one}”，无对应举措，未计入"),
            ));
        }
        let gone = before.iter().filter(|one| !after.contains(one));
        gone.map(|name| At::from(ids.of("material", name)))
            .collect()
    };
    let materials = match after.materials.is_some() {
        true => gone(materials_of(item, &item.before), materials_of(item, after)),
        false => Vec::new(),
    };
    let certificates = match after.certificates.is_some() {
        true => gone(
            certificates_of(item, &item.before),
            certificates_of(item, after),
        ),
        false => Vec::new(),
    };
    let is_said = matches!(told, Told::Materials);
    let said = item.measure.as_deref().filter(|_| is_said);
    let how = said.map_or(String::new(), |said| format!("，{said}"));
    let steps = Some(vec![step.clone()]);
    if !materials.is_empty() {
        let n = materials.len();
        reform.add(
            format!("{name}: {} less", text::plural(n, "material", "materials")),
            format!("{name}：减{n}份材料{how}"),
            Act::DropMaterials(DropMaterials {
                materials,
                steps: steps.clone(),
            }),
        );
    }
    if !certificates.is_empty() {
        let n = certificates.len();
        let less = text::plural(n, "certificate", "certificates");
        reform.add(
            format!("{name}: {less} less"),
            format!("{name}：减{n}份证明{how}"),
            Act::WaiveCertificates(WaiveCertificates {
                certificates,
                steps,
            }),
        );
    }
    if !is_merged {
        limit(item, after, told, &step, reform);
        fewer(item, after, step, reform);
    }
}

/// What becomes of the limit.
fn limit(item: &Item, after: &Figures, told: &Told, step: &At<String>, reform: &mut Reform) {
    let Some(promised) = &after.promised else {
        return;
    };
    let name = &item.name.value;
    let (step, days) = (step.clone(), working(&promised.value));
    let before = item.before.promised.as_ref();
    let is_new = before.is_none_or(|one| (one.days, one.unit) != (promised.days, promised.unit));
    let from = before.map_or("–".to_owned(), |limit| limit.days.to_string());
    let to = promised.days;
    let (en, zh, act) = match told {
        Told::Commit => (
            "decided on a promise,",
            "告知承诺",
            Act::Commit(Commit {
                step,
                limit_days: days,
                ..Commit::default()
            }),
        ),
        Told::File => (
            "filed instead,",
            "审批改备案",
            Act::FileInstead(FileInstead {
                step,
                limit_days: Some(days),
                ..FileInstead::default()
            }),
        ),
        _ if is_new => (
            "limit",
            "压缩时限",
            Act::SetLimit(SetLimit {
                step,
                limit_days: At::nowhere(days),
                response: None,
            }),
        ),
        _ => return,
    };
    reform.add(
        format!("{name}: {en} {from} → {to} days"),
        format!("{name}：{zh}，{from} → {to}日"),
        act,
    );
}

/// Fewer links and trips.
fn fewer(item: &Item, after: &Figures, step: At<String>, reform: &mut Reform) {
    let name = &item.name.value;
    let links = changed(item.before.links, after.links);
    let visits = changed(item.before.visits, after.visits);
    let mut says = [Vec::new(), Vec::new()];
    for (changed, [en, zh]) in [(links, ["links", "环节"]), (visits, ["trips", "跑动"])] {
        if let Some((before, after)) = changed {
            let before = before.map_or("–".to_owned(), |n| n.to_string());
            says[0].push(format!("{en} {before} → {after}"));
            says[1].push(format!("{zh}{before} → {after}"));
        }
    }
    let [en, zh] = says;
    if !en.is_empty() {
        reform.add(
            format!("{name}: {}", en.join(", ")),
            format!("{name}：{}", zh.join("，")),
            Act::SimplifyStep(SimplifyStep {
                step,
                links: links.map(|(_, after)| after),
                visits: visits.map(|(_, after)| after),
            }),
        );
    }
}

fn changed(before: Option<u32>, after: Option<u32>) -> Option<(Option<u32>, u32)> {
    let after = after?;
    (before != Some(after)).then_some((before, after))
}

/// Measures promise working days.
fn working(limit: &Limit) -> f64 {
    rounded(limit.plain().days())
}

/// Items that become one.
fn merges(items: &[Item], told: &[Told], ids: &Ids, reform: &mut Reform) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, told) in told.iter().enumerate() {
        if let Told::Merge { into } = told {
            groups.entry(into).or_default().push(idx);
        }
    }
    for (into, mut members) in groups {
        let target = items.iter().position(|item| item.name.value == into);
        members.extend(target.filter(|idx| !members.contains(idx)));
        members.sort_unstable();
        members.retain(|&idx| items[idx].after.is_some());
        if members.len() < 2 {
            for &idx in &members {
                reform.left_out.push(not_told(&items[idx]));
            }
            continue;
        }
        let after = |idx: usize| items[idx].after.as_ref();
        let limits = match target {
            Some(idx) => vec![after(idx)],
            None => members.iter().map(|&idx| after(idx)).collect(),
        };
        let limits = limits.into_iter().flatten();
        let id = match target {
            Some(_) => ids.of("item", into),
            None => slug(into, "merged"),
        };
        let days = limits.clone().filter_map(|after| after.promised.as_ref());
        let days = days.map(|limit| working(&limit.value));
        let merged = StepSpec {
            id: Some(At::from(id)),
            zh: Some(into.to_owned()),
            limit_days: days.max_by(f64::total_cmp).map(At::nowhere),
            links: limits.clone().filter_map(|after| after.links).max(),
            visits: limits.filter_map(|after| after.visits).max(),
            ..StepSpec::default()
        };
        reform.add(
            format!("{} items merged: {into}", members.len()),
            format!("{}项合并为{into}", members.len()),
            Act::MergeSteps(MergeSteps {
                steps: steps(&members, items, ids),
                into: merged,
            }),
        );
    }
}

fn steps(members: &[usize], items: &[Item], ids: &Ids) -> Vec<At<String>> {
    let steps = members.iter().map(|&idx| ids.of("item", &items[idx].name));
    steps.map(At::from).collect()
}

/// Items that run beside each other: those of a stage that all say so, or that say so of each other.
fn in_parallel(items: &[Item], told: &[Told], ids: &Ids, reform: &mut Reform) {
    let mut groups: BTreeMap<&Option<String>, Vec<usize>> = BTreeMap::new();
    for (idx, told) in told.iter().enumerate() {
        match told {
            Told::Parallel => groups.entry(&items[idx].stage).or_default().push(idx),
            Told::Unclear => reform.left_out.push(not_told(&items[idx])),
            _ => {}
        }
    }
    for members in groups.into_values() {
        if members.len() < 2 {
            reform.left_out.push(not_told(&items[members[0]]));
            continue;
        }
        reform.add(
            format!("{} items side by side", members.len()),
            format!("{}项并联办理", members.len()),
            Act::RunInParallel(RunInParallel {
                steps: steps(&members, items, ids),
            }),
        );
    }
}

/// A measure of the table that says too little.
fn not_told(item: &Item) -> Name {
    let (name, said) = (
        &item.name.value,
        item.measure.as_deref().unwrap_or_default(),
    );
    Name::both(
        format!(
            "{name}: `{said}` does not say what becomes of which items; only the figures that change were taken over"
        ),
        format!("{name}：“{said}”未说明涉及哪些事项，仅按前后数值的变化计入"),
    )
}
