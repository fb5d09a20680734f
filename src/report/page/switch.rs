//! Measure groups to switch on and off in the page: the subsets' figures travel packed in the file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::parts::{both, name};
use crate::lang::{Lang, Name};
use crate::study::{Figure, Group, Quantity, Switch, Total, Variant};
use crate::workflow::Clock;

/// Days travel in sixty-fourths: two bytes hold a thousand of them.
const STEPS_PER_DAY: f64 = 64.0;

/// Ends a subset's list of steps.
const END: u16 = u16::MAX;

/// The controls, the figures they change and the timeline.
pub fn switch(switch: &Switch, reform: &Name) -> Markup {
    let figures = [
        ("counted-limit", "Official clock, limits", "计时（时限）"),
        (
            "elapsed-limit",
            "Applicant waits, limits",
            "申请人历时（时限）",
        ),
        ("counted-p50", "Official clock, half done", "计时，半数办结"),
        (
            "counted-p90",
            "Official clock, nine of ten",
            "计时，九成办结",
        ),
        (
            "elapsed-p50",
            "Applicant waits, half done",
            "历时，半数办结",
        ),
        (
            "elapsed-p90",
            "Applicant waits, nine of ten",
            "历时，九成办结",
        ),
        ("items", "Items", "事项"),
        ("links", "Links", "环节"),
        ("materials", "Materials", "材料"),
        ("certificates", "Certificates", "证明"),
        ("visits", "Trips", "跑动次数"),
    ];
    html! {
        section.switch data-label-en="Measures on and off" data-label-zh="举措开关" {
            h3 { (both("Which measures? ", "选择举措：")) (name(reform, "")) }
            p { (both(
                "Switch groups of measures on and off; every figure and the timeline follow. Working days. Every set was \
                 simulated with fewer cases than the figures above, so half and nine of ten differ a little from them.",
                "打开或关闭各组举措，数字和时间线随之变化。单位：工作日。每种组合的模拟办件数少于上文，半数、九成办结天数因此略有出入。")) }
            div.controls {
                button type="button" data-all="on" { (both("All on", "全部打开")) }
                " "
                button type="button" data-all="off" { (both("All off", "全部关闭")) }
                ul {
                    @for (bit, group) in switch.groups.iter().enumerate() {
                        li { label {
                            input type="checkbox" value=(bit) checked;
                            " " (title(group))
                        } }
                    }
                }
            }
            dl.figures aria-live="polite" {
                @for (key, en, zh) in figures {
                    div { dt { (both(en, zh)) } dd data-figure=(key) { } }
                }
            }
            div.timeline role="img" { }
            script type="application/json" { (PreEscaped(packed(switch))) }
        }
    }
}

fn title(group: &Group) -> Markup {
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| {
        let names = group.measures.iter().map(|name| name.get(lang, &group.id));
        names.collect::<Vec<_>>().join(match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        })
    });
    both(&en, &zh)
}

/// Everything the script needs, as JSON that cannot end its element.
fn packed(switch: &Switch) -> String {
    let ids: Vec<&str> = switch
        .variants
        .iter()
        .map(|variant| variant.id.as_str())
        .collect();
    let number = |id: &str| ids.iter().position(|other| *other == id);
    let variants: Vec<Value> = switch
        .variants
        .iter()
        .map(|variant| step(variant, &number))
        .collect();
    let document = json!({
        "variants": variants,
        "steps": STANDARD.encode(words(&steps(switch))),
        "figures": STANDARD.encode(words(&figures(switch))),
    });
    document.to_string().replace('<', "\\u003c")
}

fn step(variant: &Variant, number: &dyn Fn(&str) -> Option<usize>) -> Value {
    let after: Vec<usize> = variant.after.iter().filter_map(|id| number(id)).collect();
    json!({
        "step": number(&variant.id),
        "en": variant.name.get(Lang::En, &variant.id),
        "zh": variant.name.get(Lang::Zh, &variant.id),
        "stage": variant.stage,
        "clock": match variant.clock {
            Clock::On => "on",
            Clock::Off => "off",
            Clock::Outside => "outside",
        },
        "counted": variant.counted_days,
        "elapsed": variant.elapsed_days,
        "after": after,
    })
}

/// For every subset its steps, then [`END`].
fn steps(switch: &Switch) -> Vec<u16> {
    let subsets = switch.subsets.iter();
    subsets
        .flat_map(|subset| {
            subset
                .steps
                .iter()
                .map(|&step| word(step as f64))
                .chain([END])
        })
        .collect()
}

/// For every subset limits, median and P90 of both clocks in 64ths of a day, then items, links, materials, certificates
/// and trips in tenths.
fn figures(switch: &Switch) -> Vec<u16> {
    let quantities = [
        Quantity::of(Total::Counted, Figure::Limits),
        Quantity::of(Total::Elapsed, Figure::Limits),
        Quantity::of(Total::Counted, Figure::P50),
        Quantity::of(Total::Counted, Figure::P90),
        Quantity::of(Total::Elapsed, Figure::P50),
        Quantity::of(Total::Elapsed, Figure::P90),
    ];
    let subsets = switch.subsets.iter();
    subsets
        .flat_map(|subset| {
            let days = quantities.map(|quantity| subset.values[quantity.idx()]);
            let counts = &subset.counts;
            let counts = [
                counts.items,
                counts.links,
                counts.materials,
                counts.certificates,
                counts.visits,
            ];
            let days = days.map(|days| word(days * STEPS_PER_DAY));
            days.into_iter()
                .chain(counts.map(|count| word(count * 10.0)))
        })
        .collect()
}

/// What does not fit stands at the largest number, which no list of steps reaches.
fn word(number: f64) -> u16 {
    number.round().clamp(0.0, f64::from(END - 1)) as u16
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
