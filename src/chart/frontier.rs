//! `frontier` (成本-时限前沿图): what every number of days costs at least.

use super::scene::{Fill, Outline, Point, Rect, Scene, Stroke, Text};
use super::theme::{
    AXIS, GRID, HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label, page,
};
use super::{About, Draw};
use crate::lang::Lang;
use crate::study::{Answer, Figure, Quantity, Target, Total, Verdict};
use crate::text::days;

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "frontier",
    zh: "成本-时限前沿图",
    shows: "what every number of days costs at least, and the cheapest set for the target (optimise)",
    shows_zh: "各时限的最低成本与达标的最优组合（optimise）",
    draw: Draw::Frontier(draw),
};

/// A set of measures that no cheaper set equals.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// What it costs.
    pub cost: f64,
    /// Working days on fresh draws.
    pub days: f64,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// How many measures.
    pub n_measures: usize,
}

/// The frontier, cost rising.
pub fn data(answer: &Answer) -> Vec<Dot> {
    let dots = answer.frontier.iter();
    dots.map(|package| Dot {
        cost: package.cost,
        days: package.figures[0].value,
        interval: package.figures[0].interval,
        n_measures: package.choices.len(),
    })
    .collect()
}

/// Cost across, days up.
pub fn draw(answer: &Answer, lang: Lang) -> Option<Scene> {
    let dots = data(answer);
    if dots.is_empty() {
        return None;
    }
    let title = title(answer, lang);
    let named = answer.scenario_names.iter().zip(&answer.scenarios);
    let named: Vec<&str> = named.map(|(name, id)| name.get(lang, id)).collect();
    let scenarios = named.join(match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    });
    let subtitle = match lang {
        Lang::En => format!(
            "{scenarios}: the fewest working days that every cost buys (whiskers: 95 % interval on fresh cases)"
        ),
        Lang::Zh => format!("{scenarios}：各成本下可达到的最少工作日（须线：新样本 95% 区间）"),
    };
    let (mut scene, top, bottom) = page(HEIGHT, &title, &subtitle, &[]);
    let plot = Rect::new(
        MARGIN + 90.0,
        top + 48.0,
        WIDTH - 2.0 * MARGIN - 130.0,
        bottom - top - 128.0,
    );
    picture(&mut scene, plot, &dots, answer, lang);
    Some(scene)
}

/// What the target costs at least.
fn title(answer: &Answer, lang: Lang) -> String {
    let aim = aim(&answer.goal.targets[0], lang);
    let Some(best) = answer.packages.first() else {
        return match lang {
            Lang::En => format!("{aim}: out of reach"),
            Lang::Zh => format!("{aim}：无法达到"),
        };
    };
    let (cost, taken, all) = (rounded(best.cost), best.choices.len(), answer.choices.len());
    let error = match (best.verdict, lang) {
        (Verdict::Met, _) => "",
        (Verdict::MetWithinError | Verdict::Missed, Lang::En) => ", within error",
        (Verdict::MetWithinError | Verdict::Missed, Lang::Zh) => "（误差内）",
    };
    match lang {
        Lang::En => format!("{aim} cost {cost}: {taken} of {all} measures{error}"),
        Lang::Zh => format!("{aim}：最低成本 {cost}，{all} 项举措取 {taken} 项{error}"),
    }
}

/// A target as a reader says it.
fn aim(target: &Target, lang: Lang) -> String {
    let most = rounded(target.most_days);
    let Quantity { total, figure } = target.quantity;
    let clock = match (total, lang) {
        (Total::Counted, Lang::En) => "counted",
        (Total::Counted, Lang::Zh) => "计时",
        (Total::Elapsed, Lang::En) => "waiting",
        (Total::Elapsed, Lang::Zh) => "历时",
    };
    let whose = match (figure, lang) {
        (Figure::Limits, Lang::En) => "by the limits",
        (Figure::Limits, Lang::Zh) => "按时限",
        (Figure::Mean, Lang::En) => "on average",
        (Figure::Mean, Lang::Zh) => "平均",
        (Figure::P50, Lang::En) => "for half of the cases",
        (Figure::P50, Lang::Zh) => "半数办件",
        (Figure::P90, Lang::En) => "for nine of ten cases",
        (Figure::P90, Lang::Zh) => "九成办件",
    };
    match lang {
        Lang::En => format!("At most {most} {clock} days {whose}"),
        Lang::Zh => format!("{whose}{clock}不超过 {most} 个工作日"),
    }
}

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

/// 1, 2, 5, 10, 20, ...: the first with at most eight steps.
fn step(span: f64) -> f64 {
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if span / step <= 8.0 {
            break;
        }
        step *= factor;
    }
    step
}

fn picture(scene: &mut Scene, plot: Rect, dots: &[Dot], answer: &Answer, lang: Lang) {
    let target = answer.goal.targets[0].most_days;
    let all = || {
        let ends = dots.iter().flat_map(|dot| {
            let (low, high) = dot.interval.unwrap_or((dot.days, dot.days));
            [low, high]
        });
        ends.chain([target])
    };
    let (low, high) = (
        all().fold(f64::INFINITY, f64::min),
        all().fold(0.0, f64::max),
    );
    let up_step = step(high - low);
    let (least, most) = (
        (low / up_step).floor() * up_step,
        ((high / up_step).ceil() * up_step).max(low + up_step),
    );
    let costs = dots.iter().map(|dot| dot.cost).fold(1e-9, f64::max);
    let right_step = step(costs);
    let farthest = (costs / right_step).ceil() * right_step;
    let x = |cost: f64| plot.x + cost / farthest * plot.width;
    let y = |days: f64| plot.bottom() - (days - least) / (most - least) * plot.height;
    for number in 0..=((most - least) / up_step).round() as usize {
        let value = least + number as f64 * up_step;
        scene.line(
            Point::new(plot.x, y(value)),
            Point::new(plot.right(), y(value)),
            Stroke::solid(GRID, 1.5),
        );
        let text = label(days(value)).size(SMALL_SIZE).color(QUIET).end();
        scene.text(text.centred_at(plot.x - 24.0, y(value)));
    }
    for number in 0..=(farthest / right_step).round() as usize {
        let value = number as f64 * right_step;
        let text = label(days(value)).size(SMALL_SIZE).color(QUIET).middle();
        scene.text(text.at(x(value), plot.bottom() + 1.6 * SMALL_SIZE));
    }
    scene.line(
        Point::new(plot.x, plot.bottom()),
        Point::new(plot.right(), plot.bottom()),
        Stroke::solid(AXIS, 1.5),
    );
    let (cost, up) = match lang {
        Lang::En => ("cost, in the file's unit", "working days"),
        Lang::Zh => ("成本（文件所用单位）", "工作日"),
    };
    scene.text(
        label(cost)
            .size(SMALL_SIZE)
            .middle()
            .at(plot.x + plot.width / 2.0, plot.bottom() + 3.3 * SMALL_SIZE),
    );
    scene.text(
        label(up)
            .size(SMALL_SIZE)
            .color(QUIET)
            .at(MARGIN, plot.y - 1.6 * SMALL_SIZE),
    );
    scene.line(
        Point::new(plot.x, y(target)),
        Point::new(plot.right(), y(target)),
        Stroke::dashed(TARGET, 3.0, 12.0, 8.0),
    );
    // Steps: a cost buys what the cheaper set buys until the next one can be paid.
    let mut steps = Vec::new();
    for (idx, dot) in dots.iter().enumerate() {
        if idx > 0 {
            steps.push(Point::new(x(dot.cost), y(dots[idx - 1].days)));
        }
        steps.push(Point::new(x(dot.cost), y(dot.days)));
    }
    steps.push(Point::new(plot.right(), y(dots[dots.len() - 1].days)));
    scene.stroke(
        Outline::Line(steps.clone()),
        Stroke::solid(Side::After.color(), 4.0),
    );
    // Marks before letters: these keep clear of them.
    let mut places = Places::new(scene, plot);
    places.line(&steps);
    places.line(&[
        Point::new(plot.x, y(target)),
        Point::new(plot.right(), y(target)),
    ]);
    for dot in dots {
        let at = Point::new(x(dot.cost), y(dot.days));
        if let Some((low, high)) = dot.interval {
            let ends = [low, high].map(|days| Point::new(at.x, y(days)));
            let whisker = Stroke::solid(Side::After.ink(), 2.0);
            places.scene.line(ends[0], ends[1], whisker);
            places.line(&ends);
        }
        let circle = Outline::Circle {
            centre: at,
            radius: DOT,
        };
        let fill = Fill::Solid(Side::After.ink());
        places.scene.fill(circle, fill);
        places.around(at, DOT);
    }
    let best = answer.packages.first();
    let chosen = best.map(|best| Point::new(x(best.cost), y(best.figures[0].value)));
    if let Some(centre) = chosen {
        let circle = Outline::Circle {
            centre,
            radius: RING,
        };
        places.scene.stroke(circle, Stroke::solid(TARGET, 4.0));
        // The cheapest set within error need not be on the frontier.
        let is_shown = dots
            .iter()
            .any(|dot| x(dot.cost) == centre.x && y(dot.days) == centre.y);
        if !is_shown {
            let circle = Outline::Circle {
                centre,
                radius: DOT,
            };
            places.scene.fill(circle, Fill::Solid(TARGET));
        }
        places.around(centre, RING + 2.0);
    }
    let said = match lang {
        Lang::En => format!("target {}", rounded(target)),
        Lang::Zh => format!("目标 {}", rounded(target)),
    };
    let said = label(said).bold().color(TARGET).end();
    let below = y(target) + 1.3 * LABEL_SIZE;
    places.put([y(target) - 10.0, below].map(|y| said.clone().at(plot.right(), y)));
    if let (Some(best), Some(at)) = (best, chosen) {
        let said = match lang {
            Lang::En => format!("cheapest: {}", rounded(best.cost)),
            Lang::Zh => format!("最低成本：{}", rounded(best.cost)),
        };
        let text = label(said).bold().color(TARGET);
        // Below the line, else above it.
        let (left, right) = (at.x - RING - 8.0, at.x + RING + 8.0);
        let [above, below] = [at.y - RING - 12.0, at.y + 2.0 * LABEL_SIZE];
        places.put([
            text.clone().end().at(left, below),
            text.clone().at(right, below),
            text.clone().at(right, below + 1.5 * LABEL_SIZE),
            text.clone().at(right, above - 1.3 * LABEL_SIZE),
            text.clone().end().at(left, above),
        ]);
    }
    for dot in dots {
        let at = Point::new(x(dot.cost), y(dot.days));
        let is_chosen =
            chosen.is_some_and(|chosen| (chosen.x - at.x).hypot(chosen.y - at.y) < RING);
        let away = if is_chosen { RING } else { DOT };
        let text = label(rounded(dot.days)).size(SMALL_SIZE);
        let (left, right) = (at.x - away - 4.0, at.x + away + 4.0);
        let [above, below] = [at.y - away - 3.0, at.y + away + 0.9 * SMALL_SIZE];
        places.put([
            text.clone().at(right, above),
            text.clone().at(right, above - 8.0),
            text.clone().end().at(left, below),
        ]);
    }
}

/// Radius of a dot, and of the ring around the chosen one.
const DOT: f64 = 7.0;
const RING: f64 = 15.0;
/// Letters keep that far from marks.
const CLEAR: f64 = 3.0;

/// What is taken in the plot, so that letters find a free place.
struct Places<'a> {
    scene: &'a mut Scene,
    plot: Rect,
    taken: Vec<Rect>,
}

impl<'a> Places<'a> {
    fn new(scene: &'a mut Scene, plot: Rect) -> Places<'a> {
        Places {
            scene,
            plot,
            taken: Vec::new(),
        }
    }

    /// A line of upright and level legs takes its legs.
    fn line(&mut self, points: &[Point]) {
        for leg in points.windows(2) {
            let (left, top) = (leg[0].x.min(leg[1].x), leg[0].y.min(leg[1].y));
            let (width, height) = ((leg[0].x - leg[1].x).abs(), (leg[0].y - leg[1].y).abs());
            self.take(Rect::new(left, top, width, height));
        }
    }

    /// A circle takes its box.
    fn around(&mut self, centre: Point, radius: f64) {
        let (x, y) = (centre.x - radius, centre.y - radius);
        self.take(Rect::new(x, y, 2.0 * radius, 2.0 * radius));
    }

    fn take(&mut self, area: Rect) {
        self.taken.push(Rect::new(
            area.x - CLEAR,
            area.y - CLEAR,
            area.width + 2.0 * CLEAR,
            area.height + 2.0 * CLEAR,
        ));
    }

    /// Writes the text at the first place that is free; nowhere if there is none.
    fn put<const N: usize>(&mut self, texts: [Text; N]) {
        let fits = |text: &Text| {
            let area = text.area();
            self.plot.x <= area.x
                && area.right() <= WIDTH - MARGIN / 2.0
                && area.bottom() <= self.plot.bottom()
                && self.taken.iter().all(|taken| !taken.overlaps(&area))
        };
        if let Some(text) = texts.into_iter().find(fits) {
            self.take(text.area());
            // Grid lines end at the letters.
            self.scene.text(text.halo());
        }
    }
}
