"use client";

import { useEffect } from "react";

/** While there is no network, a link to another page of ours waits for it: it would lead to the browser's error page. */
export function HoldLinks() {
  useEffect(() => {
    const ended = new AbortController();
    let waiting: string | null = null;
    const hold = (event: MouseEvent) => {
      const address = navigator.onLine || opensElsewhere(event) ? null : addressOf(event.target);
      if (address === null) return;
      event.preventDefault();
      waiting = address;
    };
    const follow = () => {
      if (waiting !== null) location.assign(waiting);
    };
    // Before Next's links, which leave alone what is prevented.
    document.addEventListener("click", hold, { capture: true, signal: ended.signal });
    window.addEventListener("online", follow, { signal: ended.signal });
    return () => ended.abort();
  }, []);
  return null;
}

function opensElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey;
}

/** The address of the link that was clicked, when it leads to another page of this site. */
function addressOf(clicked: EventTarget | null): string | null {
  const link = clicked instanceof Element ? clicked.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.origin !== location.origin) return null;
  const isOpen = link.pathname === location.pathname && link.search === location.search;
  return isOpen ? null : link.href;
}
