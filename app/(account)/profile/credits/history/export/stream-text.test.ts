import { expect, test } from "vitest";
import { streamText } from "./stream-text.ts";

test("a body is made as it is read, and its end is told once", async () => {
  const made: number[] = [];
  let ends = 0;
  const body = streamText(numbers(made), () => {
    ends += 1;
  });
  expect(made.length).toBeLessThanOrEqual(1);
  expect(await new Response(body).text()).toBe("12345");
  expect([made, ends]).toEqual([[1, 2, 3, 4, 5], 1]);
});

test("a client that leaves ends the work", async () => {
  const made: number[] = [];
  let ends = 0;
  const reader = streamText(numbers(made), () => {
    ends += 1;
  }).getReader();
  await reader.read();
  await reader.cancel();
  expect(made.length).toBeLessThan(4);
  expect(ends).toBe(1);
});

test("a failure ends the body with an error, and is told", async () => {
  let ends = 0;
  const body = streamText(failing(), () => {
    ends += 1;
  });
  await expect(new Response(body).text()).rejects.toThrow("the database is away");
  expect(ends).toBe(1);
});

async function* numbers(made: number[]): AsyncGenerator<string> {
  for (const number of [1, 2, 3, 4, 5]) {
    made.push(number);
    yield String(number);
  }
}

async function* failing(): AsyncGenerator<string> {
  yield "1";
  throw new Error("the database is away");
}
