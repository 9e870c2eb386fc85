"use client";

import type { ReactNode } from "react";
import type { Balance } from "#lib/credits/balance.ts";
import { LiveBalanceProvider } from "../balance/live-balance.tsx";
import { cn } from "../ui/cn.ts";
import { Header } from "./header.tsx";
import { OtherUserNotice } from "./other-user-notice.tsx";
import { callOf, type ShellPerson } from "./person.ts";
import { Rail } from "./rail.tsx";
import { type ReturnLink, ReturnLinkBar, ReturnLinkProvider } from "./return-link.tsx";
import { SkipLink } from "./skip-link.tsx";
import { Tabs } from "./tabs.tsx";
import type { Theme } from "./theme.ts";
import { WhileSignedIn } from "./while-signed-in.tsx";

export interface ShellProps {
  person: ShellPerson;
  /** The account whose balance it is. */
  account: string;
  /** The balance as the server read it for this page. */
  balance: Balance;
  theme: Theme;
  demo: boolean;
  /** The app URLs that return links can have. */
  returnLinks: readonly ReturnLink[];
  signOut: () => Promise<void>;
  wide?: boolean;
  /** The page goes on when this browser's session ends. */
  outlivesSession?: boolean;
  /** Stands at the end of the page. */
  footer: ReactNode;
}

/** What surrounds every signed-in page: rail or tabs, header, and the live balance. */
export function Shell(
  all: ShellProps & { pathname: string; namedReturn: string | null; otherUser: boolean; children: ReactNode },
) {
  const { pathname, namedReturn, otherUser, returnLinks, wide, outlivesSession, footer, children, ...props } = all;
  return (
    <LiveBalanceProvider account={props.account} initial={props.balance}>
      <SkipLink />
      <div className="lg:grid lg:grid-cols-[auto_minmax(0,1fr)]">
        <Rail pathname={pathname} person={props.person} demo={props.demo} />
        <div className="min-w-0">
          <Header pathname={pathname} theme={props.theme} demo={props.demo} />
          <main
            id="main"
            tabIndex={-1}
            className={cn(
              "group/main mx-auto px-4 pt-4 pb-8 outline-none lg:px-8 lg:pt-7",
              wide ? "max-w-328" : "max-w-264",
            )}
          >
            <ReturnLinkProvider links={returnLinks} named={namedReturn}>
              <ReturnLinkBar />
              {otherUser ? <OtherUserNotice name={callOf(props.person)} /> : null}
              {outlivesSession ? children : <WhileSignedIn>{children}</WhileSignedIn>}
            </ReturnLinkProvider>
          </main>
          <div className={cn("mx-auto px-4 pb-24 low:pb-6 lg:px-8 lg:pb-8", wide ? "max-w-328" : "max-w-264")}>
            {footer}
          </div>
        </div>
      </div>
      <Tabs pathname={pathname} {...props} />
    </LiveBalanceProvider>
  );
}
