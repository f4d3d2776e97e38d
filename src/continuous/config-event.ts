import { isObject } from "../text/is-object.ts";
import { cut, visibleLine } from "../text/visible.ts";

/** A call of a periodic custom rule of AWS Config. */
export interface RuleCall {
  readonly account: string;
  /** Of the rule. */
  readonly name: string;
  readonly token: string;
  /** Whether AWS Config is to check what is put, and keep nothing of it. */
  readonly isTest: boolean;
  /** When AWS Config called, in ISO 8601. */
  readonly at: string;
  /** From the rule's parameters; none where the rule's own region is meant. */
  readonly regions: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * What AWS Config hands to the function of a periodic custom rule.
 *
 * Source: AWS Config developer guide, "Example events for AWS Config rules". The token `TESTMODE` is the word of AWS's own
 * rule libraries for a call by hand.
 *
 * @throws an error that says in one line what the event lacks
 */
export const ruleCall = (event: unknown): RuleCall => {
  if (!isObject(event)) throw bad("it is no object");
  const invoking = objectIn("invokingEvent", event["invokingEvent"]);
  const type = invoking["messageType"];
  if (type !== "ScheduledNotification")
    throw bad(`its messageType is ${shown(type)}: the rule is a periodic one, of ScheduledNotification`);
  const at = text("notificationCreationTime", invoking["notificationCreationTime"], TIME);
  if (Number.isNaN(Date.parse(at))) throw bad(`its notificationCreationTime is ${shown(at)}`);
  const token = text("resultToken", event["resultToken"], /^[\x20-\x7e]+$/);
  return {
    account: text("accountId", event["accountId"], /^\d{12}$/),
    name: text("configRuleName", event["configRuleName"], /^\S.{0,127}$/),
    token,
    isTest: token === "TESTMODE",
    at,
    regions: regionsIn(event["ruleParameters"]),
  };
};

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

const regionsIn = (given: unknown): readonly string[] => {
  const { regions = "", ...others } =
    given === undefined || given === "" ? {} : objectIn("ruleParameters", given);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw bad(`its ruleParameters have ${shown(unknown)}, and can have regions alone`);
  if (typeof regions !== "string") throw bad(`its regions are ${shown(regions)}, and no text`);
  const names = regions.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))].sort();
};

const objectIn = (member: string, value: unknown): Members => {
  const found = typeof value === "string" ? parsed(value) : undefined;
  if (isObject(found)) return found;
  throw bad(`its ${member} is ${shown(value)}, and not the text of a JSON object`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const text = (member: string, value: unknown, form: RegExp): string => {
  if (typeof value === "string" && form.test(value)) return value;
  throw bad(`its ${member} is ${shown(value)}`);
};

const bad = (why: string): Error =>
  new Error(visibleLine(`the event is not one of a periodic rule of AWS Config: ${why}`));

const shown = (value: unknown): string =>
  value === undefined ? "missing" : cut(JSON.stringify(value) ?? "", 80);
