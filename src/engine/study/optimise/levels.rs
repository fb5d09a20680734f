//! Limits that may be shortened by fewer days than the file says, at a cost per day: the time-cost trade-off
//! of project scheduling (Kelley, Operations Research 9, 1961), each level a choice of its own.

use std::collections::BTreeMap;

use crate::at::At;
use crate::lang::Name;
use crate::reform::{Act, Measure, Reform, apply_one, step_by_step};
use crate::text::days;
use crate::workflow::Workflow;

/// Levels of one measure; between them, limits of whole days are skipped evenly.
const MOST_LEVELS: usize = 10;

/// A reform in which each measure with a cost per day stands as its levels, the shortest limit last.
pub(super) struct Levels {
    pub reform: Reform,
    /// By id of a level the id of its measure.
    pub measure_of: BTreeMap<String, String>,
}

impl Levels {
    pub fn of(start: &Workflow, reform: &Reform) -> Levels {
        let after = step_by_step(start, reform);
        let mut measure_of = BTreeMap::new();
        let mut measures = Vec::new();
        for (idx, measure) in reform.measures.iter().enumerate() {
            let before = match idx.checked_sub(1) {
                Some(previous) => &after[previous].workflow,
                None => start,
            };
            let levels = levels(before, measure);
            for level in &levels {
                measure_of.insert(level.id.clone(), measure.id.clone());
            }
            if levels.is_empty() {
                measures.push(measure.clone());
            }
            measures.extend(levels);
        }
        Levels {
            reform: Reform {
                measures,
                ..reform.clone()
            },
            measure_of,
        }
    }
}

/// The levels of a measure where it stands; none if it has no cost per day or shortens nothing there.
fn levels(before: &Workflow, measure: &Measure) -> Vec<Measure> {
    let Some(cost_per_day) = measure.cost_per_day else {
        return Vec::new();
    };
    let mut levels: Vec<Measure> = Vec::new();
    for act in milder(before, &measure.act) {
        let mut level = Measure {
            act,
            ..measure.clone()
        };
        let Some(after) = apply_one(before, &level) else {
            continue;
        };
        let cut_days = limits_of_all(before) - limits_of_all(&after);
        if cut_days < 1e-9 {
            continue;
        }
        let cut = days(cut_days);
        level.id = format!("{}:{cut}", measure.id);
        let name = |lang| measure.name.get(lang, &measure.id).to_owned();
        let (en, zh) = (name(crate::lang::Lang::En), name(crate::lang::Lang::Zh));
        let (now, then) = (extent(before, &level.act), extent(&after, &level.act));
        level.name = match now.zip(then) {
            Some((now, then)) => {
                let (now, then) = (days(now), days(then));
                Name::both(
                    format!("{en}: {now} → {then} days"),
                    format!("{zh}：{now} → {then} 天"),
                )
            }
            None => Name::both(format!("{en}: −{cut} days"), format!("{zh}：−{cut} 天")),
        };
        level.cost = Some(measure.cost.unwrap_or(0.0) + cost_per_day * cut_days);
        if levels.last().is_none_or(|last| last.id != level.id) {
            levels.push(level);
        }
    }
    levels
}

/// The act and what does less of the same, the mildest first. The reader of the file lets only these two
/// have a cost per day.
fn milder(before: &Workflow, act: &Act) -> Vec<Act> {
    let mut milder = Vec::new();
    if let Act::SetLimit(full) = act {
        let now = extent(before, act).unwrap_or(0.0);
        let limits = whole_days_between(full.limit_days.value, now);
        milder.extend(limits.into_iter().map(|limit| {
            let mut milder = full.clone();
            milder.limit_days = At::nowhere(limit);
            Act::SetLimit(milder)
        }));
    }
    if let Act::ScaleLimits(full) = act {
        milder.extend((1..MOST_LEVELS).map(|level| {
            let share = level as f64 / MOST_LEVELS as f64;
            let mut milder = full.clone();
            milder.factor = At::nowhere(1.0 - share * (1.0 - full.factor.value));
            Act::ScaleLimits(milder)
        }));
    }
    milder.push(act.clone());
    milder
}

/// The limit that a measure changes, working days; `None` where there is not just one.
fn extent(workflow: &Workflow, act: &Act) -> Option<f64> {
    let Act::SetLimit(one) = act else {
        return None;
    };
    let limit = workflow.step(&one.step)?.face.limit?;
    Some(limit.days())
}

fn limits_of_all(workflow: &Workflow) -> f64 {
    let limits = workflow.steps().filter_map(|step| step.face.limit);
    limits.map(|limit| limit.days()).sum()
}

/// Whole days above `least` and below `most`, falling: all, or evenly skipped ones.
fn whole_days_between(least: f64, most: f64) -> Vec<f64> {
    let first = least.floor() + 1.0;
    let n = (most.ceil() - first).max(0.0) as usize;
    let kept = n.min(MOST_LEVELS - 1);
    (1..=kept)
        .rev()
        .map(|place| first + (place * n / kept - 1) as f64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_whole_day_is_a_level_or_ten_evenly_spread_ones() {
        assert_eq!(whole_days_between(5.0, 9.0), [8.0, 7.0, 6.0]);
        assert_eq!(whole_days_between(4.5, 6.5), [6.0, 5.0]);
        assert!(whole_days_between(5.0, 6.0).is_empty());
        assert!(whole_days_between(9.0, 5.0).is_empty());
        let many = whole_days_between(10.0, 110.0);
        assert_eq!(many.len(), MOST_LEVELS - 1);
        assert_eq!((many[0], many[8]), (109.0, 21.0));
    }
}
