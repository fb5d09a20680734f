//! Pictures: one file per chart, drawn as a scene in our own look, written as PNG or SVG.

pub mod backend;
pub mod font;
pub mod scene;
pub mod theme;

mod axis;
mod png;
mod subject;
mod svg;

pub use png::png;
pub use subject::{Programme, Reform, Scenario};
pub use svg::{inline_svg, svg};

use crate::lang::Lang;
use crate::study::Explanation;
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
    /// Once for every reform of every scenario.
    Reform(fn(&Reform<'_>, Lang) -> Option<Scene>),
    /// Once for every scenario.
    Scenario(fn(&Scenario<'_>, Lang) -> Option<Scene>),
    /// Once for a run.
    Programme(fn(&Programme<'_>, Lang) -> Option<Scene>),
    /// Once for every attribution.
    Explanation(fn(&Explanation, Lang) -> Option<Scene>),
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
    categories,
    waterfall,
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

impl About {
    /// This chart of a run, as often as [`Draw`] says.
    pub fn pictures(&self, programme: &Programme<'_>, lang: Lang) -> Vec<Picture> {
        let scenarios = programme.scenarios.iter();
        let named = |stem: String, scene: Option<Scene>| scene.map(|scene| Picture { stem, scene });
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
                .filter_map(|one| {
                    let mut stem = format!("{}-{}", self.name, one.comparison.id);
                    if one.index > 0 {
                        stem = format!("{stem}-{}", one.reform.id);
                    }
                    named(stem, draw(&one, lang))
                })
                .collect(),
            // Those belong to commands of their own.
            Draw::Explanation(_) => Vec::new(),
        }
    }
}
