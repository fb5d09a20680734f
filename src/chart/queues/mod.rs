//! `queues` (排队图): what is open and what waits over time, and how busy each agency's officers are.

mod bars;
mod curves;
mod draw;
mod words;

use super::scene::Scene;
use super::theme::Side;
use super::{About, Draw, Scenario};
use crate::compare::{AgencyQueue, Estimate, Moment, Names, Queues, Verdict};
use crate::lang::{Lang, Name};

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "queues",
    zh: "排队图",
    shows: "open cases and waiting files over time, utilisation and wait by agency, where cases compete for officers",
    shows_zh: "在办件、排队件随时间的变化，各部门忙碌比例与等待（办件争用人员时）",
    draw: Draw::Scenario(|scenario, lang| {
        let data = data(scenario)?;
        Some(draw_of(&data, &scenario.comparison.names, lang))
    }),
};

/// Draws the picture.
pub(super) fn draw_of(data: &Data, names: &Names, lang: Lang) -> Scene {
    draw::draw(data, names, lang)
}

/// The queues of one office.
#[derive(Clone, Debug)]
pub struct Data {
    /// Name and id of the scenario, or of a programme whose scenarios share it.
    pub scenario: (Name, String),
    /// The workflow as it is, then the reforms.
    pub sides: Vec<Curve>,
    /// Reforms for which there is no room.
    pub n_left_out: usize,
    /// Agencies with officers, the longest wait first.
    pub agencies: Vec<Row>,
    /// Working days of the window.
    pub days: f64,
    /// Independent replications.
    pub replications: u64,
}

/// One workflow over time.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Its colours.
    pub side: Side,
    /// Name and id of the reform; `None` is the workflow as it is.
    pub reform: Option<(Name, String)>,
    /// How the figures are to be read.
    pub verdict: Verdict,
    /// Mean time in system, working days.
    pub mean_days: f64,
    /// What is open over the window.
    pub moments: Vec<Moment>,
}

/// One agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its id.
    pub agency: String,
    /// In the order of [`Data::sides`]; `None` where it has no officers.
    pub loads: Vec<Option<Load>>,
}

/// How busy one agency's officers are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Its officers.
    pub officers: u32,
    /// Share of their time at work.
    pub utilisation: Estimate,
    /// Mean wait of a step, working days.
    pub waiting_days: Estimate,
}

/// The workflow as it is and twelve reforms: colours and stripes that can be told apart.
const MOST_SIDES: usize = 13;

/// The queues of the workflow as it is and of its reforms; `None` without queues of its own.
pub fn data(scenario: &Scenario<'_>) -> Option<Data> {
    let comparison = scenario.comparison;
    let before = comparison.baseline.queues.as_ref()?;
    if !before.mixed_with.is_empty() {
        // Told of all cases together: everybody's officers are busy with everybody's cases.
        return None;
    }
    let mut sides = vec![(Side::Before, None, before)];
    for reform in scenario.reforms() {
        if let Some(queues) = &reform.reform.side.queues {
            let name = (reform.reform.name.clone(), reform.reform.id.clone());
            sides.push((Side::of_reform(reform.index), Some(name), queues));
        }
    }
    let name = (comparison.name.clone(), comparison.id.clone());
    Some(data_of(name, sides))
}

/// A workflow to show: its colours, name and id of its reform, and its queues.
pub(super) type Shown<'a> = (Side, Option<(Name, String)>, &'a Queues);

/// The queues of an office, the workflow as it is first.
pub(super) fn data_of(scenario: (Name, String), mut shown: Vec<Shown<'_>>) -> Data {
    let n_left_out = shown.len().saturating_sub(MOST_SIDES);
    shown.truncate(MOST_SIDES);
    let queues: Vec<&Queues> = shown.iter().map(|(.., queues)| *queues).collect();
    let (days, replications) = (queues[0].days, queues[0].replications);
    let agencies = rows(&queues);
    let sides = shown.into_iter();
    Data {
        scenario,
        sides: sides
            .map(|(side, reform, queues)| curve(side, reform, queues))
            .collect(),
        n_left_out,
        agencies,
        days,
        replications,
    }
}

fn curve(side: Side, reform: Option<(Name, String)>, queues: &Queues) -> Curve {
    Curve {
        side,
        reform,
        verdict: queues.verdict,
        mean_days: queues.time_in_system[0].value,
        moments: queues.over_time.clone(),
    }
}

fn rows(sides: &[&Queues]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for agency in sides.iter().flat_map(|queues| &queues.agencies) {
        if rows.iter().any(|row| row.agency == agency.id) {
            continue;
        }
        let own = |queues: &&Queues| {
            let mut all = queues.agencies.iter();
            all.find(|other| other.id == agency.id).map(load)
        };
        rows.push(Row {
            agency: agency.id.clone(),
            loads: sides.iter().map(own).collect(),
        });
    }
    rows.sort_by(|a, b| b.longest_wait().total_cmp(&a.longest_wait()));
    rows
}

fn load(agency: &AgencyQueue) -> Load {
    Load {
        officers: agency.officers,
        utilisation: agency.utilisation,
        waiting_days: agency.waiting_days,
    }
}

impl Data {
    /// Three reforms and more are numbered: nobody looks up that many colours.
    fn is_numbered(&self) -> bool {
        self.sides.len() > 3
    }

    /// The number of the workflow at `idx`, where reforms are numbered.
    fn number(&self, idx: usize) -> Option<usize> {
        (self.is_numbered() && idx > 0).then_some(idx)
    }

    /// More bands than that hide each other.
    fn has_bands(&self) -> bool {
        self.sides.len() <= 4
    }
}

impl Row {
    /// Of all workflows, working days.
    fn longest_wait(&self) -> f64 {
        let waits = self.loads.iter().flatten();
        waits
            .map(|load| load.waiting_days.value)
            .fold(0.0, f64::max)
    }
}

impl Curve {
    /// What a reader sees.
    fn name(&self, lang: Lang) -> &str {
        match (&self.reform, lang) {
            (Some((name, id)), _) => name.get(lang, id),
            (None, Lang::En) => "As it is",
            (None, Lang::Zh) => "现状",
        }
    }
}
