//! What an element says about its tokens that a scenario has no words for: each is named.

use super::model::Trigger;
use super::note::Notes;
use super::read::{one_line, trigger};
use super::tree::{Element, Space};

/// Whether it is the event that begins a compensation: no token ever leaves by it.
pub(super) fn undoes(element: &Element) -> bool {
    element.name == "boundaryEvent" && trigger(element) == Trigger::Other("compensate".to_owned())
}

/// Names what stands at a node and is not read.
pub(super) fn tell(element: &Element, notes: &mut Notes) {
    let shown = one_line(element.get("name").or(element.get("id")).unwrap_or("?"));
    let definitions = element
        .children
        .iter()
        .filter(|one| one.space == Space::Bpmn && one.name.ends_with("EventDefinition"));
    let n_definitions = definitions.count();
    if n_definitions > 1 {
        notes.inexact(
            &element.place,
            format!("`{shown}` has {n_definitions} events: only the first is read"),
            format!("“{shown}”有 {n_definitions} 个事件：只读取第一个"),
        );
    }
    if element.get("parallelMultiple") == Some("true") {
        notes.inexact(
            &element.place,
            format!("`{shown}` waits for all of its events (`parallelMultiple`): for one here"),
            format!("“{shown}”等待其所有事件（`parallelMultiple`）：此处只等待一个"),
        );
    }
    if trigger(element) == Trigger::Other("compensate".to_owned()) {
        notes.left_out(element, "compensation asked for by", "请求补偿");
    }
    for (key, en, zh) in [
        (
            "startQuantity",
            "waits for {} tokens before it begins",
            "等待 {} 个令牌后才开始",
        ),
        (
            "completionQuantity",
            "puts out {} tokens once it is done",
            "完成后发出 {} 个令牌",
        ),
    ] {
        if let Some(count) = element.get(key).filter(|count| *count != "1") {
            let [en, zh] = [en, zh].map(|text| text.replace("{}", count));
            notes.inexact(
                &element.place,
                format!("`{shown}` {en} (`{key}`): one here"),
                format!("“{shown}”{zh}（`{key}`）：此处按一个处理"),
            );
        }
    }
    let early = element.bpmn("multiInstanceLoopCharacteristics");
    for condition in early.flat_map(|one| one.bpmn("completionCondition")) {
        let text = one_line(&condition.text);
        notes.inexact(
            &condition.place,
            format!("`{shown}` is done several times until `{text}`: as often as it may be here"),
            format!("“{shown}”重复办理，直至 `{text}`：此处按全部次数处理"),
        );
    }
    let repeated = element.bpmn("standardLoopCharacteristics").next();
    if repeated.and_then(|one| one.get("testBefore")) == Some("true") {
        notes.inexact(
            &element.place,
            format!("`{shown}` may not be done at all (`testBefore`): at least once here"),
            format!("“{shown}”可能一次也不办理（`testBefore`）：此处至少办理一次"),
        );
    }
    if element.name == "startEvent"
        && let Trigger::Timer(timer) = trigger(element)
    {
        let written = timer.text().unwrap_or("?");
        notes.say(
            &element.place,
            format!("`{shown}` begins by the timer `{written}`, which is not used: set `[arrivals]` if cases come at its pace"),
            format!("“{shown}”由定时器 `{written}` 启动：未使用，如按此节奏来件请设定 `[arrivals]`"),
        );
    }
}

/// Names how many of a pool there are.
pub(super) fn tell_of_pool(pool: &Element, notes: &mut Notes) {
    for several in pool.bpmn("participantMultiplicity") {
        let shown = one_line(pool.get("name").or(pool.get("id")).unwrap_or("?"));
        let [least, most] = ["minimum", "maximum"].map(|key| several.get(key).unwrap_or("?"));
        notes.say(
            &several.place,
            format!("that there are {least} to {most} of the pool `{shown}` is not carried over: one here"),
            format!("未带入：泳池“{shown}”有 {least} 至 {most} 个参与者，此处按一个处理"),
        );
    }
}
