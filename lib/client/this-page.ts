import type { Connection } from "./send.ts";

/** A page of the web app itself, whose caller is its session cookie. */
export const thisPage: Connection = {
  baseUrl: "",
  fetch: (...request) => fetch(...request),
  headers: {},
  credentials: "same-origin",
};
