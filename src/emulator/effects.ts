import type { FaultEffect } from "./faults.ts";
import type { HttpReply } from "./protocol/http.ts";
import { commonRefusal, refusal } from "./protocol/refusal.ts";
import type { Caller, Routed, Service } from "./protocol/service.ts";
import type { Region } from "./world.ts";

const PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>";

/** Throws the refusal that an effect puts in place of the operation; does nothing for the others. */
export const effectBefore = (
  effect: FaultEffect,
  service: Service,
  caller: Caller,
  { operation }: Routed,
): void => {
  switch (effect.kind) {
    case "throttle": {
      const usual = commonRefusal(service.dialect, "throttled");
      throw refusal(effect.code ?? usual.code, usual.message, effect.status ?? usual.status);
    }
    case "refuse":
      throw commonRefusal(service.dialect, "denied", deniedText(effect.by, service, caller, operation));
    case "error":
      if (effect.when !== "after") throw failure(effect.status, service);
      return;
    case "expire":
      throw commonRefusal(service.dialect, "expired");
    case "slow":
    case "cut":
    case "lose-identity":
    case "html":
    case "empty":
    case "truncate":
    case "cut-body":
    case "hang":
    case "stall":
    case "drip":
    case "endless":
    case "omit-member":
    case "pages":
    case "bad-token":
    case "repeat-page":
    case "overlap-page":
    case "skip-entry":
    case "omit-policy":
    case "fail-findings":
  }
};

/** What an effect may look at and change beside the reply. */
interface Surroundings {
  readonly region: Region;
  readonly service: Service;
  readonly routed: Routed;
  /** Counts a change that the reply does not show. */
  readonly count: () => void;
}

/** Changes the reply of an operation that was carried out, or gives it back; null cuts the connection. */
export const effectAfter = (
  effect: FaultEffect,
  reply: HttpReply | null,
  { region, service, routed, count }: Surroundings,
): HttpReply | null => {
  if (reply === null) return null;
  switch (effect.kind) {
    case "error":
      if (effect.when !== "after") break;
      count();
      throw failure(effect.status, service);
    case "cut":
      return effect.when === "after" ? null : reply;
    case "lose-identity":
      if (
        (routed.subjects.includes(effect.identity) || reply.body.includes(effect.identity)) &&
        region.identities.delete(effect.identity)
      )
        count();
      return reply;
    case "html":
      return { status: 200, headers: { "content-type": "text/html" }, body: PAGE };
    case "empty":
      return { ...reply, status: 200, body: "" };
    case "truncate":
      return { ...reply, status: 200, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
    case "cut-body":
    case "hang":
    case "stall":
    case "endless":
      return { ...reply, delivery: { kind: effect.kind } };
    case "drip":
      return { ...reply, delivery: { kind: "drip", ms: effect.ms } };
    case "omit-member":
      return withBody(reply, withoutMember(reply.body, effect.member));
    case "bad-token":
      return withBody(reply, withBadToken(reply.body));
    case "slow":
    case "throttle":
    case "refuse":
    case "expire":
    case "pages":
    case "repeat-page":
    case "overlap-page":
    case "skip-entry":
    case "omit-policy":
    case "fail-findings":
      break;
  }
  return reply;
};

/** The reply itself where nothing is changed. */
const withBody = (reply: HttpReply, body: string): HttpReply =>
  body === reply.body ? reply : { ...reply, body };

/** XML and JSON alike; a member's name does not occur below itself. */
const withoutMember = (body: string, member: string): string => {
  if (!body.startsWith("{")) return body.replace(new RegExp(`<${member}>[^]*</${member}>|<${member}/>`), "");
  const { [member]: _left, ...rest } = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify(rest);
};

const withBadToken = (body: string): string =>
  body
    .replace(/<NextToken>[^<]*<\/NextToken>/, "<NextToken>bm90IGEgdG9rZW4</NextToken>")
    .replace(/"NextToken":"[^"]*"/, '"NextToken":"bm90IGEgdG9rZW4"');

/** AWS's own wording ("Access denied error message examples" in the IAM guide). */
const deniedText = (
  by: "identity" | "scp" | undefined,
  service: Service,
  { arn }: Caller,
  operation: string,
): string => {
  const action = `${service.name}:${operation}`;
  const reason =
    by === "scp"
      ? "with an explicit deny in a service control policy"
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} ${reason}`;
};

const failure = (status: number | undefined, service: Service): Error =>
  status === undefined || status === 500
    ? commonRefusal(service.dialect, "internal")
    : refusal(status === 503 ? "ServiceUnavailable" : "InternalFailure", "Service is unavailable", status);
