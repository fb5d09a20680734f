// Reads BPMN files with bpmn-moddle, the parser of bpmn.io and Camunda Modeler, and checks what a drawing
// needs: no warning, every reference resolved, and a shape or a line for every element.
// Use: npm install bpmn-moddle, then: node tests/external/bpmn-moddle.mjs FILE.bpmn ...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(`${process.cwd()}/`).resolve("bpmn-moddle");
const { BpmnModdle } = await import(pathToFileURL(found));

let wrong = 0;
for (const file of process.argv.slice(2)) {
  const said = [];
  const { rootElement, warnings, elementsById } = await new BpmnModdle().fromXML(readFileSync(file, "utf8"));
  said.push(...warnings.map((warning) => warning.message));
  const drawn = new Map();
  for (const diagram of rootElement.diagrams ?? []) {
    for (const element of diagram.plane.planeElement ?? []) {
      if (!element.bpmnElement) said.push(`${element.id} draws nothing`);
      else drawn.set(element.bpmnElement.id, element);
    }
  }
  const boxes = [];
  for (const process of rootElement.rootElements.filter((one) => one.$type === "bpmn:Process")) {
    for (const lane of (process.laneSets ?? []).flatMap((set) => set.lanes)) {
      if (!drawn.has(lane.id)) said.push(`lane ${lane.id} is not drawn`);
    }
    for (const element of process.flowElements ?? []) {
      const shape = drawn.get(element.id);
      if (!shape) said.push(`${element.id} is not drawn`);
      else if (shape.bounds) boxes.push([element.id, shape.bounds]);
    }
    for (const flow of (process.flowElements ?? []).filter((one) => one.$type === "bpmn:SequenceFlow")) {
      const points = drawn.get(flow.id)?.waypoint ?? [];
      for (let i = 1; i < points.length; i++) {
        for (const [id, box] of boxes) {
          const inside = (low, high, from, size) => Math.max(low, from + 1) < Math.min(high, from + size - 1) || (low === high && low > from + 1 && low < from + size - 1);
          const [x1, x2] = [points[i - 1].x, points[i].x].sort((a, b) => a - b);
          const [y1, y2] = [points[i - 1].y, points[i].y].sort((a, b) => a - b);
          if (inside(x1, x2, box.x, box.width) && inside(y1, y2, box.y, box.height)) said.push(`${flow.id} crosses ${id}`);
        }
      }
    }
  }
  boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, two]) => {
    if (one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height && two.y < one.y + one.height) said.push(`${a} lies on ${b}`);
  }));
  console.log(`${file}: ${Object.keys(elementsById).length} elements, ${said.length ? said.join("; ") : "fine"}`);
  wrong += said.length;
}
process.exit(wrong ? 1 : 0);
