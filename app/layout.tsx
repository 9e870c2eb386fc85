import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { parseTheme } from "#components/layout/theme.ts";
import { NetworkNotice } from "#components/network/network-notice.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { pageMessages } from "#lib/i18n/client-messages.ts";
import { KeepTimeZone } from "./keep-time-zone.tsx";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return { title: { default: t("name"), template: `%s · ${t("name")}` }, description: t("description") };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

export default async function RootLayout({ children }: LayoutProps<"/">) {
  // Every page is rendered per request: a prerendered page has no nonce, so its scripts would be blocked.
  await connection();
  const theme = parseTheme((await cookies()).get("theme")?.value);
  return (
    <html lang={await getLocale()} data-theme={theme} data-demo={isDemo() || undefined} className={GeistSans.variable}>
      <body className="font-sans">
        <NextIntlClientProvider messages={pageMessages}>
          {children}
          <KeepTimeZone />
          <NetworkNotice />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
