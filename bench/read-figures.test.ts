import { expect, test } from "vitest";
import { tell } from "./figure.ts";
import { readFigures } from "./read-figures.ts";

test("figures are read as the bench prints them, with or without a goal, with their unit and among other lines", () => {
  const figures = [
    { what: "spends a second: grouped ÷ single", value: 16.4, unit: "", of: "11760/s ÷ 719/s", goal: { atLeast: 8 } },
    { what: "memory a stream", value: 83.6, unit: " KB", of: "in rounds: 83.6 KB", goal: { atMost: 80 } },
    { what: "bytes a spend", value: 630, unit: "", of: "database", goal: null },
  ];
  const lines = figures.map((figure) => {
    const { figure: value, threshold, verdict, of } = tell(figure, true);
    return `  ${figure.what}\n    ${value} (${threshold}) ${verdict}\n    ${of}`;
  });
  expect(readFigures(`2 × a processor\n\nmany, 60 s\n${lines.join("\n")}\n\nmissed:\n  memory a stream\n`)).toEqual(
    figures.map(({ what, value, unit, of }) => ({ what, value, unit, of })),
  );
});
