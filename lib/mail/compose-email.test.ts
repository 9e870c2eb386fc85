import { afterEach, expect, test, vi } from "vitest";

const seller = {
  SELLER_NAME: "Studio <& Sons>",
  SUPPORT_EMAIL: "help@seller.example",
  TERMS_URL: "https://seller.example/terms",
  PRIVACY_URL: "https://seller.example/privacy",
};

afterEach(() => void vi.unstubAllEnvs());

test("the footer of an email has the configured seller details, as text", async () => {
  const email = await compose(seller);
  expect(email.text.split("--\n\n")[1]).toBe(Object.values(seller).join("\n"));
  expect(email.html).toContain("Studio &#60;&#38; Sons&#62;");
  expect(email.html).toContain("help@seller.example");
});

test("without configuration a demo's email has its made-up support address alone", async () => {
  const { text } = await compose({});
  expect(text).toBe("Hello,\n\nhttps://x\n\nBye\n\n--\n\nsupport@purse.example");
});

/** Settings are read once per process, so each email is composed by freshly imported modules. */
async function compose(env: Record<string, string>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  const { composeEmail } = await import("./compose-email.ts");
  const button = { url: "https://x", label: "Open" };
  return composeEmail({ to: "a@example.com", subject: "Hi", lines: ["Hello,"], button, after: ["Bye"] });
}
