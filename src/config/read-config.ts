import type { Exception } from "../model/exception.ts";
import type { Pointer } from "../model/fact.ts";
import { DEFAULT_FOLLOW_UP, type FollowUpPlan } from "../model/follow-up.ts";
import { OWNER_ONLY } from "../model/trust.ts";
import { isObject } from "../text/is-object.ts";
import type { Config } from "./config.ts";
import { CONFIG_SCHEMA } from "./schemas/config.ts";
import { invalidTrust } from "./trust.ts";
import { validate, type Invalid } from "./validate.ts";

/** An exception as it is written: the members of `match` stand beside the others. */
export type WrittenException = Omit<Exception, "match"> & Exception["match"];

/** Everything that is wrong with a configuration; an empty file is an empty configuration. */
export const invalidConfig = (value: unknown): readonly Invalid[] => {
  const wrong = validate(CONFIG_SCHEMA, value ?? {});
  if (wrong.length > 0 || !isObject(value)) return wrong;
  const exceptions = (value["exceptions"] ?? []) as readonly WrittenException[];
  return [
    ...invalidTrust(value["trust"] ?? {}, "/trust"),
    ...exceptions.flatMap((exception, index) => invalidException(exception, `/exceptions/${index}`)),
    ...invalidFollowUp(value["followUp"] ?? {}),
  ];
};

/** A checked value as a configuration. */
export const configOf = (value: unknown): Config => {
  const written = (value ?? {}) as Partial<Omit<Config, "exceptions" | "followUp">> & {
    readonly exceptions?: readonly WrittenException[];
    readonly followUp?: Partial<FollowUpPlan>;
  };
  return {
    trust: { ...OWNER_ONLY, ...written.trust },
    accounts: written.accounts ?? [],
    regions: written.regions ?? [],
    failOn: written.failOn ?? null,
    allow: written.allow ?? [],
    baseline: written.baseline ?? null,
    rules: written.rules ?? {},
    exceptions: (written.exceptions ?? []).map(exceptionOf),
    followUp: {
      ...DEFAULT_FOLLOW_UP,
      ...written.followUp,
      dueDays: { ...DEFAULT_FOLLOW_UP.dueDays, ...written.followUp?.dueDays },
    },
    outputs: written.outputs ?? [],
    plugins: written.plugins ?? [],
  };
};

const exceptionOf = ({
  rule,
  reason,
  approver,
  approvedAt,
  expires,
  ticket,
  ...match
}: WrittenException): Exception => ({ rule, match, reason, approver, approvedAt, expires, ticket });

/** What a schema cannot say of an exception. */
const invalidException = (exception: WrittenException, at: Pointer): readonly Invalid[] => {
  const { approvedAt, expires } = exception;
  const wrong: Invalid[] = [];
  for (const name of ["approvedAt", "expires"] as const) {
    if (!isDate(exception[name]))
      wrong.push({ at: `${at}/${name}` as Pointer, says: "is not a day of the calendar" });
  }
  if (expires < approvedAt) wrong.push({ at: `${at}/expires` as Pointer, says: "lies before approvedAt" });
  if (NARROWING.every((name) => exception[name] === undefined)) {
    wrong.push({ at, says: `names nothing to match: give one of ${NARROWING.join(", ")}` });
  }
  return wrong;
};

/** What a schema cannot say of owners and responses. */
const invalidFollowUp = ({ responses = [] }: Partial<FollowUpPlan>): readonly Invalid[] =>
  responses.flatMap((response, index) =>
    (["on", "due"] as const)
      .filter((name) => response[name] !== undefined && !isDate(response[name]))
      .map((name) => ({
        at: `/followUp/responses/${index}/${name}` as Pointer,
        says: "is not a day of the calendar",
      })),
  );

const NARROWING = ["resource", "account", "region", "tag", "fingerprint"] as const;

const isDate = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};
