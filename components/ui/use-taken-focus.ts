"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Gives the focus to what it is put on, when that appears: screen reader and keyboard go on from there. */
export function useTakenFocus<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
