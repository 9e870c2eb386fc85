import { expect, type Page } from "@playwright/test";
import { origin } from "./the-product.ts";

/** Signs in as a demonstration person with the form that the sign-in page sends. For tests that only look: others look too. */
export async function signInAs(page: Page, person: string): Promise<void> {
  const answer = await page.request.post("/api/demo/sign-in", {
    form: { person },
    headers: { Origin: origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}
