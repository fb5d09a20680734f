//! `redtape report`: one HTML page with the findings, every chart and every table.

use super::{Failure, charts, folder, load, programme, simulation, study};
use crate::chart::{self, About, Draw, Picture, Programme, inline_svg};
use crate::cli::ReportArgs;
use crate::compare::Comparison;
use crate::lang::{Lang, Name};
use crate::output::{print, stopped, write_whole};
use crate::report::page::{Assumed, Figure, Page, Section, Sentence, page};
use crate::scenario::{Loaded, Scenario, lints};
use crate::sim::Watch;
use crate::study::{Settings, Switch, switch};

/// Writes the page.
pub fn report(arguments: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    let simulated = simulation::simulate(&loaded, &arguments.simulation, lang)?;
    let mut comparisons = simulated.comparisons;
    simulation::leave_out_unshared(&loaded, &mut comparisons);
    let programme = programme::ledger(&loaded);
    let title = titled(&loaded);
    let subject = charts::subject(&loaded, &comparisons, simulated.shared.as_ref());
    let switches = loaded
        .scenarios
        .iter()
        .map(|scenario| switches(scenario, arguments))
        .collect::<Result<Vec<_>, Failure>>()?;
    let sections = sections(&loaded, &comparisons, &subject, switches);
    let html = page(&Page {
        title,
        sections,
        programme: programme.as_ref(),
        figures: figures(&subject, is_of_programme),
        lang,
    });
    let path = match arguments.output.clone() {
        Some(path) => path,
        None => folder::of(&loaded, None)?.join("report.html"),
    };
    write_whole(&path, html.as_bytes())?;
    let path = path.display();
    print(&match lang {
        Lang::En => format!("Written: {path}\n"),
        Lang::Zh => format!("已写入：{path}\n"),
    })?;
    Ok(())
}

fn titled(loaded: &Loaded) -> Name {
    match (&loaded.programme, loaded.scenarios.first()) {
        (Some(programme), _) => programme.name.clone(),
        (None, Some(scenario)) => scenario.name.clone(),
        (None, None) => Name::default(),
    }
}

fn sections<'a>(
    loaded: &'a Loaded,
    comparisons: &'a [Comparison],
    subject: &Programme<'_>,
    switches: Vec<Vec<(&'a Name, Switch)>>,
) -> Vec<Section<'a>> {
    let scenarios = loaded.scenarios.iter().zip(&loaded.figures);
    scenarios
        .zip(comparisons)
        .zip(&subject.scenarios)
        .zip(switches)
        .map(
            |((((scenario, figures_of_file), comparison), one), switches)| {
                let alone = Programme {
                    name: subject.name,
                    ledger: None,
                    shared: None,
                    scenarios: vec![one.clone()],
                };
                Section {
                    comparison,
                    figures: figures(&alone, |about| !is_of_programme(about)),
                    sources: &scenario.sources,
                    assumptions: assumptions(figures_of_file),
                    switches,
                    warnings: lints(scenario)
                        .iter()
                        .map(|lint| Sentence::of(|lang| lint.problem(lang).message))
                        .collect(),
                }
            },
        )
        .collect()
}

/// What the files of a scenario say without a source.
fn assumptions(figures: &[crate::format::Figure]) -> Vec<Assumed<'_>> {
    let assumed = figures.iter().filter_map(|figure| {
        Some(Assumed {
            address: &figure.address,
            value: figure.value,
            plausible: figure.range()?,
        })
    });
    assumed.collect()
}

/// Cases for each subset of groups: thousands of subsets share one page.
const CASES_OF_A_SUBSET: usize = 4_096;

/// Every reform with its groups of measures, unless it has too many.
fn switches<'a>(
    scenario: &'a Scenario,
    arguments: &ReportArgs,
) -> Result<Vec<(&'a Name, Switch)>, Failure> {
    let watch = Watch {
        tick: &|_| (),
        stop: stopped(),
    };
    let settings = Settings {
        seed: arguments.simulation.seed,
        replications: CASES_OF_A_SUBSET,
        threads: rayon::current_num_threads(),
    };
    let mut found = Vec::new();
    for (idx, reform) in scenario.reforms.iter().enumerate() {
        let start = study::start_of(scenario, idx);
        let switch = switch(start, reform, settings, watch)
            .map_err(|failure| study::failure(failure, &scenario.id))?;
        found.extend(switch.map(|switch| (&reform.name, switch)));
    }
    Ok(found)
}

fn is_of_programme(about: &About) -> bool {
    match about.draw {
        Draw::Programme(_) => true,
        Draw::Scenario(_)
        | Draw::Workflow(_)
        | Draw::Reform(_)
        | Draw::Explanation(_)
        | Draw::Frontier(_)
        | Draw::Sweep(_)
        | Draw::Sensitivity(_) => false,
    }
}

/// The pictures of some charts in both languages.
fn figures(subject: &Programme<'_>, is_wanted: fn(&About) -> bool) -> Vec<Figure> {
    let wanted = chart::ALL.iter().filter(|about| is_wanted(about));
    let draw = |picture: &Picture| inline_svg(&picture.scene);
    wanted
        .flat_map(|about| {
            let [en, zh] = [Lang::En, Lang::Zh].map(|lang| about.pictures(subject, lang));
            let both = en.iter().zip(&zh);
            both.map(|(en, zh)| Figure {
                en: draw(en),
                zh: draw(zh),
            })
            .collect::<Vec<_>>()
        })
        .collect()
}
