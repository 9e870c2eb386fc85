import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Of two that say the same thing the stylesheet decides, not their order: a component whose look can
 * be changed from outside leaves that part to its caller.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
