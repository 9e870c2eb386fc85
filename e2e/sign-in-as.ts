import { expect, type Page } from "@playwright/test";

/** Signs in as a demonstration person with the form that the sign-in page sends. For tests that only look: others look too. */
export async function signInAs(page: Page, person: string): Promise<void> {
  await page.goto("/sign-in");
  const answer = await page.request.post("/api/demo/sign-in", {
    form: { person },
    headers: { Origin: new URL(page.url()).origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}
