import { expect, type Page } from "@playwright/test";
import { origin } from "./the-product.ts";

/** Signs in as a demo user with the sign-in page's form. For tests that only read, as others share these users. */
export async function signInAs(page: Page, person: string): Promise<void> {
  const answer = await page.request.post("/api/demo/sign-in", {
    form: { person },
    headers: { Origin: origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}
