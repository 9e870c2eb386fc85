import { expect, test } from "vitest";
import { checkAction } from "./check-action.ts";

const id = "40cf9069e424ae3b593a87a071e44deb80b4c20992";
const known = new Set([id]);
const boundary = "----x";

async function answerTo(sent: { actionId?: string | null; type?: string; body: string }) {
  const { actionId = id, type = "text/plain;charset=UTF-8", body } = sent;
  const checked = await checkAction({ actionId, contentType: type, body: new TextEncoder().encode(body) }, known);
  return checked.status === "fits" ? 200 : checked.code;
}

function multipart(fields: readonly (readonly [string, string])[]) {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join("")}--${boundary}--\r\n` };
}

test("what the pages send is accepted: a form with and without JavaScript, and plain arguments", async () => {
  const hydrated = multipart([
    ["1_email", "mina@example.com"],
    ["1_next", "/profile"],
    ["0", '["$K1"]'],
  ]);
  expect(await answerTo(hydrated)).toBe(200);
  const plain = multipart([
    [`$ACTION_ID_${id}`, ""],
    ["email", "mina@example.com"],
  ]);
  expect(await answerTo({ ...plain, actionId: null })).toBe(200);
  for (const body of ["[]", '["ai-image",3]', '[{"platform":"desktop","version":"6.1"}]', '["$undefined","$$1"]']) {
    expect(await answerTo({ body }), body).toBe(200);
  }
});

test("an action of another build is refused in a way that the page's router understands", async () => {
  for (const actionId of ["x", "", "toString", "__proto__", id.replace("4", "5")]) {
    expect(await answerTo({ actionId, body: "[]" }), actionId).toBe(400);
  }
  const plain = multipart([[`$ACTION_ID_${id.replace("4", "5")}`, ""]]);
  expect(await answerTo({ ...plain, actionId: null })).toBe(400);
  const sent = { actionId: "x", contentType: "text/plain", body: new Uint8Array() };
  expect(await checkAction(sent, known)).toMatchObject({ unknown: true });
});

const badArguments = [
  "",
  "x",
  "{}",
  "[",
  "null",
  '["$1"]',
  '["$Q1"]',
  '["$F1"]',
  '["$K1"]',
  '["$@1","$@2"]',
  '["$1:a:b:c"]',
  '[{"a":{"b":["$1"]}}]',
  "[[[[[[1]]]]]]",
  "[".repeat(8_000),
  "[1,2,3,4,5]",
  `[[${"0,".repeat(200)}0]]`,
  `["${'$K1","'.repeat(3_000)}"]`,
];

test.each(badArguments)("arguments that no page sends are refused: %j", async (body) => {
  expect(await answerTo({ body })).toBe(400);
});

const badForms: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["no arguments", [["1_email", "x"]]],
  ["no fields", []],
  [
    "a reference to another part",
    [
      ["0", '["$1"]'],
      ["1", "[]"],
    ],
  ],
  ["a promise", [["0", '["$@1"]']]],
  ["several forms", [["0", '["$K1","$K2"]']]],
  ["a deep nest", [["0", "[".repeat(5_000) + "]".repeat(5_000)]]],
  ["a list that reads as the form", [["0", '[["$K1"]]']]],
  ["an object that is no text", [["0", '[{"toString":1,"valueOf":1}]']]],
  [
    "arguments twice",
    [
      ["0", '["$K1"]'],
      ["0", '["$1"]'],
    ],
  ],
  ["more fields than any form has", Array.from({ length: 51 }, (_, n) => [`1_${n}`, ""] as const)],
];

test.each(badForms)("a form that no page sends is refused: %s", async (_, fields) => {
  expect(await answerTo(multipart(fields))).toBe(400);
});

test("a form without JavaScript names one action and binds no arguments", async () => {
  const bad: readonly (readonly [string, string])[][] = [
    [["email", "x"]],
    [
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", `{"id":"${id}","bound":"$@1"}`],
    ],
    [
      [`$ACTION_ID_${id}`, ""],
      ["$ACTION_REF_1", ""],
    ],
    [
      [`$ACTION_ID_${id}`, ""],
      [`$ACTION_ID_${id}`, ""],
    ],
    [["$ACTION_KEY", ""]],
  ];
  for (const fields of bad) expect(await answerTo({ ...multipart(fields), actionId: null })).toBe(400);
});

test("a body that is not a form, a file, and another media type are refused", async () => {
  const type = `multipart/form-data; boundary=${boundary}`;
  for (const body of ["", "garbage", `--${boundary}\r\n`, `--${boundary}\r\n\r\nx\r\n--${boundary}--\r\n`]) {
    expect(await answerTo({ type, body }), body).toBe(400);
    expect(await answerTo({ type, body, actionId: null }), body).toBe(400);
  }
  const file = multipart([
    [`x"; filename="a.png`, "x"],
    [`$ACTION_ID_${id}`, ""],
  ]);
  expect(await answerTo({ ...file, actionId: null })).toBe(400);
  const urlencoded = "application/x-www-form-urlencoded";
  // Next takes these for a form, and would decode the reference in its field.
  expect(await answerTo({ type: urlencoded, body: '["&0=%5B%22%24Q1%22%5D&x="]' })).toBe(415);
  for (const type of [
    "",
    "application/json",
    "text/plain;charset=utf-16",
    "text/plain; charset=utf-8; charset=utf-16",
  ]) {
    expect(await answerTo({ type, body: "[]" }), type).toBe(415);
  }
  const hydrated = multipart([["0", '["$K1"]']]);
  for (const more of ["; charset=utf-16", "; boundary=y", ", multipart/form-data; boundary=y", "=y"]) {
    expect(await answerTo({ ...hydrated, type: `${hydrated.type}${more}` }), more).toBe(415);
  }
  expect(await answerTo({ ...hydrated, type: `${hydrated.type}; charset=UTF-8` })).toBe(200);
  expect(await answerTo({ actionId: null, type: urlencoded, body: "email=x" })).toBe(415);
  expect(await answerTo({ actionId: null, type: "multipart/form-data", body: "" })).toBe(415);
});
