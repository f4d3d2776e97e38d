import { setTimeout as wait } from "node:timers/promises";
import { ACCOUNT } from "./services/account/account.ts";
import { SECURITY_HUB } from "./services/security-hub/security-hub.ts";
import { SES } from "./services/ses/ses.ts";
import { STS } from "./services/sts/sts.ts";
import { authenticate, signatureOf } from "./protocol/authenticate.ts";
import type { HttpReply, HttpRequest } from "./protocol/http.ts";
import { parseSignature } from "./protocol/signature.ts";
import { commonRefusal, isRefusal, refusal } from "./protocol/refusal.ts";
import type { BatchNote, Caller, Context, Routed, Service } from "./protocol/service.ts";
import { effectAfter, effectBefore } from "./effects.ts";
import type { FaultEffect, Faults, Probe } from "./faults.ts";
import type { Call, Log } from "./log.ts";
import type { newRateLimit } from "./rates.ts";
import type { Account, Region, World } from "./world.ts";

const SERVICES: readonly Service[] = [SES, SECURITY_HUB, STS, ACCOUNT];

/** Everything around a request that outlives it. */
export interface Surroundings {
  readonly world: World;
  readonly faults: Faults;
  readonly log: Log;
  readonly withinRate: ReturnType<typeof newRateLimit>;
  readonly assumedRules: boolean;
  readonly settlingMs: number;
  readonly clock: () => number;
  readonly unique: () => string;
}

/** A null reply cuts the connection. */
export interface Outcome {
  readonly reply: HttpReply | null;
  readonly call: Omit<Call, "at" | "bytes">;
}

/** Answers one request and tells what it was. */
export const serve = async (request: HttpRequest, surroundings: Surroundings): Promise<Outcome> => {
  const service = serviceOf(request);
  const requestId = surroundings.unique();
  const seen = {
    service: service.name,
    operation: "",
    account: "",
    region: "",
    batch: null as BatchNote | null,
  };
  try {
    const reply = await carryOut(request, service, surroundings, requestId, seen);
    return { reply, call: { ...seen, status: reply?.status ?? 0, code: null } };
  } catch (error) {
    const said = isRefusal(error) ? error : commonRefusal(service.dialect, "internal", String(error));
    return {
      reply: service.refuse(said, requestId),
      call: { ...seen, status: said.status, code: said.code },
    };
  }
};

/** By the credential scope; where that is missing, by what the request looks like. */
const serviceOf = (request: HttpRequest): Service => {
  const name = parseSignature(request.headers["authorization"] ?? "")?.service;
  if (name !== undefined) return SERVICES.find((service) => service.name === name) ?? unknownService(name);
  if (request.path !== "/") return SERVICES.find((service) => knows(service, request)) ?? SECURITY_HUB;
  return [SES, STS].find((service) => knows(service, request)) ?? SES;
};

const knows = (service: Service, request: HttpRequest): boolean => {
  try {
    service.route(request);
    return true;
  } catch {
    return false;
  }
};

const unknownService = (name: string): Service => ({
  ...ACCOUNT,
  name,
  route: () => {
    const known = SERVICES.map((service) => service.name).join(", ");
    throw refusal("NotImplemented", `This emulator has ${known}, but not ${name}.`, 501);
  },
});

interface Seen {
  operation: string;
  account: string;
  region: string;
  batch: BatchNote | null;
}

const carryOut = async (
  request: HttpRequest,
  service: Service,
  surroundings: Surroundings,
  requestId: string,
  seen: Seen,
): Promise<HttpReply | null> => {
  const { world, clock } = surroundings;
  const signature = signatureOf(request, service.dialect);
  seen.region = signature.region;
  const key = authenticate(request, signature, world, service.dialect, clock());
  seen.account = key.account;
  const account = world.accounts.get(key.account);
  const region = account === undefined ? null : regionOf(account, service, signature.region);
  if (account === undefined || region === null) throw commonRefusal(service.dialect, "unknownKey");
  const routed = service.route(request);
  seen.operation = routed.operation;
  const call = { ...seen, service: service.name, subjects: routed.subjects };
  const { effects, probe } = surroundings.faults.strike(call);
  if ((await applyBefore(effects, service, key, routed)) === "cut") return null;
  if (!surroundings.withinRate(call, clock())) throw commonRefusal(service.dialect, "throttled");
  const context = contextOf(surroundings, request, key, account, region, signature.region, probe, seen);
  const reply = routed.answer(context, requestId);
  return effects.reduce<HttpReply | null>(
    (reply, effect) => effectAfter(effect, reply, region, service),
    reply,
  );
};

/** A region that is off answers like one that does not know the caller (facts of opt-in regions in the IAM guide). */
const regionOf = (account: Account, service: Service, name: string): Region | null => {
  const region = account.regions.get(name);
  if (!service.regional) return region ?? { optStatus: "DISABLED", identities: new Map(), hub: null };
  return region?.optStatus === "ENABLED" || region?.optStatus === "ENABLED_BY_DEFAULT" ? region : null;
};

const applyBefore = async (
  effects: readonly FaultEffect[],
  service: Service,
  caller: Caller,
  routed: Routed,
): Promise<"cut" | "go on"> => {
  for (const effect of effects) {
    if (effect.kind === "slow") await wait(effect.ms);
    if (effect.kind === "cut" && effect.when === "before") return "cut";
    effectBefore(effect, service, caller, routed);
  }
  return "go on";
};

const contextOf = (
  { world, assumedRules, settlingMs, clock, unique }: Surroundings,
  request: HttpRequest,
  caller: Caller,
  account: Account,
  region: Region,
  regionName: string,
  faults: Probe,
  seen: Seen,
): Context => ({
  caller,
  world,
  account,
  region,
  regionName,
  now: clock(),
  faults,
  assumedRules,
  settlingMs,
  bytes: request.body.length,
  unique,
  note: (batch) => {
    seen.batch = batch;
  },
});
