import { PLAN_SCHEMA } from "../../config/schemas/plan.ts";
import { validate } from "../../config/validate.ts";
import { problem } from "../../model/problem.ts";
import { isSealed, type Plan } from "../../remedy/plan-file.ts";
import { isObject } from "../../text/is-object.ts";
import type { Io } from "../io.ts";
import { fileText } from "../judging.ts";
import { parsedJson } from "../../text/parsed-json.ts";

/** A plan from a file, as it was written. @throws a usage problem where it is none, of another version, or changed. */
export const readPlan = (path: string, io: Io): Plan => planIn(fileText(path, io), path);

/** A plan from its text. @throws a usage problem, as `readPlan` does. */
export const planIn = (text: string, path: string): Plan => {
  const wrong = (what: string, todo: string): Error => problem({ what, where: path, todo, kind: "usage" });
  const value = parsedJson(text);
  if (!isObject(value) || value["kind"] !== "plan")
    throw wrong("this is not a plan", "Give a file that `postern fix plan` wrote.");
  if (value["version"] !== 1)
    throw wrong(
      `plan version ${JSON.stringify(value["version"])} is not known`,
      "Plan again with this version of Postern.",
    );
  const [invalid] = validate(PLAN_SCHEMA, value);
  if (invalid !== undefined)
    throw wrong(`${invalid.at} ${invalid.says}`, "Plan again; `postern schema plan` describes the form.");
  const plan = value as Readonly<Record<string, unknown>> & Plan;
  if (!isSealed(plan))
    throw wrong("the plan was changed after it was written: its hash does not hold", "Plan again.");
  return plan;
};
