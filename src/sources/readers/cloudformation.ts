import { readTemplate, templateIn } from "../cloudformation/template.ts";
import { templatesOf } from "./templates-of.ts";
import type { Outcome } from "../written/outcome.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const cloudFormation: Reader = {
  name: "CloudFormation",
  reads: (file) => file.documents().some((node) => templateIn(node) !== null),
  read: (file, tree) => {
    const [template] = file
      .documents()
      .map(templateIn)
      .filter((node) => node !== null);
    return template === undefined
      ? skipped("no CloudFormation template")
      : withHandled(readTemplate(file, template, templatesOf(tree)));
  },
};

/**
 * A function's code in a template serves the template's own custom resources; where none of these gives a policy, what its code,
 * or a template in it, writes is not understood.
 */
const withHandled = (outcome: Outcome): Outcome =>
  outcome.status === "not-understood" ||
  (outcome.status === "judged" && outcome.identities.some(({ policies }) => policies.length > 0))
    ? outcome
    : { ...outcome, handled: [] };
