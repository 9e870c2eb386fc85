import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeStripe } from "./fake.ts";

/** A visit of one of Stripe's pages; `id` is the last part of its address. */
export type Visit = {
  fakeStripe: FakeStripe;
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
  body: string;
};

/** Sends a visitor on, as after every form. */
export function redirect(response: ServerResponse, address: string) {
  response.writeHead(303, { Location: address, "Cache-Control": "no-store" });
  response.end();
}

/** Answers with a page. */
export function sendPage(response: ServerResponse, status: number, html: string) {
  send(response, status, html, "text/html; charset=utf-8");
}

/** Answers with the text of a file. */
export function send(response: ServerResponse, status: number, text: string, type: string) {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(text);
}
