import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

// An OpenID provider and a GitHub for the tests, on one port. A redirected user says on its page who they are and
// whether their address counts as verified. It stores nothing: the code that it returns contains the user.

const secret = "secret-of-the-tests";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const personShape = z.object({
  id: z.string().regex(/^\d+$/),
  name: z.string(),
  /** Empty: the provider knows no address. */
  address: z.string(),
  vouched: z.literal("on").optional(),
});

const grantShape = personShape.extend({
  client_id: z.string(),
  redirect_uri: z.string(),
  code_challenge: z.string(),
  nonce: z.string(),
});

type Grant = z.infer<typeof grantShape>;

/** Serves both providers on a port of this machine. The secret of every client is `secret-of-the-tests`. */
export function serveIdentities(port: number): void {
  const issuer = `http://localhost:${port}`;
  createServer((request, response) => {
    answer(issuer, request, response).catch((error: unknown) => send(response, 400, { error: String(error) }));
  }).listen(port, "localhost");
}

async function answer(issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", issuer);
  switch (url.pathname) {
    case "/.well-known/openid-configuration":
      return send(response, 200, discovery(issuer));
    case "/jwks":
      return send(response, 200, { keys: [{ ...publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig" }] });
    case "/authorize":
    case "/login/oauth/authorize":
      return sendPage(response, url.searchParams);
    case "/decide":
      return sendBack(response, url.searchParams);
    case "/token":
      return send(response, 200, openIdTokens(issuer, redeem(request, await readForm(request))));
    case "/login/oauth/access_token":
      return send(response, 200, accessToken(redeem(request, await readForm(request))));
    case "/userinfo":
      return send(response, 200, claims(bearer(request)));
    case "/api/v3/user":
      return send(response, 200, githubPerson(bearer(request)));
    case "/api/v3/user/emails":
      return send(response, 200, githubAddresses(bearer(request)));
    default:
      return send(response, 404, {});
  }
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  };
}

function sendPage(response: ServerResponse, query: URLSearchParams): void {
  const kept = ["client_id", "redirect_uri", "state", "nonce", "code_challenge"].map(
    (name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? "")}">`,
  );
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>Identity provider of the tests</title><form action="/decide">
    ${kept.join("")}
    <label>Id <input name="id"></label> <label>Name <input name="name"></label>
    <label>Address <input name="address"></label> <label><input type="checkbox" name="vouched"> Verified</label>
    <button>Allow</button></form></html>`);
}

function sendBack(response: ServerResponse, query: URLSearchParams): void {
  const grant = grantShape.parse(Object.fromEntries(query));
  const target = new URL(grant.redirect_uri);
  target.searchParams.set("code", Buffer.from(JSON.stringify(grant)).toString("base64url"));
  target.searchParams.set("state", query.get("state") ?? "");
  response.writeHead(302, { Location: target.href });
  response.end();
}

/** Returns what a code stands for, to the client that it was made for, which proves that it started this. */
function redeem(request: IncomingMessage, form: URLSearchParams): Grant {
  const grant = open(form.get("code") ?? "");
  const credentials = Buffer.from(`${grant.client_id}:${secret}`).toString("base64");
  if (request.headers.authorization !== `Basic ${credentials}`) throw new Error("invalid_client");
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  if (challenge !== grant.code_challenge) throw new Error("invalid_grant");
  return grant;
}

function openIdTokens(issuer: string, grant: Grant) {
  const now = Math.floor(Date.now() / 1000);
  const idToken = { iss: issuer, aud: grant.client_id, iat: now, exp: now + 300, nonce: grant.nonce, ...claims(grant) };
  return { ...accessToken(grant), id_token: signJwt(idToken) };
}

function accessToken(grant: Grant) {
  const token = Buffer.from(JSON.stringify(grant)).toString("base64url");
  return { access_token: token, token_type: "bearer", expires_in: 300 };
}

function claims({ id, name, address, vouched }: Grant) {
  return { sub: id, name, ...(address === "" ? {} : { email: address, email_verified: vouched === "on" }) };
}

function githubPerson({ id, name, address }: Grant) {
  return { id: Number(id), login: name, name, avatar_url: "", email: address === "" ? null : address };
}

function githubAddresses({ address, vouched }: Grant) {
  return address === "" ? [] : [{ email: address, primary: true, verified: vouched === "on", visibility: "public" }];
}

function signJwt(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part(payload)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

function bearer(request: IncomingMessage): Grant {
  return open((request.headers.authorization ?? "").replace(/^bearer /i, ""));
}

function open(code: string): Grant {
  return grantShape.parse(JSON.parse(Buffer.from(code, "base64url").toString()));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return new URLSearchParams(Buffer.concat(parts).toString());
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

if (import.meta.main) serveIdentities(Number(process.env.IDENTITIES_PORT ?? 3198));
