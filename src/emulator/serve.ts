import { setTimeout as wait } from "node:timers/promises";
import { effectAfter, effectBefore } from "./effects.ts";
import type { FaultEffect, Faults } from "./faults.ts";
import type { Call, Log } from "./log.ts";
import { authenticate, signatureOf } from "./protocol/authenticate.ts";
import type { HttpReply, HttpRequest } from "./protocol/http.ts";
import { commonRefusal, isRefusal } from "./protocol/refusal.ts";
import type { BatchNote, Caller, Place, Routed, Service } from "./protocol/service.ts";
import type { RateLimit } from "./rates.ts";
import { serviceOf } from "./services/index.ts";
import type { Account, Region, World } from "./world.ts";

/** Everything around a request that outlives it. */
export interface Surroundings {
  readonly world: World;
  readonly faults: Faults;
  readonly log: Log;
  readonly withinRate: RateLimit;
  readonly assumedRules: boolean;
  readonly settlingMs: number;
  readonly clock: () => number;
  readonly unique: () => string;
  readonly handedOver?: (answer: HandedOver) => void;
}

/** An answer that went out whole and unchanged. */
export interface HandedOver extends Omit<Call, "at" | "bytes"> {
  /** Identities and finding ids that the request named. */
  readonly subjects: readonly string[];
  readonly answer: string;
}

/** A null reply cuts the connection. */
export interface Outcome {
  readonly reply: HttpReply | null;
  readonly call: Omit<Call, "at" | "bytes">;
  readonly subjects: readonly string[];
  /** Whether a fault has changed what the answer says. */
  readonly altered: boolean;
}

/** What has been learnt about a request so far; the log tells it of those too that come to nothing. */
interface Seen {
  readonly service: string;
  operation: string;
  account: string;
  region: string;
  batch: BatchNote | null;
}

/** What the log does not keep. */
interface Noted {
  subjects: readonly string[];
  altered: boolean;
}

interface Exchange {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly service: Service;
  readonly seen: Seen;
  readonly noted: Noted;
}

/** Answers one request and tells what it was. */
export const serve = async (request: HttpRequest, surroundings: Surroundings): Promise<Outcome> => {
  const service = serviceOf(request);
  const seen: Seen = { service: service.name, operation: "", account: "", region: "", batch: null };
  const noted: Noted = { subjects: [], altered: false };
  const requestId = surroundings.unique();
  try {
    const reply = await carryOut({ request, requestId, service, seen, noted }, surroundings);
    return { reply, call: { ...seen, status: reply?.status ?? 0, code: null }, ...noted };
  } catch (error) {
    const said = isRefusal(error) ? error : commonRefusal(service.dialect, "internal", String(error));
    return {
      reply: service.refuse(said, requestId),
      call: { ...seen, status: said.status, code: said.code },
      ...noted,
    };
  }
};

const carryOut = async (exchange: Exchange, surroundings: Surroundings): Promise<HttpReply | null> => {
  const { request, requestId, service, seen, noted } = exchange;
  const place = admit(exchange, surroundings);
  const routed = service.route(request);
  seen.operation = routed.operation;
  const call = { ...seen, subjects: routed.subjects };
  const { effects, probe } = surroundings.faults.strike(call);
  noted.subjects = routed.subjects;
  noted.altered = effects.some(({ kind }) => !FAITHFUL.has(kind));
  if ((await strikeBefore(effects, { service, caller: place.caller, routed }, surroundings.faults)) === "cut")
    return null;
  const now = surroundings.clock();
  if (!surroundings.withinRate(call, now)) throw commonRefusal(service.dialect, "throttled");
  const context = {
    ...place,
    ...surroundings,
    now,
    faults: probe,
    bytes: request.body.length,
    note: (batch: BatchNote) => {
      seen.batch = batch;
    },
  };
  const asPlanned = routed.answer(context, requestId);
  if (effects.some((effect) => isOtherPage(effect, request) || effect.kind === "omit-policy"))
    surroundings.faults.count();
  const count = (): void => surroundings.faults.count();
  return effects.reduce<HttpReply | null>((reply, effect) => {
    const struck = effectAfter(effect, reply, { region: place.region, service, routed, count });
    if (struck !== reply) count();
    return struck;
  }, asPlanned);
};

/** Which page it is matters only to a call that asks for a further one. */
const isOtherPage = ({ kind }: FaultEffect, { body }: HttpRequest): boolean =>
  (kind === "repeat-page" || kind === "overlap-page" || kind === "skip-entry") && body.includes("NextToken");

/** Effects after which what the answer names is still so, though it may be the wrong page. */
const FAITHFUL: ReadonlySet<FaultEffect["kind"]> = new Set([
  "slow",
  "pages",
  "lose-identity",
  "repeat-page",
  "overlap-page",
  "skip-entry",
  "bad-token",
]);

/** Who calls, and where; throws the refusal of those who may not. */
const admit = ({ request, service, seen }: Exchange, { world, clock }: Surroundings): Place => {
  const signature = signatureOf(request, service.dialect);
  seen.region = signature.region;
  const caller = authenticate(request, signature, world, service.dialect, clock());
  seen.account = caller.account;
  const account = world.accounts.get(caller.account);
  const region = account === undefined ? null : regionOf(account, service, signature.region);
  if (account === undefined || region === null) throw commonRefusal(service.dialect, "unknownKey");
  return { caller, account, region, regionName: signature.region };
};

/** A region that is off knows nobody, so it answers as if the key did not exist. */
const regionOf = (account: Account, service: Service, name: string): Region | null => {
  const region = account.regions.get(name);
  if (!service.regional) return region ?? { optStatus: "DISABLED", identities: new Map(), hub: null };
  return region?.optStatus === "ENABLED" || region?.optStatus === "ENABLED_BY_DEFAULT" ? region : null;
};

const strikeBefore = async (
  effects: readonly FaultEffect[],
  {
    service,
    caller,
    routed,
  }: { readonly service: Service; readonly caller: Caller; readonly routed: Routed },
  faults: Faults,
): Promise<"cut" | "go on"> => {
  for (const effect of effects) {
    if (effect.kind === "slow") await wait(effect.ms);
    const isCut = effect.kind === "cut" && effect.when === "before";
    if (isCut || effect.kind === "slow") faults.count();
    if (isCut) return "cut";
    try {
      effectBefore(effect, service, caller, routed);
    } catch (error) {
      faults.count();
      throw error;
    }
  }
  return "go on";
};
