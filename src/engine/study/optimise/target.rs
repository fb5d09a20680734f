//! A target: `counted p90 <= 60`.

use crate::sim::Total;
use crate::study::{Figure, Quantity};
use crate::text;

/// A figure that must not exceed so many working days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Which figure.
    pub quantity: Quantity,
    /// At most so many working days.
    pub most_days: f64,
}

const TOTALS: [(&str, Total); 2] = [("counted", Total::Counted), ("elapsed", Total::Elapsed)];

const FIGURES: [(&str, Figure); 5] = [
    ("limits", Figure::Limits),
    ("mean", Figure::Mean),
    ("p50", Figure::P50),
    ("p90", Figure::P90),
    ("median", Figure::P50),
];

impl Target {
    /// Reads `counted p90 <= 60`.
    ///
    /// # Errors
    /// What is wrong with the text, as a repair instruction.
    pub fn parse(given: &str) -> Result<Target, String> {
        let help =
            "say a clock, a figure and the days, like `counted p90 <= 60` or `elapsed mean <= 180`";
        let sign = ["<=", "≤", "=<"]
            .into_iter()
            .find(|sign| given.contains(sign));
        let Some((words, days)) = sign.and_then(|sign| given.split_once(sign)) else {
            return Err(format!("there is no `<=`\nhint: {help}"));
        };
        let words: Vec<&str> = words.split_whitespace().collect();
        let [total, figure] = words[..] else {
            return Err(format!(
                "{} before `<=`, two are wanted\nhint: {help}",
                text::plural(words.len(), "word", "words")
            ));
        };
        let days = days.trim();
        let days = days.strip_suffix("days").unwrap_or(days).trim();
        let most_days = days
            .parse()
            .ok()
            .filter(|days: &f64| days.is_finite() && *days >= 0.0);
        Ok(Target {
            quantity: Quantity::of(
                pick(total, "clock", &TOTALS)?,
                pick(figure, "figure", &FIGURES)?,
            ),
            most_days: most_days
                .ok_or_else(|| format!("`{days}` is no number of working days\nhint: {help}"))?,
        })
    }

    /// As a user writes it.
    pub fn say(&self) -> String {
        format!(
            "{} {} <= {}",
            crate::study::total_key(self.quantity.total),
            self.quantity.figure.key(),
            self.most_days
        )
    }
}

fn pick<T: Copy>(word: &str, what: &str, all: &[(&'static str, T)]) -> Result<T, String> {
    let lower = word.to_ascii_lowercase();
    if let Some((_, found)) = all.iter().find(|(name, _)| *name == lower) {
        return Ok(*found);
    }
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let hint = match text::did_you_mean(&lower, names.iter().copied()) {
        Some(close) => format!("\nhint: did you mean `{close}`?"),
        None => String::new(),
    };
    Err(format!(
        "`{word}` is no {what}\nallowed: {}{hint}",
        text::list(&names)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_and_said() {
        for (given, said) in [
            ("counted p90 <= 60", "counted p90 <= 60"),
            (" elapsed  median≤180.5 days", "elapsed p50 <= 180.5"),
            ("COUNTED limits<=0", "counted limits <= 0"),
        ] {
            assert_eq!(Target::parse(given).expect(given).say(), said);
        }
    }

    #[test]
    fn a_wrong_target_is_repaired() {
        for (given, says) in [
            ("counted p90 60", "there is no `<=`"),
            ("p90 <= 60", "1 word before `<=`"),
            ("count p90 <= 60", "did you mean `counted`?"),
            ("counted p99 <= 60", "`p99` is no figure"),
            ("counted p90 <= many", "`many` is no number"),
            ("counted p90 <= -1", "`-1` is no number"),
        ] {
            let error = Target::parse(given).expect_err(given);
            assert!(error.contains(says), "{given}: {error}");
        }
    }
}
