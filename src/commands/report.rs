//! `redtape report`: one HTML page with the findings, every chart and every table.

use std::path::PathBuf;

use super::run::file_name;
use super::{Failure, charts, load, simulation};
use crate::chart::{self, About, Draw, Picture, Programme, inline_svg};
use crate::cli::ReportArgs;
use crate::compare::Comparison;
use crate::lang::{Lang, Name};
use crate::output::{print, write_whole};
use crate::report::page::{Figure, Page, Section, page};
use crate::scenario::Loaded;

/// Writes the page.
pub fn report(arguments: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    let comparisons = simulation::simulate(&loaded, &arguments.simulation, lang)?;
    let programme = simulation::ledger(&loaded);
    let (id, title) = titled(&loaded);
    let subject = charts::subject(&loaded, &comparisons);
    let mut numbering = 0;
    let sections = sections(&loaded, &comparisons, &subject, &mut numbering);
    let html = page(&Page {
        title,
        sections,
        programme: programme.as_ref(),
        figures: figures(&subject, is_of_programme, &mut numbering),
        lang,
    });
    let path = arguments.output.clone().unwrap_or_else(|| {
        let folder = PathBuf::from("output").join(file_name(&id));
        folder.join("report.html")
    });
    write_whole(&path, html.as_bytes())?;
    let path = path.display();
    print(&match lang {
        Lang::En => format!("Written: {path}\n"),
        Lang::Zh => format!("已写入:{path}\n"),
    })?;
    Ok(())
}

fn titled(loaded: &Loaded) -> (String, Name) {
    match (&loaded.programme, loaded.scenarios.first()) {
        (Some(programme), _) => (programme.id.clone(), programme.name.clone()),
        (None, Some(scenario)) => (scenario.id.clone(), scenario.name.clone()),
        (None, None) => (String::new(), Name::default()),
    }
}

fn sections<'a>(
    loaded: &'a Loaded,
    comparisons: &'a [Comparison],
    subject: &Programme<'_>,
    numbering: &mut usize,
) -> Vec<Section<'a>> {
    let scenarios = loaded.scenarios.iter().zip(comparisons);
    scenarios
        .zip(&subject.scenarios)
        .map(|((scenario, comparison), one)| {
            let alone = Programme {
                name: subject.name,
                scenarios: vec![one.clone()],
            };
            Section {
                comparison,
                figures: figures(&alone, |about| !is_of_programme(about), numbering),
                sources: &scenario.sources,
                warnings: Vec::new(),
            }
        })
        .collect()
}

fn is_of_programme(about: &About) -> bool {
    match about.draw {
        Draw::Programme(_) => true,
        Draw::Scenario(_)
        | Draw::Reform(_)
        | Draw::Explanation(_)
        | Draw::Frontier(_)
        | Draw::Sweep(_)
        | Draw::Sensitivity(_) => false,
    }
}

/// The pictures of some charts in both languages; `numbering` keeps their ids apart.
fn figures(
    subject: &Programme<'_>,
    is_wanted: fn(&About) -> bool,
    numbering: &mut usize,
) -> Vec<Figure> {
    let wanted = chart::ALL.iter().filter(|about| is_wanted(about));
    let mut draw = |picture: &Picture| {
        *numbering += 1;
        inline_svg(&picture.scene, &format!("f{numbering}-"))
    };
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
