//! Averages in words: what they are made of, and what counted days are called where a file has no limit.

use super::told::Told;
use crate::lang::Lang;
use crate::text::days;
use crate::workflow::{Basis, CasePart};

/// More parts than that are told by the shortest and the longest.
const MOST_PARTS: usize = 4;

impl Basis {
    /// The name of counted days.
    pub fn say(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Basis::Promises, Lang::En) => "Official clock",
            (Basis::Promises, Lang::Zh) => "计时",
            (Basis::Medians, Lang::En) => "Medians",
            (Basis::Medians, Lang::Zh) => "中位数",
            (Basis::RecordedMedians, Lang::En) => "Recorded medians",
            (Basis::RecordedMedians, Lang::Zh) => "实录中位数",
        }
    }
}

/// `0 for 60 %, 10 for 40 %`: what an average of days is made of; `None` where all cases take equally long.
fn parts(told: &Told, pick: fn(&CasePart) -> f64, lang: Lang) -> Option<String> {
    let mut parts: Vec<(f64, f64)> = Vec::new();
    for part in &told.parts {
        match parts.iter_mut().find(|(days, _)| *days == pick(part)) {
            Some((_, share)) => *share += part.share,
            None => parts.push((pick(part), part.share)),
        }
    }
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let said = |&(takes, share): &(f64, f64)| {
        let share = lang.percent(days((share * 1000.0).round() / 10.0));
        let takes = days(takes);
        match lang {
            Lang::En => format!("{takes} for {share}"),
            Lang::Zh => format!("{share} 为 {takes}"),
        }
    };
    match (&parts[..], lang) {
        ([] | [_], _) => None,
        (few, _) if few.len() <= MOST_PARTS => {
            let said: Vec<String> = few.iter().map(said).collect();
            Some(said.join(lang.comma()))
        }
        ([first, .., last], Lang::En) => Some(format!("from {} to {}", said(first), said(last))),
        ([first, .., last], Lang::Zh) => Some(format!("从{}到{}", said(first), said(last))),
    }
}

impl Told {
    /// What the days of a reform are the average of, as a sentence; `None` where all cases take equally long.
    pub fn average_said(&self, basis: Basis, lang: Lang) -> Option<String> {
        let parts = self.parts_said(basis, lang)?;
        Some(match lang {
            Lang::En => format!("After the reform on average; {parts}."),
            Lang::Zh => format!("改革后为平均数；{parts}。"),
        })
    }

    /// The parts of the averages on both clocks: `official clock: 0 for 60 %, 10 for 40 %`; `None` where all cases take
    /// equally long.
    pub fn parts_said(&self, basis: Basis, lang: Lang) -> Option<String> {
        let counted = parts(self, |part| part.counted_days, lang);
        let elapsed = parts(self, |part| part.elapsed_days, lang);
        let (clock, waits) = match lang {
            Lang::En => (basis.say(lang).to_lowercase(), "the wait"),
            Lang::Zh => (basis.say(lang).to_owned(), "历时"),
        };
        match (counted, elapsed, lang) {
            (None, None, _) => None,
            (Some(counted), Some(elapsed), Lang::En) if counted == elapsed => {
                Some(format!("{clock} and {waits}: {counted}"))
            }
            (Some(counted), Some(elapsed), Lang::Zh) if counted == elapsed => {
                Some(format!("{clock}、{waits}：{counted}"))
            }
            (counted, elapsed, _) => {
                let counted = counted.map(|parts| format!("{clock}{}{parts}", lang.colon()));
                let elapsed = elapsed.map(|parts| format!("{waits}{}{parts}", lang.colon()));
                let both: Vec<String> = counted.into_iter().chain(elapsed).collect();
                Some(both.join(match lang {
                    Lang::En => "; ",
                    Lang::Zh => "；",
                }))
            }
        }
    }
}
