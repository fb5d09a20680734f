//! Addresses of figures in words: `step.land-permit.limit_days` is a step's name and "promised limit".

use super::Scenario;
use crate::lang::{Described, Lang, Name};

/// Keys with what a reader sees. A distribution goes without saying, its parameters do not.
const WORDS: &[(&str, &str, &str)] = &[
    ("agencies", "authorities", "部门"),
    (
        "agency_tariff_per_hour",
        "an officer's hour",
        "部门每小时费率",
    ),
    (
        "applicant_tariff_per_hour",
        "an applicant's hour",
        "申请人每小时费率",
    ),
    (
        "applicants",
        "applicants and intermediaries",
        "申请人与中介",
    ),
    ("backlog", "cases there on day zero", "期初积压"),
    ("batch", "batches", "成批来件"),
    ("breach_share", "share of false promises", "失信比例"),
    (
        "case_correlation",
        "how alike the luck of a case's steps is",
        "同一办件各节点快慢的相关性",
    ),
    ("cases", "cases in the time it is about", "所述时期的办件数"),
    ("cases_per_year", "cases a year", "每年件数"),
    (
        "certificate_minutes",
        "getting a proof (minutes)",
        "开具证明（分钟）",
    ),
    ("check", "check after the decision", "事后核查"),
    (
        "check_minutes",
        "a check after the decision (minutes)",
        "事后核查（分钟）",
    ),
    ("correction_days", "a correction round", "补正一轮用时"),
    (
        "correction_minutes",
        "a correction (minutes)",
        "补正（分钟）",
    ),
    ("cost", "cost", "成本"),
    ("cost_per_day", "cost of each day saved", "每压缩一日的成本"),
    ("covered_share", "share of assessed areas", "已评估区域占比"),
    ("days", "days", "天数"),
    ("duration", "duration", "用时"),
    ("effort", "work of an officer", "人员工时"),
    ("every_days", "days between sittings", "会议间隔（工作日）"),
    ("factor", "factor", "系数"),
    ("form_minutes", "a form (minutes)", "填表（分钟）"),
    (
        "handoff_days",
        "from authority to authority",
        "部门间流转用时",
    ),
    (
        "hold",
        "delay that no officer shortens",
        "人员无法缩短的等待",
    ),
    ("intake_days", "until acceptance", "受理前用时"),
    (
        "limit_calendar_days",
        "promised limit (calendar days)",
        "承诺时限（日历天）",
    ),
    (
        "limit_days",
        "promised limit (working days)",
        "承诺时限（工作日）",
    ),
    ("link_minutes", "a link (minutes)", "每个环节（分钟）"),
    ("links", "links", "环节数"),
    ("links_minus", "links less", "减少的环节数"),
    (
        "material_error_share",
        "share of wrong materials",
        "材料差错率",
    ),
    (
        "material_minutes",
        "preparing a material (minutes)",
        "备材料（分钟）",
    ),
    ("max_days", "longest (days)", "最长（天）"),
    ("max_rounds", "most rounds", "最多轮数"),
    ("mean_days", "mean (days)", "均值（天）"),
    ("median_days", "median (days)", "中位数（天）"),
    ("meets", "sittings", "会议"),
    ("min_days", "shortest (days)", "最短（天）"),
    ("mode_days", "most likely (days)", "最可能（天）"),
    (
        "national_type",
        "national type of procedure",
        "国标审批流程类型",
    ),
    (
        "never_share",
        "share that never supply it",
        "始终不补齐的比例",
    ),
    ("obtain_days", "getting it", "取得用时"),
    ("officers", "officers", "人员数"),
    ("per_day", "cases a day", "每日来件"),
    ("poisson", "arrivals", "来件"),
    (
        "rectify_days",
        "putting a false promise right",
        "失信整改用时",
    ),
    ("rework", "rework", "返工"),
    ("scale_days", "63 % done within (days)", "63% 办结天数"),
    ("sd_days", "standard deviation (days)", "标准差（天）"),
    ("seasonal", "arrivals over the year", "全年来件"),
    ("seats", "cases a sitting", "每次会议件数"),
    ("shape", "shape", "形状参数"),
    ("share", "share", "比例"),
    (
        "sigma_log",
        "spread (of the logarithm)",
        "离散程度（对数标准差）",
    ),
    ("size", "cases a batch", "每批件数"),
    (
        "statutory_calendar_days",
        "statutory limit (calendar days)",
        "法定时限（日历天）",
    ),
    (
        "statutory_days",
        "statutory limit (working days)",
        "法定时限（工作日）",
    ),
    ("stay", "officers who stay", "留任人员"),
    ("steady", "the long run", "长期"),
    (
        "submission_minutes",
        "checking a submission (minutes)",
        "收件核对（分钟）",
    ),
    ("target_days", "target (working days)", "目标（工作日）"),
    ("terminating", "period", "时期"),
    ("uptake_share", "share who choose it", "选择比例"),
    ("visit_minutes", "a trip (minutes)", "跑动一次（分钟）"),
    ("visits", "trips", "跑动次数"),
    (
        "warm_up_days",
        "days left out at the beginning",
        "预热期（工作日）",
    ),
    (
        "within_days",
        "within so many working days",
        "期限（工作日）",
    ),
];

/// Between a figure's owner and the figure, and said already by the figure's own words.
const UNSAID: [&str; 12] = [
    "fixed",
    "uniform",
    "triangular",
    "pert",
    "normal",
    "exponential",
    "lognormal",
    "gamma",
    "weibull",
    "process",
    "horizon",
    "into",
];

/// What a reader sees of the figure at `address`.
pub fn described(scenario: &Scenario, address: &str) -> Described {
    let keys: Vec<&str> = address.split('.').collect();
    let (owner, rest) = match keys.as_slice() {
        ["step", id, rest @ ..] => (Some(step(scenario, id)), rest),
        ["agency", id, rest @ ..] => (Some(agency(scenario, id)), rest),
        ["material", id, rest @ ..] => (Some(material(scenario, id)), rest),
        ["reform", reform, "measure", measure, "do", _, rest @ ..] => {
            (Some(measure_of(scenario, reform, measure)), rest)
        }
        ["reform", reform, "measure", measure, rest @ ..] => {
            (Some(measure_of(scenario, reform, measure)), rest)
        }
        ["defaults", _, rest @ ..] => (
            Some(Name::both(
                "steps that say nothing else",
                "未另行说明的节点",
            )),
            rest,
        ),
        ["friction" | "burden" | "arrivals", rest @ ..] => (None, rest),
        rest => (None, rest),
    };
    let said: Vec<&str> = (rest.iter().copied())
        .filter(|key| !UNSAID.contains(key))
        .collect();
    // "duration, days" says no more than "duration".
    let said = match said.as_slice() {
        [first @ .., "days"] if !first.is_empty() => first,
        all => all,
    };
    let figure = match said {
        ["stay", id] => {
            let (figure, agency) = (figure(&["stay"]), agency(scenario, id));
            let both =
                |lang| figure.get(lang, id).to_owned() + &lang.bracketed(agency.get(lang, id));
            Name::both(both(Lang::En), both(Lang::Zh))
        }
        said => figure(said),
    };
    Described { owner, figure }
}

/// No name at all where some key has no words: then the address stands in.
fn figure(keys: &[&str]) -> Name {
    let word = |key: &&str| {
        let found = WORDS.binary_search_by(|(known, ..)| known.cmp(key));
        found.ok().map(|at| WORDS[at])
    };
    let words: Option<Vec<_>> = keys.iter().map(word).collect();
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        return Name::default();
    };
    let en: Vec<&str> = words.iter().map(|(_, en, _)| *en).collect();
    let zh: Vec<&str> = words.iter().map(|(.., zh)| *zh).collect();
    Name::both(en.join(", "), zh.join("，"))
}

/// The name, or the id in both languages.
fn named(name: Option<&Name>, id: &str) -> Name {
    match name {
        Some(name) if *name != Name::default() => name.clone(),
        Some(_) | None => Name::both(id, id),
    }
}

/// A step may be a reform's own.
fn step(scenario: &Scenario, id: &str) -> Name {
    let reformed = scenario.reformed.iter().map(|one| &one.workflow);
    let mut workflows = std::iter::once(&scenario.baseline).chain(reformed);
    named(
        workflows.find_map(|workflow| workflow.step(id).map(|step| &step.name)),
        id,
    )
}

fn agency(scenario: &Scenario, id: &str) -> Name {
    let agency = scenario.baseline.agency(id);
    named(agency.map(|agency| &agency.name), id)
}

fn material(scenario: &Scenario, id: &str) -> Name {
    let material = scenario.baseline.material(id);
    named(material.map(|material| &material.name), id)
}

/// The measure, and of several reforms which one.
fn measure_of(scenario: &Scenario, reform: &str, id: &str) -> Name {
    let Some(of) = scenario.reforms.iter().find(|one| one.id == reform) else {
        return Name::both(id, id);
    };
    let mut measures = of.measures.iter();
    let measure = named(measures.find(|one| one.id == id).map(|one| &one.name), id);
    if scenario.reforms.len() == 1 {
        return measure;
    }
    let reform = named(Some(&of.name), reform);
    let both = |lang| (measure.get(lang, id), reform.get(lang, &of.id));
    let ((en, en_of), (zh, zh_of)) = (both(Lang::En), both(Lang::Zh));
    Name::both(format!("{en} ({en_of})"), format!("{zh}（{zh_of}）"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_order_so_that_they_are_found() {
        assert!(WORDS.is_sorted_by(|(one, ..), (next, ..)| one < next));
    }
}
