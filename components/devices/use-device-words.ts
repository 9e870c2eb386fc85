import { useTranslations } from "next-intl";
import type { May } from "./may.ts";

/** The name of a device and what it can do, as text. */
export function useDeviceWords() {
  const t = useTranslations("device");
  return {
    name: (platform: "web" | "desktop" | "mobile", version: string, lab = false) => {
      const name = t(`names.${platform}`, { version: version || "none" });
      return lab ? t("inLab", { name }) : name;
    },
    may: (may: May): string => {
      switch (may.status) {
        case "off":
          return t("may.off");
        case "too-old":
          return t("may.too-old", { version: may.minimumVersion });
        case "yes": {
          const { visibility, spends, buys } = may;
          return t("may.yes", { sees: visibility, spends: spends ? "yes" : "no", buys: buys ? "yes" : "no" });
        }
      }
    },
  };
}
