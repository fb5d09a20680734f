//! `burden` (办事负担): hours and money of applicant and agencies, by material and by step.

use super::font::{self, Weight};
use super::pairs::{self, Cell, Column, Row};
use super::scene::{Rect, Scene};
use super::theme::{HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, WIDTH, label, page};
use super::{About, Draw, Reform};
use crate::compare::{self, Cost, Names};
use crate::lang::{Lang, Name};
use crate::text::{count, days};

/// The registry's entry.
pub const ABOUT: About = About {
    name: "burden",
    zh: "办事负担",
    shows: "hours and money of applicant and agencies before and after, by material and by step; where the file has [burden]",
    shows_zh: "申请人与部门的工时和费用，改革前后对比，分材料、分节点；情景文件须有 [burden]",
    draw: Draw::Reform(|reform, lang| {
        let data = data(reform)?;
        Some(draw(&data, &reform.comparison.names, lang))
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
    /// What a case costs the applicant, before and after.
    pub applicant: [Cost; 2],
    /// What a case costs the agencies, before and after.
    pub agency: [Cost; 2],
    /// The unit of money.
    pub currency: Option<String>,
    /// Cases in a year.
    pub cases_per_year: Option<f64>,
    /// Trips of the applicant, hours before and after.
    pub trips: [f64; 2],
    /// Hours of the applicant by material: the longest first.
    pub materials: Vec<(String, [f64; 2])>,
    /// Hours of the applicant and of the agencies by step: the longest first.
    pub steps: Vec<(String, [[f64; 2]; 2])>,
}

/// The figures of a reform; `None` where the file has no rates.
pub fn data(reform: &Reform<'_>) -> Option<Data> {
    let comparison = reform.comparison;
    let before = comparison.baseline.burden.as_ref()?;
    let after = reform.reform.side.burden.as_ref()?;
    let both = [before, after];
    let hours = |burden: &compare::Burden, id: &str| {
        let found = burden.by_material.iter().find(|(other, _)| other == id);
        found.map_or(0.0, |(_, hours)| *hours)
    };
    let ids = merged(both.map(|burden| {
        burden
            .by_material
            .iter()
            .map(|(id, _)| id.as_str())
            .collect()
    }));
    let materials = ids
        .into_iter()
        .map(|id| (id.to_owned(), both.map(|burden| hours(burden, id))));
    let mut materials: Vec<(String, [f64; 2])> = materials.collect();
    materials.sort_by(|(_, a), (_, b)| b[0].max(b[1]).total_cmp(&a[0].max(a[1])));
    let of_step = |burden: &compare::Burden, id: &str| {
        let found = burden.by_step.iter().find(|(other, _, _)| other == id);
        found.map_or((0.0, 0.0), |(_, applicant, agency)| (*applicant, *agency))
    };
    let ids = merged(both.map(|burden| {
        burden
            .by_step
            .iter()
            .map(|(id, _, _)| id.as_str())
            .collect()
    }));
    let steps = ids.into_iter().map(|id| {
        let [(own, officers), (own_after, officers_after)] = both.map(|burden| of_step(burden, id));
        (
            id.to_owned(),
            [[own, own_after], [officers, officers_after]],
        )
    });
    let total = |cells: &[[f64; 2]; 2]| {
        let sums = [cells[0][0] + cells[1][0], cells[0][1] + cells[1][1]];
        sums[0].max(sums[1])
    };
    let mut steps: Vec<(String, [[f64; 2]; 2])> =
        steps.filter(|(_, cells)| total(cells) > 0.0).collect();
    steps.sort_by(|(_, a), (_, b)| total(b).total_cmp(&total(a)));
    Some(Data {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        reform: (reform.reform.name.clone(), reform.reform.id.clone()),
        side: Side::of_reform(reform.index),
        applicant: both.map(|burden| burden.applicant),
        agency: both.map(|burden| burden.agency),
        currency: before.currency.clone(),
        cases_per_year: before.cases_per_year,
        trips: both.map(|burden| burden.visit_hours),
        materials,
        steps,
    })
}

/// Ids of the first list, then those of the second that it lacks.
fn merged([first, second]: [Vec<&str>; 2]) -> Vec<&str> {
    let mut ids = first;
    for id in second {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Height of the sums above the rows.
const SUMS: f64 = 96.0;
/// Height of a line under the rows.
const LINE: f64 = 32.0;
/// Room for names.
const NAMES: f64 = 270.0;

/// Draws the picture.
pub fn draw(data: &Data, names: &Names, lang: Lang) -> Scene {
    let (mut scene, top, bottom) = page(
        HEIGHT,
        &title(data, lang),
        &subtitle(data, lang),
        &[note(lang).to_owned()],
    );
    sums(&mut scene, data, top, lang);
    let gap = 60.0;
    let area = Rect::new(
        MARGIN,
        top + SUMS,
        WIDTH - 2.0 * MARGIN,
        bottom - top - SUMS - 2.0 * LINE,
    );
    let left = Rect {
        width: area.width * 0.40,
        ..area
    };
    let right = Rect {
        x: left.right() + gap,
        width: area.width - left.width - gap,
        ..area
    };
    materials(&mut scene, data, names, left, lang);
    steps(&mut scene, data, names, right, lang);
    let reform = data.reform.0.get(lang, &data.reform.1);
    let middle = bottom - LINE / 2.0;
    pairs::key(&mut scene, middle, (reform, data.side), lang);
    scene
}

/// What a case and a year cost, in money where tariffs are known.
fn sums(scene: &mut Scene, data: &Data, top: f64, lang: Lang) {
    let width = (WIDTH - 2.0 * MARGIN) / 2.0;
    let (applicant, agencies) = match lang {
        Lang::En => ("Applicant", "Agencies"),
        Lang::Zh => ("申请人", "部门"),
    };
    for (idx, (name, costs)) in [(applicant, data.applicant), (agencies, data.agency)]
        .into_iter()
        .enumerate()
    {
        let x = MARGIN + idx as f64 * width;
        let hours = arrow(costs.map(|cost| cost.hours));
        let shown = match lang {
            Lang::En => format!("{name}: {hours} hours a case"),
            Lang::Zh => format!("{name}：每件 {hours} 小时"),
        };
        let shown = font::shorten(&shown, SUM_SIZE, Weight::Bold, width - 24.0);
        scene.text(label(shown).size(SUM_SIZE).bold().at(x, top + 34.0));
        let more = font::shorten(
            &money(data, costs, lang),
            LABEL_SIZE,
            Weight::Regular,
            width - 24.0,
        );
        if !more.is_empty() {
            scene.text(label(more).color(QUIET).at(x, top + 68.0));
        }
    }
}

const SUM_SIZE: f64 = 30.0;

fn money(data: &Data, costs: [Cost; 2], lang: Lang) -> String {
    let unit = data.currency.as_deref().unwrap_or_default();
    let mut parts = Vec::new();
    if let [Some(before), Some(after)] = costs.map(|cost| cost.money) {
        let shown = format!("{} → {} {unit}", whole(before), whole(after));
        parts.push(shown.trim_end().to_owned());
    }
    if let Some(cases) = data.cases_per_year {
        let hours = costs.map(|cost| cost.hours * cases);
        let cases = whole(cases);
        let hours = format!("{} → {}", whole(hours[0]), whole(hours[1]));
        parts.push(match lang {
            Lang::En => format!("a year of {cases} cases: {hours} hours"),
            Lang::Zh => format!("每年 {cases} 件：{hours} 小时"),
        });
    }
    match lang {
        Lang::En => parts.join("; "),
        Lang::Zh => parts.join("；"),
    }
}

fn whole(value: f64) -> String {
    count(value.round() as i64)
}

fn arrow([before, after]: [f64; 2]) -> String {
    format!("{} → {}", days(before), days(after))
}

fn materials(scene: &mut Scene, data: &Data, names: &Names, area: Rect, lang: Lang) {
    let (title, unit, trips) = match lang {
        Lang::En => ("By material", "applicant's hours a case", "Trips"),
        Lang::Zh => ("分材料", "申请人工时（小时/件）", "跑动"),
    };
    let n_shown = data.materials.len().min(pairs::room(area) - 1);
    let (shown, others) = data.materials.split_at(n_shown);
    let trips = (data.trips != [0.0, 0.0]).then_some((trips, data.trips));
    let shown = shown
        .iter()
        .map(|(id, hours)| (names.material(id, lang), *hours));
    let rows: Vec<(&str, [f64; 2])> = trips.into_iter().chain(shown).collect();
    let most = rows
        .iter()
        .flat_map(|(_, hours)| hours)
        .copied()
        .fold(0.0, f64::max);
    let columns = [Column {
        title,
        unit,
        most,
        say: &days,
    }];
    let rows: Vec<Row<'_>> = rows
        .into_iter()
        .map(|(name, hours)| Row {
            name,
            told: format!("{name}: {}", arrow(hours)),
            cells: vec![hours.map(Cell::Value)],
        })
        .collect();
    let end = pairs::draw(
        scene,
        area,
        NAMES,
        (&columns, &rows),
        [Side::Before, data.side],
    );
    let sums = [0, 1].map(|idx| others.iter().map(|(_, hours)| hours[idx]).sum::<f64>());
    rest(scene, area, end, (others.len(), arrow(sums)), lang);
}

fn steps(scene: &mut Scene, data: &Data, names: &Names, area: Rect, lang: Lang) {
    let (titles, unit) = match lang {
        Lang::En => (["By step: applicant", "By step: agencies"], "hours a case"),
        Lang::Zh => (["分节点：申请人", "分节点：部门"], "工时（小时/件）"),
    };
    let (shown, others) = data.steps.split_at(data.steps.len().min(pairs::room(area)));
    let cells = shown.iter().flat_map(|(_, cells)| cells).flatten();
    let most = cells.copied().fold(0.0, f64::max);
    let columns = titles.map(|title| Column {
        title,
        unit,
        most,
        say: &days,
    });
    let rows: Vec<Row<'_>> = shown
        .iter()
        .map(|(id, cells)| {
            let name = names.step(id, lang);
            Row {
                name,
                told: format!("{name}: {}, {}", arrow(cells[0]), arrow(cells[1])),
                cells: cells.iter().map(|pair| pair.map(Cell::Value)).collect(),
            }
        })
        .collect();
    let end = pairs::draw(
        scene,
        area,
        NAMES,
        (&columns, &rows),
        [Side::Before, data.side],
    );
    let sum = |who: usize, when: usize| {
        others
            .iter()
            .map(|(_, cells)| cells[who][when])
            .sum::<f64>()
    };
    let sums = [0, 1]
        .map(|who| arrow([sum(who, 0), sum(who, 1)]))
        .join(", ");
    rest(scene, area, end, (others.len(), sums), lang);
}

fn rest(scene: &mut Scene, area: Rect, end: f64, (n, sums): (usize, String), lang: Lang) {
    if n == 0 {
        return;
    }
    let text = match lang {
        Lang::En => format!("{n} others together: {sums}"),
        Lang::Zh => format!("其余 {n} 项合计：{sums}"),
    };
    let text = label(font::shorten(
        &text,
        SMALL_SIZE,
        Weight::Regular,
        area.width,
    ))
    .size(SMALL_SIZE);
    scene.text(text.color(QUIET).centred_at(area.x, end + LINE / 2.0));
}

fn title(data: &Data, lang: Lang) -> String {
    let (applicant, agencies) = (
        arrow(data.applicant.map(|cost| cost.hours)),
        arrow(data.agency.map(|cost| cost.hours)),
    );
    match lang {
        Lang::En => {
            format!("A case takes the applicant {applicant} hours of work, the agencies {agencies}")
        }
        Lang::Zh => format!("每件申请人工时 {applicant} 小时，部门工时 {agencies} 小时"),
    }
}

fn subtitle(data: &Data, lang: Lang) -> String {
    let (scenario, reform) = (&data.scenario, &data.reform);
    let (scenario, reform) = (
        scenario.0.get(lang, &scenario.1),
        reform.0.get(lang, &reform.1),
    );
    match lang {
        Lang::En => format!(
            "{scenario}: {reform}. Working time on the reference case, no waiting (Standard Cost Model)."
        ),
        Lang::Zh => {
            format!("{scenario}：{reform}。按参照办件的工作时间计，不含等待（标准成本模型）。")
        }
    }
}

fn note(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "Minutes and tariffs are the file's. A step's hours of the applicant are its form and materials; trips stand apart."
        }
        Lang::Zh => "分钟数与费率取自情景文件。节点的申请人工时为填表与备材料；跑动另列。",
    }
}
