import { expect, test } from "vitest";
import { readMessages } from "./read-messages.ts";

async function read(...chunks: string[]) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  const messages = [];
  for await (const message of readMessages(body)) messages.push(message);
  return messages;
}

test("a message that arrives in pieces is one message", async () => {
  expect(await read("event: bal", 'ance\nid: 4\ndata: {"a"', ":1}\n", "\n")).toEqual([
    { event: "balance", data: '{"a":1}', comment: "" },
  ]);
});

test("several messages in one piece are several messages, comments among them", async () => {
  expect(await read(": still here\n\nevent: balance\r\ndata: 1\r\n\r\ndata: 2\ndata: 3\n\n")).toEqual([
    { event: "message", data: "", comment: "still here" },
    { event: "balance", data: "1", comment: "" },
    { event: "message", data: "2\n3", comment: "" },
  ]);
});

test("what was cut off is no message", async () => {
  expect(await read("event: balance\ndata: 1")).toEqual([]);
});
