//! The reform of a before/after list (改革前后对照表): what changes in its figures, and what its last column says, as measures.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::{Table, Value};

use super::ids::{Ids, slug};
use super::items::{Figures, Item};
use super::told::{Told, told};
use super::write::{certificates_of, materials_of};
use crate::duration::WORKING_DAYS_PER_CALENDAR_DAY;
use crate::exchange::document::values::{number, put_name, put_text, rounded, words};
use crate::exchange::ids::{Taken, unique};
use crate::format::inline;
use crate::input::figures::{Limit, Unit};
use crate::lang::Name;
use crate::text;

/// What a table tells of its reform.
#[derive(Clone, Debug, Default)]
pub struct Reform {
    /// In the order in which they act.
    pub measures: Vec<Measure>,
    /// What no measure could be made of, in both languages.
    pub left_out: Vec<Name>,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    name: Name,
    kind: &'static str,
    fields: Table,
}

impl Reform {
    /// Its tables.
    pub fn text(&self) -> String {
        let mut text =
            "\n[[reform]]\nid = \"reform\"\nen = \"After the reform\"\nzh = \"改革后\"\n"
                .to_owned();
        let mut taken = Taken::new();
        for measure in &self.measures {
            let mut table = Table::new();
            let name = measure.name.zh.as_deref().unwrap_or_default();
            let id = unique(&slug(name, "measure"), &mut taken);
            put_text(&mut table, "id", Some(&id));
            put_name(&mut table, &measure.name);
            let _ = writeln!(text, "  [[reform.measure]]");
            for (key, value) in &table {
                let _ = writeln!(text, "  {key} = {}", inline(value));
            }
            let fields = inline(&Value::Table(measure.fields.clone()));
            let _ = writeln!(text, "  do.{} = {fields}", measure.kind);
        }
        text
    }

    fn add<const N: usize>(&mut self, name: Name, kind: &'static str, fields: [(&str, Value); N]) {
        let fields = fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        self.measures.push(Measure {
            name,
            kind,
            fields: fields.collect(),
        });
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
        let id = Value::from(ids.of("item", &item.name));
        let name = Name::both(
            format!("{}: abolished", item.name),
            format!("{}：取消", item.name),
        );
        reform.add(name, "remove_step", [("step", id)]);
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
    let id = || Value::from(ids.of("item", name));
    let gone = |before: Vec<String>, after: Vec<String>, is_said: bool, reform: &mut Reform| {
        if !is_said {
            return Vec::new();
        }
        let added: Vec<&String> = after.iter().filter(|one| !before.contains(one)).collect();
        for one in added {
            reform.left_out.push(Name::both(
                format!("{name}: `{one}` is asked for only after the reform, for which there is no measure"),
                format!("{name}：改革后新增材料“{one}”，无对应举措，未计入"),
            ));
        }
        before
            .into_iter()
            .filter(|one| !after.contains(one))
            .collect()
    };
    for (what, before, left, is_said) in [
        (
            ("drop_materials", ["material", "materials"], "份材料"),
            materials_of(item, &item.before),
            materials_of(item, after),
            after.materials.is_some(),
        ),
        (
            (
                "waive_certificates",
                ["certificate", "certificates"],
                "份证明",
            ),
            certificates_of(item, &item.before),
            certificates_of(item, after),
            after.certificates.is_some(),
        ),
    ] {
        let gone = gone(before, left, is_said, reform);
        if gone.is_empty() {
            continue;
        }
        let (kind, [one, many], zh) = what;
        let n = gone.len();
        let said = item
            .measure
            .as_deref()
            .filter(|_| matches!(told, Told::Materials));
        let how = said.map_or(String::new(), |said| format!("，{said}"));
        let gone: Vec<String> = gone.iter().map(|name| ids.of("material", name)).collect();
        reform.add(
            Name::both(
                format!("{name}: {} less", text::plural(n, one, many)),
                format!("{name}：减{n}{zh}{how}"),
            ),
            kind,
            [
                (many, words(gone.iter().map(String::as_str))),
                ("steps", Value::Array(vec![id()])),
            ],
        );
    }
    if is_merged {
        return;
    }
    let (links, visits) = (
        changed(item.before.links, after.links),
        changed(item.before.visits, after.visits),
    );
    let days = after.promised.as_ref().map(|limit| working(&limit.value));
    let is_new_limit = match (&item.before.promised, &after.promised) {
        (Some(before), Some(after)) => (before.days, before.unit) != (after.days, after.unit),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let from = item
        .before
        .promised
        .as_ref()
        .map_or("–".to_owned(), |limit| limit.days.to_string());
    let to = after
        .promised
        .as_ref()
        .map_or("–".to_owned(), |limit| limit.days.to_string());
    match (told, days) {
        (Told::Commit, Some(days)) => {
            let name = Name::both(
                format!("{name}: decided on a promise, {from} → {to} days"),
                format!("{name}：告知承诺，{from} → {to}日"),
            );
            reform.add(
                name,
                "commit",
                [("step", id()), ("limit_days", number(days))],
            );
        }
        (Told::File, Some(days)) => {
            let name = Name::both(
                format!("{name}: filed instead, {from} → {to} days"),
                format!("{name}：审批改备案，{from} → {to}日"),
            );
            reform.add(
                name,
                "file_instead",
                [("step", id()), ("limit_days", number(days))],
            );
        }
        (_, Some(days)) if is_new_limit => {
            let name = Name::both(
                format!("{name}: limit {from} → {to} days"),
                format!("{name}：压缩时限，{from} → {to}日"),
            );
            reform.add(
                name,
                "set_limit",
                [("step", id()), ("limit_days", number(days))],
            );
        }
        (_, _) => {}
    }
    if let (None, None) = (links, visits) {
        return;
    }
    let mut fields = vec![("step", id())];
    let mut says = [Vec::new(), Vec::new()];
    for (key, changed, [en, zh]) in [
        ("links", links, ["links", "环节"]),
        ("visits", visits, ["trips", "跑动"]),
    ] {
        if let Some((before, after)) = changed {
            fields.push((key, Value::Integer(i64::from(after))));
            let before = before.map_or("–".to_owned(), |n| n.to_string());
            says[0].push(format!("{en} {before} → {after}"));
            says[1].push(format!("{zh}{before} → {after}"));
        }
    }
    let [en, zh] = says;
    reform.measures.push(Measure {
        name: Name::both(
            format!("{name}: {}", en.join(", ")),
            format!("{name}：{}", zh.join("，")),
        ),
        kind: "simplify_step",
        fields: fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    });
}

fn changed(before: Option<u32>, after: Option<u32>) -> Option<(Option<u32>, u32)> {
    let after = after?;
    (before != Some(after)).then_some((before, after))
}

/// Measures promise working days.
fn working(limit: &Limit) -> f64 {
    match limit.unit {
        Unit::Working => limit.days,
        Unit::Calendar => rounded(limit.days * WORKING_DAYS_PER_CALENDAR_DAY),
    }
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
        let mut merged = Table::new();
        let id = match target {
            Some(_) => ids.of("item", into),
            None => slug(into, "merged"),
        };
        put_text(&mut merged, "id", Some(&id));
        put_text(&mut merged, "zh", Some(into));
        let days = limits.clone().filter_map(|after| after.promised.as_ref());
        let days = days
            .map(|limit| working(&limit.value))
            .max_by(f64::total_cmp);
        if let Some(days) = days {
            merged.insert("limit_days".to_owned(), number(days));
        }
        for (key, count) in [
            (
                "links",
                limits.clone().filter_map(|after| after.links).max(),
            ),
            (
                "visits",
                limits.clone().filter_map(|after| after.visits).max(),
            ),
        ] {
            if let Some(count) = count {
                merged.insert(key.to_owned(), Value::Integer(i64::from(count)));
            }
        }
        let steps = steps_of(&members, items, ids);
        reform.add(
            Name::both(
                format!("{} items merged: {into}", steps.len()),
                format!("{}项合并为{into}", steps.len()),
            ),
            "merge_steps",
            [
                ("steps", words(steps.iter().map(String::as_str))),
                ("into", Value::Table(merged)),
            ],
        );
    }
}

/// Ids of the steps that some items became.
fn steps_of(members: &[usize], items: &[Item], ids: &Ids) -> Vec<String> {
    let members = members.iter();
    members
        .map(|&idx| ids.of("item", &items[idx].name))
        .collect()
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
        let steps = steps_of(&members, items, ids);
        reform.add(
            Name::both(
                format!("{} items side by side", steps.len()),
                format!("{}项并联办理", steps.len()),
            ),
            "run_in_parallel",
            [("steps", words(steps.iter().map(String::as_str)))],
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
