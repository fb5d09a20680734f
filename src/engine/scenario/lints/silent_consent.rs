//! 超时默认: silence as consent has no general basis in Chinese law.

use super::{Lint, Seen};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let deemed = seen
        .turns()
        .filter(|turn| turn.measure.act.about().name == "deemed_approval");
    deemed
        .map(|turn| {
            let measure = &turn.measure.id;
            Lint::new(
                format!("`{measure}` lets silence count as approval: Chinese law has no such general rule"),
                format!("`{measure}` 规定超时默认：我国法律没有这样的一般规定"),
            )
            .at(turn.place())
            .hint(
                "行政许可法 Art. 50 knows it for renewals only",
                "行政许可法仅第五十条（延续申请）有此规定",
            )
        })
        .collect()
}
