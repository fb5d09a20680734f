//! Whose figures a headline tells: the average over all kinds of cases where cases are counted, else the reference case's.

use crate::lang::{Lang, Name};
use crate::sim::{average_case, limit_totals};
use crate::text::days;
use crate::workflow::{AverageCase, CasePart, Counts, Limits, Workflow};

/// The counted and elapsed days that a headline tells of a workflow.
pub fn told_days(workflow: &Workflow) -> [f64; 2] {
    let of_all_kinds = workflow.cases.and_then(|_| average_case(workflow));
    match of_all_kinds {
        Some((case, _)) => [case.counted_days, case.elapsed_days],
        None => limit_totals(workflow),
    }
}

/// What table, pictures, page and ledger tell of one workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The figures; averages where it is another thing for a share of cases.
    pub case: AverageCase,
    /// Distinct materials, forms included, of the reference case.
    pub material_types: f64,
    /// What the days are the averages of, the shortest first.
    pub parts: Vec<CasePart>,
    /// Whether all kinds of cases are meant, not the reference case alone.
    pub of_all_kinds: bool,
}

impl Told {
    /// Whether cases differ in their days, so that the days told are nobody's ceiling.
    pub fn is_average(&self) -> bool {
        self.parts.len() > 1
    }

    /// Of a workflow, and what cases of all kinds meet on average; `None` where there are too many kinds.
    pub(super) fn of(
        workflow: &Workflow,
        limits: &Limits,
        counts: &Counts,
    ) -> (Told, Option<AverageCase>) {
        let average = average_case(workflow);
        let case = average.as_ref().map(|(case, _)| *case);
        let (told, parts, of_all_kinds) = match average {
            Some((case, parts)) if workflow.cases.is_some() => (case, parts, true),
            Some(_) | None => {
                let parts = limits.parts.clone();
                (AverageCase::of(limits, counts), parts, false)
            }
        };
        let told = Told {
            case: told,
            material_types: counts.material_types,
            parts,
            of_all_kinds,
        };
        (told, case)
    }
}

/// A reform's name that says for which share of cases it is, where that is not all of them.
pub(super) fn with_shares(name: &Name, id: &str, workflow: &Workflow) -> Name {
    let shares = workflow.partial_shares();
    let ends = [
        shares.clone().min_by(f64::total_cmp),
        shares.max_by(f64::total_cmp),
    ];
    let [Some(least), Some(most)] = ends else {
        return name.clone();
    };
    let said = |lang: Lang| {
        let percent = |share: f64| days((share * 1000.0).round() / 10.0);
        let (least, most) = (percent(least), percent(most));
        let share = lang.percent(match least == most {
            true => most,
            false => format!("{least}–{most}"),
        });
        let name = name.get(lang, id);
        match lang {
            Lang::En => format!("{name} (for {share} of cases)"),
            Lang::Zh => format!("{name}（{share} 的办件）"),
        }
    };
    Name::both(said(Lang::En), said(Lang::Zh))
}
