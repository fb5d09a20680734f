//! What keeps a distribution from being computed, by the names of the steps in the way.

/// Why there is no exact answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What is in the way.
    pub why: Why,
    /// Ids of the steps at which it is; of a [`Why::Shape`] a, b, c, d: c waits for a, d for a and b.
    pub steps: Vec<String>,
}

/// Kinds of obstacles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Steps wait for each other in the shape of an N, neither one after the other nor side by side, in a knot that two
    /// given times do not untie.
    Shape,
    /// Such a knot, made by hand-offs or by materials that something waits for.
    Delays,
    /// Two steps share a draw.
    SharedLuck,
    /// Missing materials hold the end of a step until a day that does not hang on its start.
    EndGate,
    /// A step meets several panels, or a panel sits on other days than those on which steps end.
    Meeting,
    /// There are too many kinds of cases.
    Kinds,
    /// The luck of a case is shared so widely that the answer jumps with it.
    Correlation,
    /// It would take too long, or too much memory; what makes it so large is going through the times of these steps.
    TooLarge,
    /// Stopped from outside.
    Stopped,
}

impl Why {
    /// A fixed name.
    pub fn key(self) -> &'static str {
        match self {
            Why::Shape => "shape",
            Why::Delays => "delays",
            Why::SharedLuck => "shared-luck",
            Why::EndGate => "end-gate",
            Why::Meeting => "meeting",
            Why::Kinds => "kinds",
            Why::Correlation => "correlation",
            Why::TooLarge => "too-large",
            Why::Stopped => "stopped",
        }
    }

    /// In the way at these steps.
    pub(super) fn at<'s>(self, steps: impl IntoIterator<Item = &'s str>) -> Obstacle {
        Obstacle {
            why: self,
            steps: steps.into_iter().map(str::to_owned).collect(),
        }
    }
}
