import { IncomingMessage, type ServerResponse } from "node:http";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { log } from "#lib/observability/log.ts";
import { checkAction } from "./check-action.ts";
import { clientAddress, rateLimitSubnet } from "./client-address.ts";
import { isEncoded } from "./content-encoding.ts";
import { peerHeader } from "./peer-address.ts";

/** The largest form that a page may send; the largest that one really sends is about 3 kB. */
export const formBytesLimit = 16 * 1024;

/** How long a refused sender can read its response before the connection ends, sent completely or not. */
const lingerMs = 1_000;

/** Paths that read bodies with their own limits and never respond with a page. */
const ownLimits = /^\/api\/(v1|oauth|stripe)\/|^\/tools\/template-export\/watermarked$/;
/** Paths whose forms are not React forms. */
const plainForms = /^\/api(\/|$)|^\/demo\/stripe\//;
const readingMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** A response sent before the app sees the request. */
interface Refusal {
  code: number;
  why: string;
  headers?: Record<string, string>;
}

/** How many forms an address may send: a school class of thirty behind one address sends a few each second. */
export interface FormRate {
  forms: number;
  perSeconds: number;
}

/**
 * Guards the app: a page's form is counted against its address, read within `formBytesLimit` and checked, and only then
 * passed on, as a request with its whole body in memory. Anything else is refused before it is decoded. Returns null
 * after a refusal or a failure, which it logs; never throws. `actions` has the ids of the build's server actions.
 */
export function guardForms(
  actions: ReadonlySet<string>,
  rate: FormRate = { forms: 200, perSeconds: 10 },
): (request: IncomingMessage, response: ServerResponse) => Promise<IncomingMessage | null> {
  const limiter = new RateLimiterMemory({ points: rate.forms, duration: rate.perSeconds });
  const admit = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request);
    if (readingMethods.has(request.method ?? "") || ownLimits.test(path)) return request;
    const read = (await overRate(limiter, request)) ?? refuseEncoded(request) ?? (await readForm(request));
    if (read === "gone") {
      response.destroy();
      return null;
    }
    if ("code" in read) return refuse(request, response, read);
    const refusal = plainForms.test(path) ? null : await checkPage(request, read.body, actions);
    return refusal === null ? withBody(request, read.body) : refuse(request, response, refusal);
  };
  return (request, response) =>
    admit(request, response).catch((error: unknown) => {
      log.error({ err: error }, "A form could not be checked");
      if (!response.headersSent) return refuse(request, response, { code: 500, why: "Something went wrong." });
      response.destroy();
      return null;
    });
}

async function checkPage(
  { headers }: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  actions: ReadonlySet<string>,
): Promise<Refusal | null> {
  const { "next-action": named = null, "content-type": contentType = "" } = headers;
  const actionId = Array.isArray(named) ? named.join() : named;
  const checked = await checkAction({ actionId, contentType, body }, actions);
  if (checked.status === "fits") return null;
  // This header tells the page's router that it is older than the build.
  return checked.unknown ? { ...checked, headers: { "x-nextjs-action-not-found": "1" } } : checked;
}

function refuseEncoded({ headers }: IncomingMessage): Refusal | null {
  return isEncoded(headers["content-encoding"]) ? { code: 415, why: "Send the form without Content-Encoding." } : null;
}

/** As the app will read it: `..` in any spelling leads out of an exempt path. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return URL.canParse(url, "http://app") ? new URL(url, "http://app").pathname : url;
}

async function overRate(limiter: RateLimiterMemory, { headers, socket }: IncomingMessage): Promise<Refusal | null> {
  const forwarded = headers["x-forwarded-for"];
  const known = new Headers({ [peerHeader]: socket.remoteAddress ?? "" });
  if (forwarded !== undefined) known.set("x-forwarded-for", [forwarded].flat().join());
  try {
    await limiter.consume(rateLimitSubnet(clientAddress({ headers: known })));
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    const why = `Too many requests. Try again in ${seconds} seconds.`;
    return { code: 429, why, headers: { "Retry-After": String(seconds) } };
  }
}

/**
 * The whole body, or why it is refused; never keeps more bytes than allowed. `gone`: the sender closed the connection.
 */
async function readForm(request: IncomingMessage): Promise<Refusal | { body: Uint8Array<ArrayBuffer> } | "gone"> {
  const tooLarge = { code: 413, why: `A form may have at most ${formBytesLimit} bytes.` };
  if (Number(request.headers["content-length"] ?? 0) > formBytesLimit) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  return await new Promise((resolve) => {
    const take = (chunk: Buffer) => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= formBytesLimit) return;
      request.off("data", take);
      resolve(tooLarge);
    };
    request.on("data", take);
    request.once("end", () => resolve({ body: new Uint8Array(Buffer.concat(chunks)) }));
    request.once("error", () => resolve("gone"));
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, { code, why, headers }: Refusal): null {
  const text = `${why}\n`;
  const isSmall = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY) <= formBytesLimit;
  const readsOn = isSmall || request.complete;
  response.writeHead(code, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    ...(readsOn ? {} : { Connection: "close" }),
    ...headers,
  });
  response.write(text);
  if (readsOn) {
    request.resume();
    response.end();
  } else stopReading(request, response);
  return null;
}

/** Reading eight bodies of 1 MB to their end would delay other requests as long as decoding a form does. */
function stopReading(request: IncomingMessage, response: ServerResponse): void {
  request.pause();
  // Node reads an unread body to its end automatically.
  request.read(0);
  setTimeout(() => response.end(), lingerMs);
}

/** The same request, with a body that can be read again. */
function withBody(request: IncomingMessage, body: Uint8Array): IncomingMessage {
  const again = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(again, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  again.push(body);
  again.push(null);
  again.complete = true;
  return again;
}
