import type { Resource } from "../model/resource.ts";
import type { Fixable } from "../services/fix.ts";
import type { Changed } from "./changed.ts";
import { fateOf } from "./senders.ts";
import { sha256, type Choice, type Proof, type Step } from "./plan-file.ts";

interface Changes {
  readonly resource: Resource;
  readonly account: string | null;
  readonly region: string | null;
  readonly fixable: Fixable;
  readonly documents: readonly Changed[];
  readonly choices: readonly Choice[];
  readonly proof: Proof;
}

/** One step for each policy that is changed. */
export const stepsOf = (changes: Changes): readonly Step[] =>
  changes.documents.map((document) => {
    const { name, before, text } = document;
    const own = changes.choices.filter((choice) => choice.document === name);
    const { resource, region, fixable } = changes;
    const beforeSha256 = sha256(before);
    const command = (file: string | null): string | null =>
      region === null ? null : fixable.command(region, resource.name, name, file);
    return {
      document: name,
      before,
      beforeSha256,
      after: text,
      afterSha256: text === null ? null : sha256(text),
      edits: text === null ? [] : own.flatMap(({ edits }) => edits),
      Action:
        text === null
          ? `Delete policy "${name}" of ${resource.name}.`
          : `Put policy "${name}" of ${resource.name} with its new text.`,
      Phase: "REMEDIATE",
      Inverse: `Put policy "${name}" of ${resource.name} with the text that it had (sha256 ${beforeSha256}).`,
      VerifyAfter: `Read the policies back; ${mended(changes.proof)} pass on them. Send a test message from each sender that has to keep working.`,
      Prerequisites: prerequisites(changes, name, beforeSha256),
      AffectedScope: [resource.id, ...affected(changes.proof)],
      RiskAssessment: [
        ...new Set([...own.flatMap(({ stops }) => stops.map((one) => `Stops: ${one}`)), ...doubts(own)]),
      ],
      code: null,
      command: command(text === null ? null : fileOf(resource, name, "after")),
      inverseCommand: command(fileOf(resource, name, "before")),
    };
  });

const mended = ({ rules }: Proof): string =>
  rules
    .filter(({ before }) => before === "FAILURE")
    .map(({ ruleId }) => ruleId)
    .join(", ");

/** A file's name for one text of a policy: no character of it has a meaning to a shell or a file system. */
const fileOf = ({ name }: Pick<Resource, "name">, policy: string, which: "before" | "after"): string =>
  `${[name, policy].map((part) => part.replaceAll(/[^\w.@-]/g, "_").slice(0, 80)).join("-")}.${which}.json`;

const prerequisites = (
  { region, fixable }: Changes,
  name: string,
  beforeSha256: string,
): readonly string[] =>
  region === null
    ? ["The change is made in the source code that states the policy, and applied from there."]
    : [
        `Policy "${name}" still has the text that was planned against (sha256 ${beforeSha256}).`,
        `The writer may call ${fixable.writes.join(" and ")} on this identity.`,
      ];

const affected = ({ senders }: Proof): readonly string[] =>
  senders.map((sender) => `${sender.kind} ${sender.name} ${fateOf(sender)}.`);

/** AWS's own pages contradict each other on this; see the rule's page. */
const doubts = (choices: readonly Choice[]): readonly string[] =>
  choices.some(({ means }) => means === "condition" || means === "source")
    ? [
        "One page of the SES guide names few global condition keys as implemented; should SES not know the key that is asked for, the statement lets nobody in.",
      ]
    : [];
