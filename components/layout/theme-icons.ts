import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "./theme.ts";

/** The picture of each theme. */
export const themeIcons: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon };
