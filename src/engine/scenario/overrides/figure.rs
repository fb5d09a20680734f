//! A number of a scenario file: its address, and how far it could plausibly be from what the file says.

/// A number of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Keys and ids with dots between.
    pub address: String,
    /// What the file says.
    pub value: f64,
    /// What the file says it could be.
    pub plausible: Option<(f64, f64)>,
    /// Whether the file cites a source for it.
    pub is_cited: bool,
}

impl Figure {
    /// From where to where the figure could plausibly be: as the file says; ± 25 % for an assumption;
    /// `None` for what is cited, decided or counted. A published figure never moves, whatever the file
    /// says of it.
    pub fn range(&self) -> Option<(f64, f64)> {
        if self.is_cited {
            return None;
        }
        let most = if self.address.ends_with("share") {
            1.0
        } else if self.address.contains("case_correlation") {
            0.99
        } else {
            f64::INFINITY
        };
        let (low, high) = match self.plausible {
            Some(range) => range,
            None if is_assumption(&self.address) => (0.75 * self.value, 1.25 * self.value),
            None => return None,
        };
        let high = high.min(most);
        (low < high).then_some((low, high))
    }

    /// What figures that move together have in common. The corners of one distribution (shortest, most
    /// likely, longest) are one assumption, how long it takes: apart they could cross, and would cancel
    /// each other.
    pub fn moves_with(&self) -> &str {
        const RISING: [&str; 3] = ["uniform", "triangular", "pert"];
        match self.address.rsplit_once('.') {
            Some((law, _))
                if law
                    .rsplit('.')
                    .next()
                    .is_some_and(|kind| RISING.contains(&kind)) =>
            {
                law
            }
            Some(_) | None => &self.address,
        }
    }
}

/// Whether a figure describes how things go, rather than what was decided, what the law says or how many
/// there are of something.
fn is_assumption(address: &str) -> bool {
    const DECIDED: [&str; 11] = [
        "cost",
        "links",
        "visits",
        "max_rounds",
        "officers",
        "seats",
        "statutory_days",
        "statutory_calendar_days",
        "every_days",
        "links_minus",
        "within_days",
    ];
    let mut keys = address.split('.');
    let (root, last) = (keys.next().unwrap_or(""), keys.next_back().unwrap_or(""));
    match root {
        "friction" | "step" | "material" | "defaults" => !DECIDED.contains(&last),
        "reform" => last.ends_with("share"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(address: &str, value: f64) -> Figure {
        Figure {
            address: address.to_owned(),
            value,
            plausible: None,
            is_cited: false,
        }
    }

    #[test]
    fn an_assumption_moves_by_a_quarter_and_a_share_stays_one() {
        assert_eq!(figure("step.a.limit_days", 8.0).range(), Some((6.0, 10.0)));
        assert_eq!(
            figure("step.a.rework.share", 0.9).range(),
            Some((0.675, 1.0))
        );
        for address in [
            "step.a.statutory_days",
            "step.a.meets.seats",
            "target_days",
            "reform.r.m.do.set_limit.limit_days",
        ] {
            assert_eq!(figure(address, 8.0).range(), None, "{address}");
        }
    }

    #[test]
    fn a_published_figure_never_moves() {
        let published = Figure {
            plausible: Some((5.0, 20.0)),
            is_cited: true,
            ..figure("step.a.limit_days", 8.0)
        };
        assert_eq!(published.range(), None);
    }

    #[test]
    fn the_corners_of_a_distribution_move_together() {
        let corner = |key: &str| figure(&format!("step.a.duration.pert.{key}"), 1.0);
        assert_eq!(
            corner("min_days").moves_with(),
            corner("max_days").moves_with()
        );
        let median = figure("step.a.duration.lognormal.median_days", 1.0);
        assert_eq!(median.moves_with(), median.address);
    }
}
