//! What was found in a log, a line each.

use super::draft::shown;
use super::holdout::{HoldOut, quantile, sorted, spans};
use super::log::{DAY, Log};
use super::model::Model;
use super::replay::simulated;
use super::traces::Traces;
use super::whole::Whole;
use super::working_days::{Week, WorkingDays};
use crate::lang::{Lang, Name};
use crate::text::plural;

/// Everything that is told about.
pub struct Found<'f> {
    /// As read.
    pub log: &'f Log,
    /// Its cases.
    pub traces: &'f Traces,
    /// What was done about cases that are not over.
    pub open: Option<Name>,
    /// The process.
    pub model: &'f Model,
    /// The latest cases kept back.
    pub hold_out: Option<&'f HoldOut>,
    /// Whole cases kept back.
    pub hold_out_whole: Option<&'f HoldOut>,
    /// On which days work is logged.
    pub working_days: &'f WorkingDays,
    /// Whole cases.
    pub whole: Option<&'f Whole>,
    /// Seed of simulated cases.
    pub seed: u64,
}

impl Found<'_> {
    /// The lines.
    pub fn lines(&self) -> Vec<Name> {
        let mut lines = Vec::new();
        self.reading(&mut lines);
        lines.extend(self.open.clone());
        self.steps(&mut lines);
        self.days(&mut lines);
        self.working_days(&mut lines);
        if let Some(whole) = self.whole {
            whole_cases(whole, &mut lines);
        }
        match self.hold_out {
            Some(hold_out) => kept_back(hold_out, ("hold-out", "留出检验"), &mut lines),
            None => lines.push(Name::both(
                "hold-out: too few cases that could be followed to the end",
                "留出检验：可完整跟踪的案件太少",
            )),
        }
        if let Some(hold_out) = self.hold_out_whole {
            let of = ("hold-out of whole cases", "整案留出检验");
            kept_back(hold_out, of, &mut lines);
        }
        lines
    }

    fn reading(&self, lines: &mut Vec<Name>) {
        let log = self.log;
        let (n_events, n_cases) = (log.events.len(), log.cases.all.len());
        let n_activities = log.activities.all.len();
        lines.push(Name::both(
            format!("read: {n_cases} cases, {n_events} events, {n_activities} activities"),
            format!("读取：{n_cases} 个案件，{n_events} 个事件，{n_activities} 种活动"),
        ));
        if log.n_statuses > 0 {
            let n = log.n_statuses;
            lines.push(Name::both(
                format!("statuses: the lifecycle has hardly any `complete`; each of {n} events counts as done when its status was reached"),
                format!("状态：生命周期中几乎没有 complete；{n} 个事件均按到达该状态即完成计"),
            ));
        }
        if log.n_same_named > 0 {
            let n = log.n_same_named;
            lines.push(Name::both(
                format!(
                    "names: {} the name of an earlier one: cases of their own",
                    plural(n, "trace has", "traces have")
                ),
                format!("名称：{n} 条轨迹与前面的同名，按不同案件计"),
            ));
        }
        if log.n_malformed > 0 {
            let (n, first) = (log.n_malformed, log.malformed.join("; "));
            lines.push(Name::both(
                format!(
                    "skipped: {} ({first})",
                    plural(n, "malformed event", "malformed events")
                ),
                format!("跳过 {n} 个有误的事件（{first}）"),
            ));
        }
        if log.n_other > 0 {
            let n = log.n_other;
            lines.push(Name::both(
                format!(
                    "left out: {}, neither start nor end of work",
                    plural(n, "event", "events")
                ),
                format!("未用 {n} 个既非开始也非结束的事件"),
            ));
        }
    }

    fn steps(&self, lines: &mut Vec<Name>) {
        let traces = self.traces;
        let n_steps = self.model.steps.len();
        lines.push(Name::both(
            format!(
                "steps: {n_steps}; not counting {} with {}, whose time is in the steps after them",
                plural(traces.n_rare, "rarer activity", "rarer activities"),
                plural(traces.n_rare_events, "event", "events"),
            ),
            format!(
                "节点：{n_steps} 个；另有 {} 种较少的活动（{} 个事件）计入其后节点的用时",
                traces.n_rare, traces.n_rare_events
            ),
        ));
        let (recorded, independent) = self.model.joint_days;
        let n_alike = self.model.n_alike;
        let n_cases = self.model.ranks.n_cases();
        lines.push(Name::both(
            format!("branches: of {n_alike} cases that need the same steps the last ends after {recorded:.2} days on average, after {independent:.2} if steps had nothing to do with each other: a simulated case has the ranks of one of {n_cases} recorded cases"),
            format!("分支：所需节点相同的 {n_alike} 个案件，末节点平均在 {recorded:.2} 天后结束；若各节点互不相关则为 {independent:.2} 天：每个模拟案件沿用 {n_cases} 个记录案件之一的各用时位次"),
        ));
    }

    fn days(&self, lines: &mut Vec<Name>) {
        let recorded = sorted(spans(&self.traces.cases, self.working_days));
        let model = sorted(simulated(self.model, 20_000, self.seed));
        let row = |days: &[f64]| {
            let mean = days.iter().sum::<f64>() / days.len().max(1) as f64;
            let (p50, p90) = (quantile(days, 0.5), quantile(days, 0.9));
            format!("P50 {p50:.2}, mean {mean:.2}, P90 {p90:.2}")
        };
        let (recorded, model) = (row(&recorded), row(&model));
        let calendar = self.traces.cases.iter();
        let calendar = calendar.map(|case| (case.end - case.start) as f64 / DAY);
        let calendar = row(&sorted(calendar.collect()));
        let [calendar_en, calendar_zh] = match self.working_days.week {
            Week::Seven => [String::new(), String::new()],
            Week::Five | Week::China => [
                format!("; calendar days: {calendar}"),
                format!("；自然日：{calendar}"),
            ],
        };
        let (en, zh) = match self.working_days.week {
            Week::Seven => ("days", "天数"),
            Week::Five | Week::China => ("working days", "工作日"),
        };
        lines.push(Name::both(
            format!("{en}, first event to last: {recorded}; simulated: {model}{calendar_en}"),
            format!("首末事件间{zh}：{recorded}；模拟：{model}{calendar_zh}"),
        ));
    }

    fn working_days(&self, lines: &mut Vec<Name>) {
        let found = self.working_days;
        let weekend_share = found.weekend_share;
        let n_holidays = found.holidays.len();
        let [en, zh] = percents(weekend_share);
        let [hours_en, hours_zh] = match found.hours.shown() {
            Some(hours) => [format!(", {hours}"), format!("，{hours}")],
            None => [String::new(), String::new()],
        };
        lines.push(match found.week {
            Week::Five => Name::both(
                format!("calendar: {en} of the events at weekends: Monday to Friday, but for {}{hours_en}", plural(n_holidays, "holiday", "holidays")),
                format!("日历：{zh} 的事件在周末：周一至周五工作，{n_holidays} 天假日除外{hours_zh}"),
            ),
            Week::China => Name::both(
                format!("calendar: the log keeps the Chinese holidays and make-up days: {en} of the events on days off{hours_en}"),
                format!("日历：与国务院办公厅节假日安排一致，{zh} 的事件在休息日{hours_zh}"),
            ),
            Week::Seven => Name::both(
                format!("calendar: {en} of the events at weekends: work goes on then, every day counts"),
                format!("日历：{zh} 的事件在周末：周末也办理，每天都计"),
            ),
        });
    }

    /// Cases that come on a working day.
    pub fn arrivals_per_day(&self) -> f64 {
        let starts = || self.traces.cases.iter().map(|case| case.start);
        let (first, last) = (starts().min().unwrap_or(0), starts().max().unwrap_or(0));
        let days = self.working_days.between(first, last).max(1.0);
        self.traces.cases.len() as f64 / days
    }
}

fn whole_cases(whole: &Whole, lines: &mut Vec<Name>) {
    let (n_late, n_due) = whole.late;
    let late = 100.0 * n_late as f64 / n_due.max(1) as f64;
    let (p50, p90) = (shown(&whole.days, 0.5), shown(&whole.days, 0.9));
    let (n_closed, n_open) = (whole.n_closed, whole.n_open);
    lines.push(Name::both(
        format!("whole cases: {n_closed} closed, {n_open} open; calendar days P50 {p50}, P90 {p90}; late {late:.1} % of {n_due}"),
        format!("整案：{n_closed} 件已结，{n_open} 件未结；自然日 P50 {p50}，P90 {p90}；超期 {late:.1}%（共 {n_due} 件）"),
    ));
    let most_common = whole.limits.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((limit, share)) = most_common {
        let (over, low, high) = whole.days.over(*limit);
        let [over, low, high, share] = [over, low, high, *share].map(|part| part * 100.0);
        lines.push(Name::both(
            format!("limit {limit} days ({share:.0} % of the cases): {over:.1} % of all are over by then (95 %: {low:.1} to {high:.1})"),
            format!("时限 {limit} 天（占 {share:.0}%）：届时 {over:.1}% 的案件已结（95%：{low:.1} 至 {high:.1}）"),
        ));
    }
    let unlogged = whole.unlogged_days;
    lines.push(Name::both(
        format!("the first event comes {unlogged:.1} days after the start of a case on average: the decision, which takes the whole case, runs beside the logged steps"),
        format!("首个事件平均在立案 {unlogged:.1} 天之后：作出决定的节点占用整个案件时间，与所记录的节点并行"),
    ));
    let (names, n_early) = &whole.early;
    if *n_early > 0 {
        let names = names.join(", ");
        lines.push(Name::both(
            format!(
                "{} before the last event: {names} …",
                plural(*n_early, "case ends", "cases end")
            ),
            format!("{n_early} 个案件在末次事件之前已结：{names} …"),
        ));
    }
}

/// A share as percent, in English and in Chinese.
fn percents(share: f64) -> [String; 2] {
    [Lang::En, Lang::Zh].map(|lang| lang.percent(format!("{:.1}", 100.0 * share)))
}

/// What cases that were kept back say, under a heading in English and in Chinese.
fn kept_back(found: &HoldOut, (en, zh): (&str, &str), lines: &mut Vec<Name>) {
    let HoldOut {
        n_past,
        n_future,
        window_days,
        ..
    } = found;
    let [model, replay, noise] = [
        found.model_distance_days,
        found.replay_distance_days,
        found.noise_days,
    ];
    lines.push(Name::both(
        format!("{en}: the latest {n_future} cases that could be followed for {window_days:.1} days, against {n_past} before them; Wasserstein distance in days: model {model:.2}, replaying the past {replay:.2}, two random halves {noise:.2}"),
        format!("{zh}：最近 {n_future} 个可跟踪 {window_days:.1} 天的案件，对照此前 {n_past} 个；Wasserstein 距离（天）：模型 {model:.2}，重放过去 {replay:.2}，随机两半 {noise:.2}"),
    ));
    let ([a, b, c], [d, e, f]) = (found.p50_days, found.p90_days);
    let late = found.late_share.map(|shares| shares.map(percents));
    let late = late.map_or(Default::default(), |[past, model, future]| {
        let all = |lang: usize, comma: &str| {
            [&past, &model, &future]
                .map(|share| share[lang].clone())
                .join(comma)
        };
        (
            format!("; late {}", all(0, ", ")),
            format!("；超期 {}", all(1, "、")),
        )
    });
    let (late_en, late_zh): (String, String) = late;
    lines.push(Name::both(
        format!("past, model, kept back: P50 {a:.2}, {b:.2}, {c:.2}; P90 {d:.2}, {e:.2}, {f:.2}{late_en}"),
        format!("过去、模型、留出：P50 {a:.2}、{b:.2}、{c:.2}；P90 {d:.2}、{e:.2}、{f:.2}{late_zh}"),
    ));
    lines.push(if found.past_predicts() {
        Name::both(
            format!("drift: {replay:.2} days, within chance; an effect smaller than that proves nothing"),
            format!("漂移：{replay:.2} 天，属随机波动；小于此值的效果不能说明问题"),
        )
    } else {
        Name::both(
            format!("drift: the process changed on its own by {replay:.2} days: the past does not predict the future, and a reform effect smaller than that proves nothing"),
            format!("漂移：流程自身变化了 {replay:.2} 天：过去不能预测将来，小于此值的改革效果不能说明问题"),
        )
    });
}
