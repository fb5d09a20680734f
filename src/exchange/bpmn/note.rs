//! What a model says that a scenario cannot, or that somebody has to set: each by name and place.

use super::tree::Element;
use crate::error::Place;
use crate::lang::Name;

/// One thing to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// In both languages.
    pub text: Name,
    /// Where it stands in the model.
    pub place: Place,
    /// Whether the scenario's days and shares may differ from the model's because of it.
    pub is_inexact: bool,
}

/// Everything to know, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub struct Notes(pub Vec<Note>);

impl Notes {
    /// Notes what is not carried over and takes no part in the flow.
    pub fn left_out(&mut self, element: &Element, en: &str, zh: &str) {
        let name = super::read::one_line(element.get("name").unwrap_or_default());
        let id = element.get("id").unwrap_or("?");
        let shown = if name.is_empty() { id } else { &name };
        self.say(
            &element.place,
            format!("{en} `{shown}` is not carried over"),
            format!("未带入：{zh}“{shown}”"),
        );
    }

    /// Notes anything.
    pub fn say(&mut self, place: &Place, en: String, zh: String) {
        self.add(place, en, zh, false);
    }

    /// Notes that of a timer which goes off again and again the first time counts.
    pub fn first_time(&mut self, place: &Place, shown: &str, written: &str) {
        self.say(
            place,
            format!("`{shown}` goes off by the cycle `{written}`: its first time counts"),
            format!("“{shown}”按周期 `{written}` 触发：只计第一次"),
        );
    }

    /// Notes what the scenario says otherwise than the model.
    pub fn inexact(&mut self, place: &Place, en: String, zh: String) {
        self.add(place, en, zh, true);
    }

    fn add(&mut self, place: &Place, en: String, zh: String, is_inexact: bool) {
        self.0.push(Note {
            text: Name::both(en, zh),
            place: place.clone(),
            is_inexact,
        });
    }
}

/// Names in English and in Chinese; after so many only how many more there are.
pub fn listed(names: &[&str], most: usize) -> (String, String) {
    let zh = names.iter().take(most).map(|name| format!("“{name}”"));
    let mut zh = zh.collect::<Vec<_>>().join("、");
    if names.len() > most {
        zh += &format!("及另外 {} 个", names.len() - most);
    }
    (crate::text::list_up_to(names, most), zh)
}
