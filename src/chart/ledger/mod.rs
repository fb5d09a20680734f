//! `ledger` (五减): items, materials, limits, links and certificates before and after, each on its own scale.

mod bars;
mod words;

use super::font::{self, Weight};
use super::scene::{Fill, Rect, Scene};
use super::theme::{self, BAND, HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, WIDTH, label};
use super::{About, Draw, Scenario};
use crate::compare::{self, Told};
use crate::lang::{Lang, Name};
use crate::text::days;
use crate::workflow::{AverageCase, Basis};

/// The registry's entry.
pub const ABOUT: About = About {
    name: "ledger",
    zh: "五减",
    shows: "the five cuts before and after: items, materials, limits, links and certificates, each on its own scale",
    shows_zh: "五减改革前后对比：事项、材料、时限、环节、证明，各用各的刻度",
    draw: Draw::Scenario(|scenario, lang| {
        let data = data(scenario);
        (!data.reforms.is_empty()).then(|| draw(&data, lang))
    }),
};

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// What is counted.
    pub scope: Scope,
    /// The scenario's or programme's name and id.
    pub scenario: (Name, String),
    /// Names and ids of the reforms.
    pub reforms: Vec<(Name, String)>,
    /// Which of them the changes in figures tell; the first is 0.
    pub told: usize,
    /// Items that this reform moves before day zero.
    pub moved: u64,
    /// What counted days add up.
    pub basis: Basis,
    /// What the reform told has the averages of; of a programme's lists nothing.
    pub after: Option<Told>,
    /// One for each cut.
    pub panels: Vec<Panel>,
}

/// What a ledger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What the reference case of one scenario meets.
    Scenario,
    /// What is on a programme's lists: each item and material once, however many scenarios ask for it.
    Programme {
        /// How many scenarios.
        n_scenarios: usize,
        /// Items of a catalogue that no scenario describes.
        further_items: u64,
        /// Those of them that were made up so that totals add up.
        synthetic_items: u64,
    },
}

/// One cut: a figure before, and after each reform.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Which.
    pub cut: Cut,
    /// Before, then after each reform.
    pub values: Vec<f64>,
    /// Of limits, where the law says any: working days by law before, and what is left of them, − 1.
    pub law: Option<(f64, f64)>,
}

/// 五减.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// 减事项.
    Items,
    /// 减材料: handed in.
    Materials,
    /// 减时限: working days on the official clock.
    Limits,
    /// 减环节.
    Links,
    /// 减证明: handed in.
    Certificates,
    /// 跑动次数: trips of the applicant.
    Trips,
}

type Pick = fn(&AverageCase) -> f64;

/// The figures of a scenario.
pub fn data(scenario: &Scenario<'_>) -> Data {
    let comparison = scenario.comparison;
    let sides: Vec<&compare::Side> = std::iter::once(&comparison.baseline)
        .chain(comparison.reforms.iter().map(|reform| &reform.side))
        .collect();
    let cuts: [(Cut, Pick); 6] = [
        (Cut::Items, |case| case.items),
        (Cut::Materials, |case| case.materials),
        (Cut::Limits, |case| case.counted_days),
        (Cut::Links, |case| case.links),
        (Cut::Certificates, |case| case.certificates),
        (Cut::Trips, |case| case.visits),
    ];
    let panels = cuts.into_iter().map(|(cut, pick)| Panel {
        cut,
        values: sides.iter().map(|side| pick(&side.told.case)).collect(),
        law: None,
    });
    let are_there =
        |panel: &Panel| panel.cut != Cut::Trips || panel.values.iter().any(|&n| n > 0.0);
    Data {
        scope: Scope::Scenario,
        scenario: (comparison.name.clone(), comparison.id.clone()),
        reforms: comparison
            .reforms
            .iter()
            .map(|reform| (reform.name.clone(), reform.id.clone()))
            .collect(),
        told: comparison.headline_at().unwrap_or(0),
        moved: comparison
            .headline()
            .map_or(0, |reform| reform.ledger.items_moved_before_day_zero),
        basis: comparison.basis(),
        after: comparison.headline().map(|reform| reform.side.told.clone()),
        panels: panels.filter(are_there).collect(),
    }
}

/// Draws the picture.
pub fn draw(data: &Data, lang: Lang) -> Scene {
    let (title, subtitle) = (words::title(data, lang), words::subtitle(data, lang));
    let (_, top, bottom) = theme::page(HEIGHT, &title, &subtitle, &[]);
    let keys = KEY_HEIGHT * key_grid(data).0 as f64;
    let around = top + (HEIGHT - bottom) + keys + 32.0 + bars_top(data) + BARS_END;
    let least = around + bars::least_height(1 + data.reforms.len());
    let (mut scene, top, bottom) = theme::page(HEIGHT.max(least.ceil()), &title, &subtitle, &[]);
    let keys_top = bottom - keys;
    let n_panels = data.panels.len() as f64;
    let width = (WIDTH - 2.0 * MARGIN - GAP * (n_panels - 1.0)) / n_panels;
    for (idx, panel) in data.panels.iter().enumerate() {
        let left = MARGIN + idx as f64 * (width + GAP);
        let area = Rect::new(left, top + 8.0, width, keys_top - top - 32.0);
        draw_panel(&mut scene, panel, data, area, lang);
    }
    draw_keys(&mut scene, data, keys_top, lang);
    scene
}

/// Between panels.
const GAP: f64 = 28.0;
/// Of a line that says which colour is which.
const KEY_HEIGHT: f64 = 36.0;

fn draw_panel(scene: &mut Scene, panel: &Panel, data: &Data, area: Rect, lang: Lang) {
    let name = panel.name(data, lang);
    let change = panel.change(data.told, lang);
    let values: Vec<String> = panel.values.iter().map(|&value| days(value)).collect();
    scene.group(
        format!("{name}{}{}", lang.colon(), values.join(" → ")),
        |scene| {
            scene.rect(area, Fill::Solid(BAND));
            let centre = area.x + area.width / 2.0;
            let room = area.width - 16.0;
            let line = |text: &str, size: f64, weight| font::shorten(text, size, weight, room);
            let heading = line(name, LABEL_SIZE, Weight::Bold);
            scene.text(label(heading).bold().middle().at(centre, area.y + 40.0));
            let unit = line(&panel.unit(data, lang), SMALL_SIZE, Weight::Regular);
            scene.text(
                label(unit)
                    .size(SMALL_SIZE)
                    .color(QUIET)
                    .middle()
                    .at(centre, area.y + 70.0),
            );
            let change = line(&change, CHANGE_SIZE, Weight::Bold);
            let ink = side(data.told + 1).ink();
            scene.text(
                label(change)
                    .size(CHANGE_SIZE)
                    .bold()
                    .color(ink)
                    .middle()
                    .at(centre, area.y + 136.0),
            );
            if let Some(beside) = panel.beside(data.told, lang) {
                let beside = line(&beside, SMALL_SIZE, Weight::Regular);
                let beside = label(beside).size(SMALL_SIZE).color(QUIET).middle();
                scene.text(beside.at(centre, area.y + 168.0));
            }
            let bars = Rect::new(
                area.x + 12.0,
                area.y + bars_top(data),
                area.width - 24.0,
                area.height - bars_top(data) - BARS_END,
            );
            bars::draw(scene, &panel.values, bars);
        },
    );
}

/// The change stands out: it is what the meeting talks about.
const CHANGE_SIZE: f64 = 54.0;
/// Above and beneath the bars of a panel.
const BARS_TOP: f64 = 190.0;
const BARS_END: f64 = 16.0;

/// Lower where a line stands under a change.
fn bars_top(data: &Data) -> f64 {
    match data.panels.iter().any(|panel| panel.law.is_some()) {
        true => BARS_TOP + 36.0,
        false => BARS_TOP,
    }
}

/// Three reforms and more are numbered: nobody looks up that many colours.
fn is_numbered(n_bars: usize) -> bool {
    n_bars > 3
}

/// The colours of the bar at `idx`.
fn side(idx: usize) -> Side {
    match idx {
        0 => Side::Before,
        _ => Side::of_reform(idx - 1),
    }
}

/// Lines and columns of the keys: many take less of the bars' height side by side.
fn key_grid(data: &Data) -> (usize, usize) {
    let n_keys = 1 + data.reforms.len();
    let n_columns = if n_keys > 4 { 3 } else { 1 };
    (n_keys.div_ceil(n_columns), n_columns)
}

fn draw_keys(scene: &mut Scene, data: &Data, top: f64, lang: Lang) {
    let before = match lang {
        Lang::En => "Before",
        Lang::Zh => "改革前",
    };
    let (n_lines, n_columns) = key_grid(data);
    let width = (WIDTH - 2.0 * MARGIN) / n_columns as f64;
    let reforms = data.reforms.iter().map(|(name, id)| name.get(lang, id));
    for (idx, name) in std::iter::once(before).chain(reforms).enumerate() {
        let x = MARGIN + (idx / n_lines) as f64 * width;
        let y = top + KEY_HEIGHT * (idx % n_lines) as f64 + KEY_HEIGHT / 2.0;
        let side = side(idx);
        scene.rect(Rect::new(x, y - 11.0, 22.0, 22.0), side.area());
        let room = width - 36.0 - if n_columns > 1 { GAP } else { 0.0 };
        let name = match idx {
            1.. if is_numbered(data.reforms.len() + 1) => format!("{idx}  {name}"),
            _ => name.to_owned(),
        };
        let name = font::shorten(&name, LABEL_SIZE, Weight::Regular, room);
        scene.text(label(name).color(side.ink()).centred_at(x + 36.0, y));
    }
}

impl Panel {
    /// From before to after the reform at `told`; of limits against the law, where it says any.
    fn change(&self, told: usize, lang: Lang) -> String {
        match self.law {
            Some((_, share)) => lang.percent(signed(share * 100.0)),
            None => self.promised_change(told, lang),
        }
    }

    fn promised_change(&self, told: usize, lang: Lang) -> String {
        let after = self.values.get(told + 1).copied();
        self.cut.change(self.values[0], after, lang)
    }

    /// What the change is measured against, and the change of promises.
    fn beside(&self, told: usize, lang: Lang) -> Option<String> {
        self.law?;
        let promised = self.promised_change(told, lang);
        Some(match lang {
            Lang::En => format!("against the law; promises {promised}"),
            Lang::Zh => format!("较法定；较原承诺 {promised}"),
        })
    }

    fn name(&self, data: &Data, lang: Lang) -> &'static str {
        match (self.cut, data.scope, data.basis) {
            (Cut::Limits, Scope::Scenario, Basis::Medians | Basis::RecordedMedians) => {
                data.basis.say(lang)
            }
            _ => self.cut.name(data.scope, lang),
        }
    }

    fn unit(&self, data: &Data, lang: Lang) -> String {
        let unit = match (self.cut, data.basis, lang) {
            (Cut::Limits, Basis::Medians | Basis::RecordedMedians, Lang::En) => "working days",
            (Cut::Limits, Basis::Medians | Basis::RecordedMedians, Lang::Zh) => "工作日",
            (cut, ..) => cut.unit(data.scope, lang),
        };
        match (self.law, lang) {
            (None, _) => unit.to_owned(),
            (Some((law, _)), Lang::En) => format!("{unit}, by law {}", days(law)),
            (Some((law, _)), Lang::Zh) => format!("{unit}，法定 {}", days(law)),
        }
    }
}

/// −11, 0, +2: with a real minus sign.
fn signed(amount: f64) -> String {
    let shown = days(amount.abs());
    let sign = match (shown.as_str(), amount < 0.0) {
        ("0", _) => "",
        (_, true) => "−",
        (_, false) => "+",
    };
    format!("{sign}{shown}")
}

impl Cut {
    fn name(self, scope: Scope, lang: Lang) -> &'static str {
        match (self, scope, lang) {
            (Cut::Items, _, Lang::En) => "Items",
            (Cut::Items, _, Lang::Zh) => "减事项",
            (Cut::Materials, Scope::Scenario, Lang::En) => "Materials",
            (Cut::Materials, Scope::Programme { .. }, Lang::En) => "Kinds of material",
            (Cut::Materials, Scope::Scenario, Lang::Zh) => "减材料",
            (Cut::Materials, Scope::Programme { .. }, Lang::Zh) => "减材料种类",
            (Cut::Limits, Scope::Scenario, Lang::En) => "Counted days",
            (Cut::Limits, Scope::Programme { .. }, Lang::En) => "Limits of all items",
            (Cut::Limits, Scope::Scenario, Lang::Zh) => "减计时时限",
            (Cut::Limits, Scope::Programme { .. }, Lang::Zh) => "减各事项时限合计",
            (Cut::Links, _, Lang::En) => "Links",
            (Cut::Links, _, Lang::Zh) => "减环节",
            (Cut::Certificates, Scope::Scenario, Lang::En) => "Certificates",
            (Cut::Certificates, Scope::Programme { .. }, Lang::En) => "Kinds of certificate",
            (Cut::Certificates, Scope::Scenario, Lang::Zh) => "减证明",
            (Cut::Certificates, Scope::Programme { .. }, Lang::Zh) => "减证明种类",
            (Cut::Trips, _, Lang::En) => "Trips",
            (Cut::Trips, _, Lang::Zh) => "减跑动",
        }
    }

    fn unit(self, scope: Scope, lang: Lang) -> &'static str {
        match (self, scope, lang) {
            (Cut::Materials | Cut::Certificates, Scope::Programme { .. }, Lang::En) => "kinds",
            (Cut::Materials, Scope::Programme { .. }, Lang::Zh) => "材料种类",
            (Cut::Certificates, Scope::Programme { .. }, Lang::Zh) => "证明种类",
            (Cut::Limits, Scope::Programme { .. }, Lang::En) => "promised days",
            (Cut::Limits, Scope::Programme { .. }, Lang::Zh) => "承诺工作日合计",
            (Cut::Items, _, Lang::En) => "matters to apply for",
            (Cut::Items, _, Lang::Zh) => "申请事项（项）",
            (Cut::Materials | Cut::Certificates, Scope::Scenario, Lang::En) => "handed in",
            (Cut::Materials, Scope::Scenario, Lang::Zh) => "提交材料（件）",
            (Cut::Certificates, Scope::Scenario, Lang::Zh) => "提交证明（件）",
            (Cut::Limits, Scope::Scenario, Lang::En) => "working days counted",
            (Cut::Limits, Scope::Scenario, Lang::Zh) => "计时工作日",
            (Cut::Links, _, Lang::En) => "handling steps",
            (Cut::Links, _, Lang::Zh) => "办理环节（个）",
            (Cut::Trips, _, Lang::En) => "of the applicant",
            (Cut::Trips, _, Lang::Zh) => "跑动次数（次）",
        }
    }

    /// `−11`; limits as a share: `−40 %`.
    fn change(self, before: f64, after: Option<f64>, lang: Lang) -> String {
        let Some(after) = after else {
            return "–".to_owned();
        };
        let share = (self == Cut::Limits && before > 0.0).then(|| after / before - 1.0);
        let amount = share.map_or(after - before, |share| share * 100.0);
        let change = signed(amount);
        match share {
            Some(_) => lang.percent(change),
            None => change,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_carry_their_sign() {
        for (cut, before, after, shown) in [
            (Cut::Items, 23.0, 12.0, "−11"),
            (Cut::Items, 3.0, 3.0, "0"),
            (Cut::Certificates, 0.0, 2.0, "+2"),
            (Cut::Limits, 100.0, 60.0, "−40 %"),
            (Cut::Limits, 0.0, 5.0, "+5"),
        ] {
            assert_eq!(cut.change(before, Some(after), Lang::En), shown);
        }
    }
}
