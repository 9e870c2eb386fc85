import { redirect } from "next/navigation";
import { PlainPage } from "#app/plain-page.tsx";
import { Headline, Promises } from "#components/sign-in/welcome.tsx";
import { currentPerson } from "#lib/people/current-person.ts";
import { home } from "#lib/people/own-address.ts";
import { SignInPanel } from "./sign-in/sign-in-panel.tsx";

export default async function Home() {
  if ((await currentPerson()) !== null) redirect(home);
  return (
    <PlainPage>
      <div className="grid items-start gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr]">
        <Headline />
        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <SignInPanel next={home} />
        </div>
        <Promises />
      </div>
    </PlainPage>
  );
}
