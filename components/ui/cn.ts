import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Of two that say the same thing the stylesheet decides, not their order: a component whose look can
 * be changed from outside leaves that part to whoever uses it.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
