//! `criticality` (关键节点): in what share of cases each step decides the wait, and the counted days.

use std::collections::BTreeMap;

use super::pairs::{self, Cell, Column, Row};
use super::scene::{Rect, Scene};
use super::theme::{HEIGHT, MARGIN, QUIET, SMALL_SIZE, Side, WIDTH, label, page};
use super::{About, Draw, Reform};
use crate::compare::Names;
use crate::lang::{Lang, Name};
use crate::text::{count, days};

/// The registry's entry.
pub const ABOUT: About = About {
    name: "criticality",
    zh: "关键节点",
    shows: "in what share of simulated cases each step decides the applicant's wait and the counted days, before and after",
    shows_zh: "各节点在多少模拟办件中决定申请人历时、决定计时天数，改革前后对比",
    draw: Draw::Reform(|reform, lang| {
        let data = data(reform);
        (!data.steps.is_empty()).then(|| draw(&data, &reform.comparison.names, lang))
    }),
};

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The scenario's name and id.
    pub scenario: (Name, String),
    /// The reform's name and id.
    pub reform: (Name, String),
    /// The reform's colour.
    pub side: Side,
    /// Cases simulated for each workflow.
    pub replications: u64,
    /// Steps that decide either in some case before or after: the most often first.
    pub steps: Vec<Critical>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Critical {
    /// Its id.
    pub step: String,
    /// Shares of cases before; `None`: it is not there.
    pub before: Option<Shares>,
    /// Shares of cases after; `None`: it is not there.
    pub after: Option<Shares>,
}

/// Shares of cases, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// In which the step is on a longest chain of all time.
    pub elapsed: f64,
    /// In which the step is on a longest chain of counted time.
    pub counted: f64,
}

impl Critical {
    /// The largest of its shares: after the reform, then before.
    fn rank(&self) -> (f64, f64) {
        let most = |shares: Option<Shares>| {
            shares.map_or(-1.0, |shares| shares.elapsed.max(0.999 * shares.counted))
        };
        (most(self.after), most(self.before))
    }

    fn most(&self) -> f64 {
        self.rank().0.max(self.rank().1)
    }
}

/// The shares of every step.
pub fn data(reform: &Reform<'_>) -> Data {
    let comparison = reform.comparison;
    let [before, after] = [&comparison.baseline, &reform.reform.side].map(|side| {
        let steps = side.simulated.criticality.iter();
        steps
            .map(|(id, elapsed, counted)| {
                let (elapsed, counted) = (*elapsed, *counted);
                (id.as_str(), Shares { elapsed, counted })
            })
            .collect::<BTreeMap<&str, Shares>>()
    });
    let in_order = |side: &crate::compare::Side| -> Vec<String> {
        let steps = side.simulated.criticality.iter();
        steps.map(|(id, _, _)| id.clone()).collect()
    };
    let mut ids = in_order(&comparison.baseline);
    for id in in_order(&reform.reform.side) {
        if !before.contains_key(id.as_str()) {
            ids.push(id);
        }
    }
    let mut steps: Vec<Critical> = ids
        .into_iter()
        .map(|step| Critical {
            before: before.get(step.as_str()).copied(),
            after: after.get(step.as_str()).copied(),
            step,
        })
        .filter(|critical| critical.most() > 0.0)
        .collect();
    steps.sort_by(|a, b| {
        let ((a, was_a), (b, was_b)) = (a.rank(), b.rank());
        b.total_cmp(&a).then(was_b.total_cmp(&was_a))
    });
    Data {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        reform: (reform.reform.name.clone(), reform.reform.id.clone()),
        side: Side::of_reform(reform.index),
        replications: comparison.baseline.simulated.replications,
        steps,
    }
}

/// Room for the steps' names.
const NAMES: f64 = 420.0;

/// Draws the picture.
pub fn draw(data: &Data, names: &Names, lang: Lang) -> Scene {
    let (mut scene, top, bottom) = page(
        HEIGHT,
        &title(data, names, lang),
        &subtitle(data, lang),
        &[note(lang)],
    );
    let area = Rect::new(MARGIN, top, WIDTH - 2.0 * MARGIN, bottom - top - 2.0 * LINE);
    let (shown, others) = data.steps.split_at(data.steps.len().min(pairs::room(area)));
    let (waits, counted, share, gone, new) = match lang {
        Lang::En => (
            "Decides the applicant's wait",
            "Decides the counted days",
            "share of cases",
            "gone",
            "not yet",
        ),
        Lang::Zh => (
            "决定申请人历时",
            "决定计时天数",
            "办件占比",
            "已无此节点",
            "尚无此节点",
        ),
    };
    let say = |share: f64| percent(share, lang);
    let columns = [waits, counted].map(|title| Column {
        title,
        unit: share,
        most: 1.0,
        say: &say,
    });
    let rows: Vec<Row<'_>> = shown
        .iter()
        .map(|one| {
            let cell = |shares: Option<Shares>, pick: fn(Shares) -> f64, word| {
                shares.map_or(Cell::Absent(word), |shares| Cell::Value(pick(shares)))
            };
            let pair = |pick| [cell(one.before, pick, new), cell(one.after, pick, gone)];
            let name = names.step(&one.step, lang);
            Row {
                name,
                told: told(name, one, [gone, new], lang),
                cells: vec![pair(|shares| shares.elapsed), pair(|shares| shares.counted)],
            }
        })
        .collect();
    let sides = [Side::Before, data.side];
    let end = pairs::draw(&mut scene, area, NAMES, (&columns, &rows), sides);
    if let Some(most) = others.first().map(Critical::most) {
        let text = label(left_out(others.len(), most, lang)).size(SMALL_SIZE);
        scene.text(text.color(QUIET).centred_at(MARGIN, end + LINE / 2.0));
    }
    let reform = data.reform.0.get(lang, &data.reform.1);
    let middle = bottom - LINE / 2.0;
    pairs::key(&mut scene, middle, (reform, data.side), lang);
    scene
}

/// Height of a line under the rows.
const LINE: f64 = 34.0;

fn percent(share: f64, lang: Lang) -> String {
    let shown = share * 100.0;
    if shown > 0.0 && shown < 0.5 {
        return lang.percent("<1");
    }
    lang.percent(count(shown.round() as i64))
}

fn told(name: &str, one: &Critical, [gone, new]: [&str; 2], lang: Lang) -> String {
    let of = |pick: fn(Shares) -> f64| {
        let say = |shares: Option<Shares>, word: &str| {
            shares.map_or(word.to_owned(), |shares| percent(pick(shares), lang))
        };
        format!("{} → {}", say(one.before, new), say(one.after, gone))
    };
    let (elapsed, counted) = (of(|shares| shares.elapsed), of(|shares| shares.counted));
    match lang {
        Lang::En => {
            format!("{name}: decides the wait in {elapsed}, the counted days in {counted} of cases")
        }
        Lang::Zh => format!("{name}：决定历时 {elapsed}，决定计时 {counted}"),
    }
}

/// How many steps decide in nine of ten cases.
fn title(data: &Data, names: &Names, lang: Lang) -> String {
    let n = |side: fn(&Critical) -> Option<Shares>, pick: fn(Shares) -> f64| {
        let shares = data.steps.iter().filter_map(side).map(pick);
        shares.filter(|&share| share >= 0.9).count()
    };
    let [waits, counted] = [
        |shares: Shares| shares.elapsed,
        |shares: Shares| shares.counted,
    ]
    .map(|pick| {
        format!(
            "{} → {}",
            n(|one| one.before, pick),
            n(|one| one.after, pick)
        )
    });
    if let Some(title) = none_title(data, names, lang) {
        return title;
    }
    match lang {
        Lang::En => format!(
            "{waits} steps decide the wait in nine of ten cases, {counted} the counted days"
        ),
        Lang::Zh => format!("九成办件的历时取决于 {waits} 个节点，计时取决于 {counted} 个节点"),
    }
}

/// Where no step decides nine of ten cases, which one decides most.
fn none_title(data: &Data, names: &Names, lang: Lang) -> Option<String> {
    let waits = |shares: Option<Shares>| shares.map_or(0.0, |shares| shares.elapsed);
    let most = |one: &Critical| waits(one.before).max(waits(one.after));
    let first = (data.steps.iter()).max_by(|a, b| most(a).total_cmp(&most(b)))?;
    if most(first) >= 0.9 {
        return None;
    }
    let name = names.step(&first.step, lang);
    let (before, after) = (
        percent(waits(first.before), lang),
        percent(waits(first.after), lang),
    );
    Some(match lang {
        Lang::En => format!(
            "No step decides nine of ten waits; \"{name}\" decides most: {before} → {after}"
        ),
        Lang::Zh => format!("没有节点决定九成办件的历时；“{name}”最多：{before} → {after}"),
    })
}

fn subtitle(data: &Data, lang: Lang) -> String {
    let (scenario, reform) = (&data.scenario, &data.reform);
    let (scenario, reform) = (
        scenario.0.get(lang, &scenario.1),
        reform.0.get(lang, &reform.1),
    );
    let n = count(i64::try_from(data.replications).unwrap_or(i64::MAX));
    match lang {
        Lang::En => format!(
            "{scenario}: {reform}. {n} simulated cases. A step saves days only in the cases that it decides."
        ),
        Lang::Zh => {
            format!(
                "{scenario}：{reform}。模拟 {n} 件。只有在其起决定作用的办件中，压缩该节点才能节省天数。"
            )
        }
    }
}

fn note(lang: Lang) -> String {
    match lang {
        Lang::En => "A step decides a case if it lies on its longest chain: of all time for the wait, of time on the official clock for the counted days.",
        Lang::Zh => "节点处于该办件最长链上即为“决定”：历时按全部时间计，计时按计时时间计。",
    }
    .to_owned()
}

fn left_out(n: usize, most: f64, lang: Lang) -> String {
    let most = lang.percent(days((most * 1000.0).ceil() / 10.0));
    match (n, lang) {
        (1, Lang::En) => format!("1 other step decides in at most {most} of cases."),
        (n, Lang::En) => format!("{n} other steps decide in at most {most} of cases each."),
        (n, Lang::Zh) => format!("另有 {n} 个节点，各自在不超过 {most} 的办件中起决定作用。"),
    }
}
