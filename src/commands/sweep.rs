//! `redtape sweep`: the answer for other values of an input, or for every assumption at both ends of
//! its plausible range.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use super::folder::listed;
use super::staffing::{check_queues, check_within, queued};
use super::study::{draw, failure, settings};
use super::{Failure, load, load_with};
use crate::chart;
use crate::cli::{Format, SweepArgs};
use crate::format::Figure;
use crate::lang::{Described, Lang};
use crate::output::{Progress, print, print_bytes, stopped};
use crate::report::sweep as report;
use crate::scenario::{Loaded, Override, Scenario};
use crate::sim::Watch;
use crate::study::{Measured, Queued, Sensitivity, Sweep, SweepPoint, Swing, measure};
use crate::text;
use crate::workflow::Workflow;

/// More points than anyone reads are a slip of the pen.
const MOST_POINTS: usize = 10_000;

/// Points that are loaded before they are measured.
const CHUNK: usize = 32;

/// Sweeps a path.
pub fn sweep(arguments: &SweepArgs, lang: Lang) -> Result<(), Failure> {
    let axes = axes(&arguments.vary)?;
    let addresses: Vec<&str> = axes.iter().map(|axis| axis.address.as_str()).collect();
    check_within(arguments.within, &addresses)?;
    let loaded = load(&arguments.path)?;
    let (pictures, shown, json, csv) = if axes.is_empty() {
        let found = sensitivities(&loaded, arguments, lang)?;
        (
            chart::sensitivities(&found, lang),
            report::sensitivity_table(&found, lang),
            report::sensitivity_document(&found),
            report::sensitivity_csv(&found),
        )
    } else {
        let found = sweeps(&axes, &loaded, arguments, lang)?;
        check_queues(arguments.within, &found)?;
        (
            chart::sweeps(&found, lang),
            report::table(&found, lang),
            report::document(&found),
            report::csv(&found),
        )
    };
    let files = if arguments.drawing.no_charts {
        Vec::new()
    } else {
        draw(&loaded, &pictures, &arguments.drawing, lang)?
    };
    match arguments.format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&json).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        Format::Csv => print_bytes(&csv)?,
        Format::Table => {
            let files = if files.is_empty() {
                String::new()
            } else {
                format!("\n{}", listed(&files, lang))
            };
            print(&format!("{shown}{files}"))?;
        }
    }
    Ok(())
}

/// An input and its values.
#[derive(Debug)]
struct Axis {
    address: String,
    values: Vec<f64>,
}

/// `ADDRESS=FROM..TO:N` or `ADDRESS=A,B,C`, one or two.
fn axes(vary: &[String]) -> Result<Vec<Axis>, Failure> {
    if vary.len() > 2 {
        return Err(Failure::Usage(format!(
            "{} inputs to vary, at most two can be shown",
            vary.len()
        )));
    }
    let axes: Vec<Axis> = vary
        .iter()
        .map(|text| axis(text))
        .collect::<Result<_, _>>()?;
    let n_points: usize = axes.iter().map(|axis| axis.values.len()).product();
    if n_points > MOST_POINTS {
        return Err(Failure::Usage(format!(
            "{} points to compute, up to {} are",
            text::count(n_points as i64),
            text::count(MOST_POINTS as i64)
        )));
    }
    Ok(axes)
}

fn axis(text: &str) -> Result<Axis, Failure> {
    let wrong = |what: String| {
        Failure::Usage(format!(
            "`--vary {text}`: {what}\nhint: say `ADDRESS=FROM..TO:N` or `ADDRESS=A,B,C`, like \
             `friction.material_error_share=0..0.1:11`"
        ))
    };
    let Some((address, values)) = text.split_once('=') else {
        return Err(wrong("there is no `=`".to_owned()));
    };
    let number = |text: &str| -> Result<f64, Failure> {
        let parsed = text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite());
        parsed.ok_or_else(|| wrong(format!("`{}` is no number", text.trim())))
    };
    let values = match values.split_once("..") {
        None => values
            .split(',')
            .map(number)
            .collect::<Result<Vec<_>, _>>()?,
        Some((from, rest)) => {
            let Some((to, n)) = rest.split_once(':') else {
                return Err(wrong("how many values is not said".to_owned()));
            };
            let (from, to) = (number(from)?, number(to)?);
            let n = n.trim().parse::<usize>().ok();
            let n = n.filter(|n| (2..=MOST_POINTS).contains(n)).ok_or_else(|| {
                wrong(format!(
                    "`:{}` is no number of values from 2 to 10000",
                    rest.split(':').next_back().unwrap_or("")
                ))
            })?;
            // 0.1 · 3 must be 0.3: what a reader would write, not what binary sums give.
            let at = |idx: usize| from + (to - from) * idx as f64 / (n - 1) as f64;
            (0..n).map(|idx| (at(idx) * 1e9).round() / 1e9).collect()
        }
    };
    Ok(Axis {
        address: address.trim().to_owned(),
        values,
    })
}

fn sweeps(
    axes: &[Axis],
    loaded: &Loaded,
    arguments: &SweepArgs,
    lang: Lang,
) -> Result<Vec<Sweep>, Failure> {
    let mut settings_of: Vec<Vec<f64>> = vec![Vec::new()];
    for axis in axes {
        let longer = |values: &Vec<f64>| {
            let values = values.clone();
            axis.values.iter().map(move |&value| {
                let mut longer = values.clone();
                longer.push(value);
                longer
            })
        };
        settings_of = settings_of.iter().flat_map(longer).collect();
    }
    let overrides: Vec<Vec<Override>> = settings_of
        .iter()
        .map(|values| {
            let pairs = axes.iter().zip(values);
            pairs
                .map(|(axis, &value)| Override::new(&*axis.address, value))
                .collect()
        })
        .collect();
    let measured = measure_all(&overrides, Queuing::Simulated, arguments, lang)?;
    let scenarios = measured.scenarios.into_iter().zip(&loaded.figures);
    Ok(scenarios
        .map(|(one, figures)| Sweep {
            scenario: one.id,
            scenario_name: one.name,
            reforms: one.reforms,
            addresses: axes.iter().map(|axis| axis.address.clone()).collect(),
            described: axes
                .iter()
                .map(|axis| described(figures, &axis.address))
                .collect(),
            points: settings_of
                .iter()
                .zip(one.sides)
                .zip(one.queues)
                .map(|((values, sides), queues)| SweepPoint {
                    values: values.clone(),
                    sides,
                    queues,
                })
                .collect(),
            within_days: arguments.within,
        })
        .collect())
}

fn sensitivities(
    loaded: &Loaded,
    arguments: &SweepArgs,
    lang: Lang,
) -> Result<Vec<Sensitivity>, Failure> {
    let figures = loaded.figures.iter().flatten();
    let moving = figures.filter(|figure| figure.range().is_some());
    // One that several files have moves in all of them, in each over its own range.
    let addresses: BTreeSet<&str> = moving.map(|figure| figure.address.as_str()).collect();
    let mut overrides = vec![Vec::new()];
    for &address in &addresses {
        overrides.extend([0.0, 1.0].map(|end| vec![Override::within(address, end)]));
    }
    let measured = measure_all(&overrides, Queuing::Left, arguments, lang)?;
    let scenarios = measured.scenarios.into_iter().zip(&loaded.figures);
    Ok(scenarios
        .map(|(one, figures)| {
            let mut sides = one.sides.into_iter();
            let as_filed = sides.next().expect("the file as it is comes first");
            let swings = addresses.iter().filter_map(|&address| {
                let low = sides.next().expect("two for each figure");
                let high = sides.next().expect("two for each figure");
                let figure = figures.iter().find(|figure| figure.address == address)?;
                Some(Swing {
                    address: address.to_owned(),
                    described: figure.described.clone(),
                    filed: figure.value,
                    range: figure.range()?,
                    low,
                    high,
                })
            });
            Sensitivity {
                scenario: one.id,
                scenario_name: one.name,
                reforms: one.reforms,
                swings: swings.collect(),
                as_filed,
            }
        })
        .collect())
}

/// What a reader sees of a figure; without words where the scenario has no such figure.
fn described(figures: &[Figure], address: &str) -> Described {
    let figure = figures.iter().find(|figure| figure.address == address);
    figure.map_or_else(Described::default, |figure| figure.described.clone())
}

struct Everything {
    scenarios: Vec<OfScenario>,
}

/// One scenario under every setting.
struct OfScenario {
    id: String,
    name: crate::lang::Name,
    reforms: Vec<(String, crate::lang::Name)>,
    /// By setting: the baseline, then every reform.
    sides: Vec<Vec<Measured>>,
    /// The same with queues.
    queues: Vec<Vec<Queued>>,
}

/// Whether the simulation with queues runs too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Queuing {
    /// Where the file has arrivals.
    Simulated,
    /// Not here.
    Left,
}

/// Every scenario of the path under every list of overrides.
fn measure_all(
    overrides: &[Vec<Override>],
    queuing: Queuing,
    arguments: &SweepArgs,
    lang: Lang,
) -> Result<Everything, Failure> {
    let label = match lang {
        Lang::En => "measuring variants",
        Lang::Zh => "计算各情形",
    };
    let progress = Progress::shown(label, overrides.len() as u64);
    let watch = Watch {
        tick: &|_| {},
        stop: stopped(),
    };
    let mut scenarios: Vec<OfScenario> = Vec::new();
    for chunk in overrides.chunks(CHUNK) {
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        let loaded: Vec<Loaded> = chunk
            .iter()
            .map(|overrides| load_with(&arguments.path, overrides))
            .collect::<Result<_, _>>()?;
        if scenarios.is_empty() {
            scenarios = loaded[0].scenarios.iter().map(of_scenario).collect();
        }
        for (idx, of_scenario) in scenarios.iter_mut().enumerate() {
            let workflows: Vec<&Workflow> = loaded
                .iter()
                .flat_map(|loaded| sides(&loaded.scenarios[idx]))
                .collect();
            let n_sides = 1 + of_scenario.reforms.len();
            let measured = measure(&workflows, settings(&arguments.study), watch)
                .map_err(|why| failure(why, &of_scenario.id))?;
            let by_setting = measured.chunks(n_sides).map(<[Measured]>::to_vec);
            of_scenario.sides.extend(by_setting);
        }
        if queuing == Queuing::Simulated {
            for loaded in &loaded {
                let queued = queued(loaded, arguments, watch)?;
                for (of_scenario, queues) in scenarios.iter_mut().zip(queued) {
                    of_scenario.queues.push(queues);
                }
            }
        }
        progress.tick(chunk.len() as u64);
    }
    Ok(Everything { scenarios })
}

fn of_scenario(scenario: &Scenario) -> OfScenario {
    OfScenario {
        id: scenario.id.clone(),
        name: scenario.name.clone(),
        reforms: scenario
            .reforms
            .iter()
            .map(|reform| (reform.id.clone(), reform.name.clone()))
            .collect(),
        sides: Vec::new(),
        queues: Vec::new(),
    }
}

fn sides(scenario: &Scenario) -> impl Iterator<Item = &Workflow> {
    let reformed = scenario.reformed.iter();
    std::iter::once(&scenario.baseline).chain(reformed.map(|reformed| &reformed.workflow))
}
