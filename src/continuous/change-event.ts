import type { Origin } from "../model/finding.ts";
import { partitionOf } from "../model/scope.ts";
import type { NamedChange } from "../services/changes.ts";
import { CHANGES } from "../services/index.ts";
import { isObject } from "../text/is-object.ts";
import { cut, visibleLine } from "../text/visible.ts";

/** A hint that a resource may be another than it was. */
export interface ChangeHint {
  /** Where the call was recorded. */
  readonly account: string;
  readonly region: string;
  /** As scopes name it. */
  readonly service: string;
  /** Whoever calls by an ARN may mean a resource of another account. */
  readonly resource: Pick<NamedChange, "id" | "account">;
  readonly policy: NamedChange["policy"];
  /** When the call was made, in ISO 8601. */
  readonly at: string;
  /** Null where the call was refused, and so has changed nothing. */
  readonly origin: Origin | null;
}

/** Characters of an event: EventBridge takes 256 KB, and Lambda 1 MB. */
const LARGEST_EVENT = 1_000_000;
/** Of each text of an origin. */
const LONGEST_TEXT = 256;

/**
 * What an event of EventBridge, which CloudTrail has sent for a call of a service, says has changed. Which calls change a
 * resource, the service says (services/changes.ts).
 *
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail"; CloudTrail record contents.
 *
 * @throws an error that says in one line what the event lacks
 */
export const changeHint = (event: unknown): ChangeHint => {
  const detail = isObject(event) ? event["detail"] : undefined;
  if (!isObject(event) || !isObject(detail)) throw bad("it has no detail");
  if (JSON.stringify(event).length > LARGEST_EVENT) throw bad(`it has more than ${LARGEST_EVENT} characters`);
  const changes = CHANGES.find(({ service }) => event["source"] === `aws.${service}`);
  if (changes === undefined)
    throw bad(
      `its source is ${shown(event["source"])} and not ${CHANGES.map(({ service }) => `aws.${service}`).join(", ")}`,
    );
  same("detail-type", event["detail-type"], "AWS API Call via CloudTrail");
  same("detail.eventSource", detail["eventSource"], changes.eventSource);
  const call = text("detail.eventName", detail["eventName"], /^[A-Za-z0-9]{1,64}$/);
  if (!changes.calls.includes(call))
    throw bad(`${call} is no call that changes a resource of ${changes.service}`);
  const account = text("account", event["account"], /^\d{12}$/);
  const region = text("region", event["region"], /^[a-z0-9-]{1,32}$/);
  same("detail.awsRegion", detail["awsRegion"], region);
  const named = changes.named(detail["requestParameters"], {
    partition: partitionOf(region),
    account,
    region,
  });
  if (named === null) throw bad(`its requestParameters name no resource of ${changes.service}`);
  if (named.region !== region) throw bad(`${shown(named.id)} is not in region ${region}`);
  const origin = originOf(call, detail);
  const isRefused = detail["errorCode"] !== undefined && detail["errorCode"] !== null;
  return {
    account,
    region,
    service: changes.service,
    resource: { id: named.id, account: named.account },
    policy: named.policy,
    at: origin.at,
    origin: isRefused ? null : origin,
  };
};

const bad = (why: string): Error =>
  new Error(visibleLine(`the event is not one of CloudTrail about a resource that is judged: ${why}`));

const same = (member: string, value: unknown, wanted: string): void => {
  if (value !== wanted) throw bad(`its ${member} is ${shown(value)} and not ${wanted}`);
};

const text = (member: string, value: unknown, form: RegExp): string => {
  if (typeof value === "string" && form.test(value)) return value;
  throw bad(`its ${member} is ${shown(value)}`);
};

const shown = (value: unknown): string =>
  value === undefined ? "missing" : cut(JSON.stringify(value) ?? "", 80);

/** @throws an error where it is not known when it was, or which event */
const originOf = (call: string, detail: Readonly<Record<string, unknown>>): Origin => {
  const at = text("detail.eventTime", detail["eventTime"], TIME);
  if (Number.isNaN(Date.parse(at))) throw bad(`its detail.eventTime is ${shown(at)}`);
  return {
    call,
    event: text("detail.eventID", detail["eventID"], /^[A-Za-z0-9-]{1,64}$/),
    at,
    by: cut(visibleLine(callerIn(detail["userIdentity"])), LONGEST_TEXT),
  };
};

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** The ARN where there is one: AWS services, and callers from other accounts, may have none. */
const callerIn = (identity: unknown): string => {
  if (!isObject(identity)) return "unknown";
  const { arn, type, principalId, invokedBy, accountId } = identity;
  const said = [arn, [type, principalId ?? invokedBy ?? accountId].filter(isText).join(" ")].filter(isText);
  return said.find((one) => one !== "") ?? "unknown";
};

const isText = (value: unknown): value is string => typeof value === "string";
