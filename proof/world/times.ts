import { moment } from "../../src/policy/evaluate/operators/date.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import { distinct, type Part } from "./part.ts";
import { mentions, valuesFor } from "./values.ts";

const TIME_KEYS = ["aws:CurrentTime", "aws:EpochTime"];

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(".000Z", "Z");

const around = (texts: readonly string[]): readonly number[] =>
  texts
    .map(moment)
    .filter((one) => one !== null)
    .flatMap((one) => [one - 1000, one, one + 1000]);

/** Moments from now on, just before, at and just after each date of the policies. */
export const times = (policies: readonly Policy[], question: Question): readonly Part[] => {
  const now = Date.parse(question.now);
  const moments = [now, ...around(valuesFor(policies, ...TIME_KEYS, "aws:TokenIssueTime"))].filter(
    (one) => one >= now,
  );
  const tokenBound = mentions(policies, "aws:TokenIssueTime");
  return distinct(
    [...new Set(moments)].map((one) => ({
      mark: tokenBound ? String(one) : "",
      context: { "aws:CurrentTime": iso(one), "aws:EpochTime": String(Math.floor(one / 1000)) },
    })),
    TIME_KEYS,
    policies,
  );
};

/** When temporary credentials were issued: at the call or before it. */
export const tokens = (policies: readonly Policy[], current: string): readonly Part[] => {
  const end = Date.parse(current);
  const moments = [end, ...around(valuesFor(policies, "aws:TokenIssueTime"))].filter((one) => one <= end);
  return distinct(
    [...new Set(moments)].map((one) => ({ mark: "", context: { "aws:TokenIssueTime": iso(one) } })),
    ["aws:TokenIssueTime"],
    policies,
  );
};

/** Whether MFA was used, and how many seconds ago. */
export const mfa = (policies: readonly Policy[]): readonly Part[] => {
  const ages = [
    "60",
    ...valuesFor(policies, "aws:MultiFactorAuthAge").flatMap((text) => {
      const value = Number(text);
      return Number.isNaN(value)
        ? []
        : [Math.ceil(value) - 1, Math.ceil(value), Math.floor(value) + 1]
            .filter((age) => age >= 0)
            .map(String);
    }),
  ];
  return distinct(
    [
      { mark: "", context: {} },
      { mark: "", context: { "aws:MultiFactorAuthPresent": "false" } },
      ...ages.map((age) => ({
        mark: "",
        context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": age },
      })),
    ],
    ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"],
    policies,
  );
};

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/;

/** Called straight, or by a service on the caller's behalf. */
export const routes = (policies: readonly Policy[]): readonly Part[] => {
  const keys = ["aws:ViaAWSService", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];
  const via = [
    "quiet.amazonaws.com",
    ...valuesFor(policies, ...keys.slice(1)).map((one) => one.replace("*", "quiet")),
  ].filter((one) => SERVICE.test(one));
  return distinct(
    [
      { mark: "", context: { "aws:ViaAWSService": "false" } },
      ...via.flatMap((first) =>
        via.map((last) => ({
          mark: "",
          context: {
            "aws:ViaAWSService": "true",
            "aws:CalledVia": first === last ? [first] : [first, last],
            "aws:CalledViaFirst": first,
            "aws:CalledViaLast": last,
          },
        })),
      ),
    ],
    keys,
    policies,
  );
};
