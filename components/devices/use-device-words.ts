import { useTranslations } from "next-intl";
import type { Access } from "./access.ts";

/** The name of a device and what it can do, as text. */
export function useDeviceWords() {
  const t = useTranslations("device");
  return {
    name: (platform: "web" | "desktop" | "mobile", version: string, lab = false) => {
      const name = t(`names.${platform}`, { version: version || "none" });
      return lab ? t("inLab", { name }) : name;
    },
    access: (access: Access): string => {
      switch (access.status) {
        case "off":
          return t("access.off");
        case "too-old":
          return t("access.too-old", { version: access.minimumVersion });
        case "yes": {
          const { visibility, spends, buys } = access;
          return t("access.yes", { sees: visibility, spends: spends ? "yes" : "no", buys: buys ? "yes" : "no" });
        }
      }
    },
  };
}
