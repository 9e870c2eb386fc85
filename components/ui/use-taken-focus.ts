"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Focuses its element when that appears, so that screen reader and keyboard continue from there. */
export function useTakenFocus<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
