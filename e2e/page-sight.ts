import type { Page } from "@playwright/test";

/**
 * What cannot be seen in a small window: what is covered wherever the page is scrolled to, what needs scrolling in two
 * directions (WCAG 1.4.10 allows it for charts and tables of numbers), and what stays on top and leaves less than two thirds of the window.
 */
export async function findHidden(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const name = (element: Element) => element.outerHTML.slice(0, 140);
    const found: string[] = [];
    const dialog = document.querySelector("[role=dialog]:not([aria-labelledby=lab-dialog-title]), [role=menu]");
    const inside = dialog ?? document;
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    for (const element of document.querySelectorAll("body *")) {
      const { overflowX, position } = getComputedStyle(element);
      const { width, height, top, bottom } = element.getBoundingClientRect();
      const scrolls = (overflowX === "auto" || overflowX === "scroll") && element.scrollWidth > element.clientWidth + 1;
      if (scrolls && element.clientWidth > 0 && !element.matches("[data-two-dimensional]"))
        found.push(`scrolls sideways: ${name(element)}`);
      const stays = (position === "fixed" || position === "sticky") && !dialog && width > innerWidth / 2;
      const shown = Math.min(bottom, innerHeight) - Math.max(top, 0);
      const covers = stays && element.checkVisibility() && shown > innerHeight / 3;
      if (covers && getComputedStyle(element).pointerEvents !== "none")
        found.push(`covers ${height} px: ${name(element)}`);
    }
    for (const element of inside.querySelectorAll(
      "h1, h2, a[href], button, input:not([type=hidden]), select, summary",
    )) {
      const target = (element instanceof HTMLInputElement ? element.labels?.[0] : undefined) ?? element;
      const { width, height } = target.getBoundingClientRect();
      if (!target.checkVisibility({ opacityProperty: true }) || width < 2 || height < 2) continue;
      target.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      await new Promise(requestAnimationFrame);
      const box = target.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height, innerHeight) / 2];
      const there = document.elementFromPoint(x, y);
      const seen =
        there !== null &&
        (target.contains(there) ||
          there.contains(target) ||
          there.closest("label, a, summary") === target.closest("label, a, summary"));
      if (!seen) found.push(`covered: ${name(target)}, by ${there ? name(there) : "nothing"}`);
    }
    return found;
  });
}

/** What forced colours make invisible: choices, the current page, buttons without a border, and what only colour shows. */
export async function findIndistinct(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const name = (element: Element) => element.outerHTML.slice(0, 140);
    const borderOf = (element: Element) => Number.parseFloat(getComputedStyle(element).borderTopWidth);
    const visible = (selector: string) =>
      [...document.querySelectorAll(selector)].filter(
        (element) => element.checkVisibility() && element.clientWidth > 1,
      );
    const canvas = getComputedStyle(document.documentElement).backgroundColor;
    const found: string[] = [];
    for (const chosen of visible("label:has(input[type=radio]:checked)")) {
      const other = [...(chosen.parentElement?.children ?? [])].find((one) => one.querySelector("input:not(:checked)"));
      if (other && borderOf(chosen) <= borderOf(other)) found.push(`not told from the others: ${name(chosen)}`);
    }
    for (const link of visible("nav a[aria-current]")) {
      if (borderOf(link) === 0) found.push(`the current page: ${name(link)}`);
    }
    for (const button of visible("[data-slot=button]:not(.underline)")) {
      if (borderOf(button) === 0) found.push(`no border: ${name(button)}`);
    }
    for (const part of visible("[data-slot=kind-bar] > *, [aria-hidden].size-2.rounded-full")) {
      const colour = getComputedStyle(part).backgroundColor;
      if (colour === canvas || colour === "rgba(0, 0, 0, 0)") found.push(`without its colour: ${name(part)}`);
    }
    return found;
  });
}

/** Buttons, fields and links that a finger could miss. Links inside a sentence are as high as their line. */
export async function findSmallTargets(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const targets = document.querySelectorAll<HTMLElement>(
      "a[href], button, select, summary, input:not([type=hidden])",
    );
    return [...targets].flatMap((target) => {
      const { width, height } = areaOf(target);
      const visible = target.checkVisibility() && width > 1 && height > 1;
      const inSentence = target.matches("p a, dd a, summary:has(> span.underline)");
      return !visible || inSentence || height >= 43.5
        ? []
        : [`${Math.round(height)} px: ${target.outerHTML.slice(0, 160)}`];
    });

    /** A label enlarges its field; a link that covers its row is as high as the row. */
    function areaOf(target: HTMLElement): { width: number; height: number } {
      const stretched = getComputedStyle(target, "::after").position === "absolute";
      const own = ((stretched ? target.closest(".relative") : null) ?? target).getBoundingClientRect();
      const label = target instanceof HTMLInputElement ? target.labels?.[0]?.getBoundingClientRect() : undefined;
      return label !== undefined && label.height > own.height ? label : own;
    }
  });
}
