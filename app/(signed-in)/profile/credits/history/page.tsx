import { getTranslations } from "next-intl/server";

export default async function Page() {
  const t = await getTranslations("shell");
  return <h1>{t("credits")}</h1>;
}
