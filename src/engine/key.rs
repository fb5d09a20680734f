//! What a key of the scenario file is: who may move its figure, in which unit it is, what a reader sees.
//!
//! It stands beside the field that it is about, as an extension of the field's schema:
//!
//! ```text
//! #[schemars(range(min = 0, max = 10_000), extend("x-key" = assumed("promised limit", "承诺时限").unit(WORKING_DAYS)))]
//! pub limit_days: Option<At<f64>>,
//! ```
//!
//! so that one declaration is read, written, checked, addressed and explained.

use serde::{Deserialize, Serialize};

/// Under this name a key stands in the schema.
pub const EXTENSION: &str = "x-key";

/// What kind of figure stands under a key. It holds for all that lies below, such as the figures of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// How things go. Only such a figure moves unless the file says how far it could lie off.
    Assumed,
    /// What somebody decides, or the law says.
    Decided,
    /// How many there are of something.
    Counted,
}

/// A key that a figure stands under.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// `None`: as what lies around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What a reader sees, in English,
    pub en: String,
    /// and in Chinese.
    pub zh: String,
    /// What it is counted in, for messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How a file does without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether it moves together with its like beside it: the corners of one distribution are one assumption, how
    /// long it takes; apart they could cross, and would cancel each other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_corner: bool,
}

/// A unit in English and in Chinese.
pub type Unit = (&'static str, &'static str);

/// Days on which offices work.
pub const WORKING_DAYS: Unit = ("working days", "工作日");
/// All days.
pub const CALENDAR_DAYS: Unit = ("calendar days", "日历天");
/// Days of a distribution, which says itself which.
pub const DAYS: Unit = ("days", "天");
/// Minutes of work.
pub const MINUTES: Unit = ("minutes", "分钟");

/// A figure that describes how things go.
pub fn assumed(en: &str, zh: &str) -> Key {
    Key {
        role: Some(Role::Assumed),
        ..part(en, zh)
    }
}

/// A figure that somebody decides.
pub fn decided(en: &str, zh: &str) -> Key {
    Key {
        role: Some(Role::Decided),
        ..part(en, zh)
    }
}

/// A figure that says how many there are.
pub fn counted(en: &str, zh: &str) -> Key {
    Key {
        role: Some(Role::Counted),
        ..part(en, zh)
    }
}

/// A part of what the key around it is.
pub fn part(en: &str, zh: &str) -> Key {
    Key {
        role: None,
        en: en.to_owned(),
        zh: zh.to_owned(),
        unit: None,
        hint: None,
        is_corner: false,
    }
}

/// A corner of a distribution.
pub fn corner(en: &str, zh: &str) -> Key {
    Key {
        is_corner: true,
        ..part(en, zh).unit(DAYS)
    }
}

impl Key {
    /// The same with the unit behind its words.
    #[must_use]
    pub fn unit(self, (en, zh): Unit) -> Key {
        Key {
            en: format!("{} ({en})", self.en),
            zh: format!("{}（{zh}）", self.zh),
            ..self.within(en)
        }
    }

    /// The same with a unit that goes without saying.
    #[must_use]
    pub fn within(self, unit: &str) -> Key {
        Key {
            unit: Some(unit.to_owned()),
            ..self
        }
    }

    /// The same with a hint for a figure that cannot be.
    #[must_use]
    pub fn hint(self, hint: &str) -> Key {
        Key {
            hint: Some(hint.to_owned()),
            ..self
        }
    }
}
