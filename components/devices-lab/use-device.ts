"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { type CreditsClient, openCreditsClient } from "#lib/client/credits-client.ts";
import type { FollowedBalance, Following } from "#lib/client/follow-balance.ts";
import type { Feature, WebPages } from "#lib/client/responses.ts";
import { type LabPlatform, newestOf } from "./lab-versions.ts";
import { type LoggedCall, type Network, type NetworkSwitches, openNetwork, shorten } from "./network.ts";
import { useToken } from "./use-token.ts";

/** Signs a device in to the account of the user who looks at the lab, and returns its token. */
export type SignInDevice = (device: { platform: LabPlatform; version: string }) => Promise<string>;

interface Asked {
  platform: LabPlatform;
  account: string;
  signIn: SignInDevice;
  onCall: (logged: LoggedCall) => void;
}

/** A device of the lab: what it knows, what can be switched, and its client of the interface. */
export type Device = ReturnType<typeof useDevice>;

const unheard: Following = { status: "connecting", balance: null, heardAt: null, refusal: null };

/** One device: signs it in, follows its balance and lists its features, all through the public interface. */
export function useDevice({ platform, account, signIn, onCall }: Asked) {
  const [version, setVersion] = useState(newestOf(platform));
  const [switches, setSwitches] = useState<NetworkSwitches>({ offline: false, slow: false, failNext: false });
  const { token, signedIn, enter, take, leave, lose } = useToken(`lab:${account}:${platform}`, () =>
    signIn({ platform, version }),
  );
  const network = useNetwork(switches, onCall, () => setSwitches((now) => ({ ...now, failNext: false })));
  const client = useMemo(
    () => (token === null ? null : open({ token, platform, version, network })),
    [token, platform, version, network],
  );
  const following = useFollowing(client, switches.offline, onCall);
  const signedOut = following.refusal?.status === "signed-out";
  const { features, webPages } = useOffer(client, following);

  const used = useRef<string | null>(null);
  const isKnown = isHeard(following);
  useEffect(() => {
    if (isKnown) used.current = token;
    else if (signedOut && token !== null) lose(token, used.current === token);
  }, [isKnown, signedOut, token, lose]);

  return {
    platform,
    version,
    setVersion,
    switches,
    setSwitches,
    client,
    following,
    features,
    webPages,
    /** Null until the browser's storage has been read. */
    signedIn,
    signInAtOnce: enter,
    /** The state of its own sign-in, and where the token that it brings goes. */
    app: { platform, version, fetch: network.fetch },
    takeToken: take,
    signOut: async () => {
      const answer = await client?.signOut();
      if (answer?.status === "signed-out") leave();
    },
  };
}

function open(device: { token: string; platform: LabPlatform; version: string; network: Network }): CreditsClient {
  const { network, ...who } = device;
  const { origin } = window.location;
  // Replaces the app's own URL scheme here: the return link is the lab page that the devices are on.
  const returnAddress = `${origin}/devices-lab#lab-${who.platform}`;
  return openCreditsClient({ baseUrl: origin, ...who, returnAddress, fetch: network.fetch });
}

function useNetwork(switches: NetworkSwitches, onCall: (logged: LoggedCall) => void, onFailUsed: () => void): Network {
  const told = useRef({ onCall, onFailUsed });
  told.current = { onCall, onFailUsed };
  const [network] = useState(() =>
    openNetwork(
      (logged) => told.current.onCall(logged),
      () => told.current.onFailUsed(),
    ),
  );
  useEffect(() => network.set(switches), [network, switches]);
  return network;
}

function useFollowing(client: CreditsClient | null, offline: boolean, onCall: (logged: LoggedCall) => void): Following {
  const [heard, setHeard] = useState<{ of: CreditsClient; following: Following } | null>(null);
  const followed = useRef<FollowedBalance | null>(null);
  const told = useRef(onCall);
  told.current = onCall;
  useEffect(() => {
    if (client === null) return;
    let shown: Following["balance"] = null;
    followed.current = client.follow((now) => {
      if (now.balance !== null && now.balance !== shown) {
        const answer = shorten(JSON.stringify(now.balance));
        told.current({
          call: `event: balance, id: ${now.balance.version}`,
          status: null,
          ms: null,
          answer,
          replayed: false,
        });
      }
      shown = now.balance;
      setHeard({ of: client, following: now });
    });
    return () => followed.current?.close();
  }, [client]);
  useEffect(() => {
    if (!offline) followed.current?.wake();
  }, [offline]);
  // What arrived with another token or version no longer belongs to this device.
  return heard !== null && heard.of === client ? heard.following : unheard;
}

/** Whether the server accepts this device: it knows the token, and what the device can see. */
function isHeard({ status }: Following): boolean {
  return status === "live" || status === "polling";
}

/** What is known about what a device can do, and about what is done on the web. */
interface Offer {
  features: readonly Feature[];
  /** Null before the first response. */
  webPages: WebPages | null;
}

/** What can be done here and on the web; requested again whenever the device's permissions have changed. */
function useOffer(client: CreditsClient | null, following: Following): Offer {
  const [offer, setOffer] = useState<Offer>({ features: [], webPages: null });
  const settled = isHeard(following) ? "heard" : (following.refusal?.status ?? null);
  useEffect(() => {
    if (client === null || settled === null) return;
    let left = false;
    const learn = (news: Partial<Offer>) => (left ? undefined : setOffer((known) => ({ ...known, ...news })));
    void client
      .features()
      .then((answer) => (answer.status === "ok" ? learn({ features: answer.features }) : undefined));
    void client
      .webPages()
      .then((answer) => (answer.status === "ok" ? learn({ webPages: answer.webPages }) : undefined));
    return () => {
      left = true;
    };
  }, [client, settled]);
  return offer;
}
