import { keepPage } from "#components/balance/keep-page.ts";

// Next runs this in the browser before the page is interactive, and its router asks for pages with the global `fetch`.
window.fetch = keepPage(window.fetch.bind(window));
