//! Pictures: one file per chart, drawn as a scene in our own look, written as PNG or SVG.

pub mod backend;
pub mod font;
pub mod scene;
pub mod theme;

mod axis;
mod bands;
mod pairs;
mod png;
mod subject;
mod svg;

pub use png::png;
pub use subject::{Programme, Reform, Scenario};
pub use svg::{inline_svg, svg};

use crate::lang::Lang;
use crate::study::{Answer, Explanation, Sensitivity, Sweep};
use scene::Scene;

/// What a reader should know of a chart, and how it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name and the beginning of its files' names.
    pub name: &'static str,
    /// 中文名.
    pub zh: &'static str,
    /// What it shows, in English.
    pub shows: &'static str,
    /// What it shows, in Chinese.
    pub shows_zh: &'static str,
    /// How it is drawn.
    pub draw: Draw,
}

/// How often a chart is drawn, and from what. `None`: there is nothing to show.
#[derive(Clone, Copy, Debug)]
pub enum Draw {
    /// Once for the workflow of every scenario as it is, and once after each of its reforms.
    Workflow(fn(&Scenario<'_>, Option<&Reform<'_>>, Lang) -> Option<Scene>),
    /// Once for every reform of every scenario.
    Reform(fn(&Reform<'_>, Lang) -> Option<Scene>),
    /// Once for every scenario.
    Scenario(fn(&Scenario<'_>, Lang) -> Option<Scene>),
    /// Once for a run.
    Programme(fn(&Programme<'_>, Lang) -> Option<Scene>),
    /// Once for every attribution.
    Explanation(fn(&Explanation, Lang) -> Option<Scene>),
    /// Once for a search.
    Frontier(fn(&Answer, Lang) -> Option<Scene>),
    /// Once for every scenario that is swept.
    Sweep(fn(&Sweep, Lang) -> Option<Scene>),
    /// Once for every scenario whose assumptions are varied.
    Sensitivity(fn(&Sensitivity, Lang) -> Option<Scene>),
}

/// A chart that was drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The name of its file without the ending: chart, scenario, and the reform unless it is the first.
    pub stem: String,
    /// What it shows.
    pub scene: Scene,
}

/// Adding a chart is a file with `ABOUT`, `data()` and `draw()`, and a line here.
macro_rules! registry {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every chart, in the order of the documentation.
        pub const ALL: &[About] = &[$($module::ABOUT,)*];
    };
}

registry! {
    timeline,
    workflow,
    distribution,
    criticality,
    ledger,
    programme_ledger,
    burden,
    categories,
    queues,
    programme_queues,
    waterfall,
    frontier,
    sensitivity,
    sweep,
}

/// Every chart of a run.
pub fn pictures(programme: &Programme<'_>, lang: Lang) -> Vec<Picture> {
    ALL.iter()
        .flat_map(|about| about.pictures(programme, lang))
        .collect()
}

/// Every chart of attributions; the first reform of a scenario needs no name.
pub fn explanations(explanations: &[Explanation], lang: Lang) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for about in ALL {
        let Draw::Explanation(draw) = about.draw else {
            continue;
        };
        for (idx, one) in explanations.iter().enumerate() {
            let mut stem = format!("{}-{}", about.name, one.scenario);
            if idx > 0 && explanations[idx - 1].scenario == one.scenario {
                stem = format!("{stem}-{}", one.reform);
            }
            pictures.extend(draw(one, lang).map(|scene| Picture { stem, scene }));
        }
    }
    pictures
}

/// Every chart of a search.
pub fn frontiers(answer: &Answer, lang: Lang) -> Vec<Picture> {
    let of = |about: &About| match about.draw {
        Draw::Frontier(draw) => named(about.name.to_owned(), draw(answer, lang)),
        Draw::Workflow(_)
        | Draw::Reform(_)
        | Draw::Scenario(_)
        | Draw::Programme(_)
        | Draw::Explanation(_)
        | Draw::Sweep(_)
        | Draw::Sensitivity(_) => None,
    };
    ALL.iter().filter_map(of).collect()
}

/// Every chart of sweeps.
pub fn sweeps(sweeps: &[Sweep], lang: Lang) -> Vec<Picture> {
    let of = |about: &About, one: &Sweep| match about.draw {
        Draw::Sweep(draw) => named(format!("{}-{}", about.name, one.scenario), draw(one, lang)),
        Draw::Workflow(_)
        | Draw::Reform(_)
        | Draw::Scenario(_)
        | Draw::Programme(_)
        | Draw::Explanation(_)
        | Draw::Frontier(_)
        | Draw::Sensitivity(_) => None,
    };
    let all = ALL.iter();
    all.flat_map(|about| sweeps.iter().filter_map(move |one| of(about, one)))
        .collect()
}

/// Every chart of assumptions.
pub fn sensitivities(found: &[Sensitivity], lang: Lang) -> Vec<Picture> {
    let of = |about: &About, one: &Sensitivity| match about.draw {
        Draw::Sensitivity(draw) => {
            named(format!("{}-{}", about.name, one.scenario), draw(one, lang))
        }
        Draw::Workflow(_)
        | Draw::Reform(_)
        | Draw::Scenario(_)
        | Draw::Programme(_)
        | Draw::Explanation(_)
        | Draw::Frontier(_)
        | Draw::Sweep(_) => None,
    };
    let all = ALL.iter();
    all.flat_map(|about| found.iter().filter_map(move |one| of(about, one)))
        .collect()
}

fn named(stem: String, scene: Option<Scene>) -> Option<Picture> {
    scene.map(|scene| Picture { stem, scene })
}

impl About {
    /// This chart of a run, as often as [`Draw`] says.
    pub fn pictures(&self, programme: &Programme<'_>, lang: Lang) -> Vec<Picture> {
        let scenarios = programme.scenarios.iter();
        match self.draw {
            Draw::Programme(draw) => named(self.name.to_owned(), draw(programme, lang))
                .into_iter()
                .collect(),
            Draw::Scenario(draw) => scenarios
                .filter_map(|one| {
                    let stem = format!("{}-{}", self.name, one.comparison.id);
                    named(stem, draw(one, lang))
                })
                .collect(),
            Draw::Reform(draw) => scenarios
                .flat_map(Scenario::reforms)
                .filter_map(|one| named(self.stem(&one), draw(&one, lang)))
                .collect(),
            Draw::Workflow(draw) => scenarios
                .flat_map(|scenario| {
                    let stem = format!("{}-{}-before", self.name, scenario.comparison.id);
                    let before = named(stem, draw(scenario, None, lang));
                    let after = scenario.reforms();
                    let after = after
                        .filter_map(|one| named(self.stem(&one), draw(scenario, Some(&one), lang)));
                    before.into_iter().chain(after).collect::<Vec<_>>()
                })
                .collect(),
            // Those belong to commands of their own.
            Draw::Explanation(_) | Draw::Frontier(_) | Draw::Sweep(_) | Draw::Sensitivity(_) => {
                Vec::new()
            }
        }
    }

    /// The name of a reform's picture; the first reform of a scenario needs no name.
    fn stem(&self, reform: &Reform<'_>) -> String {
        let stem = format!("{}-{}", self.name, reform.comparison.id);
        match reform.index {
            0 => stem,
            _ => format!("{stem}-{}", reform.reform.id),
        }
    }
}
