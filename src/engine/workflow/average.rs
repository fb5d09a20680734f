//! Kinds of cases (every combination of attribute values), and what the average over all of them meets.

use std::collections::{BTreeMap, BTreeSet};

use super::{Guard, Workflow};

/// Beyond this many kinds times steps nobody would wait for the average.
const MOST_WORK: usize = 200_000;

/// Cases with the same attribute values.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseKind {
    /// Of all cases, above 0.
    pub share: f64,
    /// Attribute id → value; attributes that do not apply or that no step asks for are absent.
    pub case: BTreeMap<String, String>,
}

/// Cases that take equally long with every limit used up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CasePart {
    /// Of all cases, above 0.
    pub share: f64,
    /// Working days on the counted chain.
    pub counted_days: f64,
    /// Working days the applicant waits.
    pub elapsed_days: f64,
}

impl CasePart {
    /// Parts that take equally long as one, the shortest first.
    pub fn joined(mut parts: Vec<CasePart>) -> Vec<CasePart> {
        let days = |part: &CasePart| (part.counted_days, part.elapsed_days);
        parts.sort_by(|a, b| {
            let counted = a.counted_days.total_cmp(&b.counted_days);
            counted.then(a.elapsed_days.total_cmp(&b.elapsed_days))
        });
        let mut joined: Vec<CasePart> = Vec::new();
        for part in parts {
            match joined.last_mut() {
                Some(last) if days(last) == days(&part) => last.share += part.share,
                Some(_) | None => joined.push(part),
            }
        }
        joined
    }
}

/// What cases meet on average, weighted over kinds of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AverageCase {
    /// Promised limits on the counted chain, working days.
    pub counted_days: f64,
    /// Working days the applicant waits at the limits.
    pub elapsed_days: f64,
    /// 事项.
    pub items: f64,
    /// 环节.
    pub links: f64,
    /// 材料 handed in.
    pub materials: f64,
    /// 证明 handed in.
    pub certificates: f64,
    /// 跑动次数.
    pub visits: f64,
}

impl Workflow {
    /// Kinds of cases that steps tell apart; their shares add up to 1. `None`: too many to go through.
    pub fn kinds(&self) -> Option<Vec<CaseKind>> {
        let most = MOST_WORK / self.steps().count().max(1);
        let asked = self.asked_attributes();
        let mut kinds = vec![CaseKind {
            share: 1.0,
            case: BTreeMap::new(),
        }];
        for attribute in self
            .attributes
            .iter()
            .filter(|one| asked.contains(one.id.as_str()))
        {
            let mut split = Vec::new();
            for kind in kinds {
                if !attribute.given.iter().all(|guard| guard.holds(&kind.case)) {
                    split.push(kind);
                    continue;
                }
                for (value, share) in attribute.shares.iter().filter(|(_, share)| *share > 0.0) {
                    let mut case = kind.case.clone();
                    case.insert(attribute.id.clone(), value.clone());
                    let share = kind.share * share;
                    split.push(CaseKind { share, case });
                }
                if split.len() > most {
                    return None;
                }
            }
            kinds = split;
        }
        Some(kinds)
    }

    /// Attributes that some step asks for, and those that they depend on.
    fn asked_attributes(&self) -> BTreeSet<&str> {
        let guards = self.steps().flat_map(|step| &step.when);
        let mut asked: BTreeSet<&str> = guards.map(|guard| guard.attribute.as_str()).collect();
        // A `given` refers to earlier attributes.
        for attribute in self.attributes.iter().rev() {
            if asked.contains(attribute.id.as_str()) {
                asked.extend(attribute.given.iter().map(|guard| guard.attribute.as_str()));
            }
        }
        asked
    }
}

impl Guard {
    /// Whether a case meets the condition.
    fn holds(&self, case: &BTreeMap<String, String>) -> bool {
        case.get(&self.attribute)
            .is_some_and(|value| self.values.contains(value))
    }
}
