import { printedPlan } from "../terraform/plan-output.ts";
import { writerUses } from "../writers/writer-uses.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import { lineAndColumn } from "../written/text.ts";
import { isOfConcern } from "./concern.ts";
import { commandsInData } from "./commands-in-data.ts";
import type { InputFile, Reader, Tree } from "./reader.ts";
import { READERS } from "./readers.ts";
import { skipped } from "./skipped.ts";
import { heldElsewhere, heldPolicy, isExample, isWithin, looseStatements } from "./unattached.ts";
import { withUnread } from "./with-unread.ts";

/** Reads a file that is not Terraform's own by the first reader that takes it. */
export const readInputFile = async (
  file: InputFile,
  tree: Tree,
  readers: readonly Reader[] = READERS,
): Promise<Outcome> => {
  if (!file.named && !isOfConcern(file, file.kind))
    return skipped(`no mention of ${file.kind.words.service}`);
  if (file.path === "-" && TERRAFORM.test(file.text))
    return skipped("it looks like Terraform", "Terraform is read with its folder: give the file's path.");
  const reader = readers.find((one) => one.reads(file));
  const own =
    reader === undefined
      ? unread(file)
      : await reader.read(file, tree, (part) => readInputFile(part, tree, readers));
  if (reader?.isQuoted === true) return own;
  const outcome = both(own, commandsInData(file, tree));
  return withUnhandled(
    file,
    reader?.readsObjects === true && outcome.status !== "not-understood"
      ? withUnread(outcome, heldElsewhere(file, outcome))
      : outcome,
  );
};

/** What the file's own form says, and what the commands in it write. */
const both = (own: Outcome, commands: Outcome | null): Outcome => {
  if (commands === null || commands.status === "not-understood" || own.status === "not-understood")
    return own;
  if (own.status === "skipped" && own.handled === undefined) return commands;
  const handled = own.handled === undefined ? {} : { handled: [...own.handled, ...(commands.handled ?? [])] };
  if (commands.status === "skipped") return { ...own, ...handled };
  return own.status === "judged"
    ? { ...own, identities: [...own.identities, ...commands.identities], ...handled }
    : { ...commands, ...handled };
};

/** How a block of Terraform begins. */
const TERRAFORM = /^(?:resource|data|variable|locals|module|provider|terraform|output)\b[^\n]{0,300}\{/m;

const unread = (file: InputFile): Outcome => {
  const { kind } = file;
  const { words } = kind;
  const notData = file.notData();
  const printed = isExample(file.path) ? null : printedPlan(file, kind);
  if (printed !== null)
    return { status: "not-understood", ...printed, todo: "Give what `terraform show -json` prints of it." };
  if (notData === null) {
    const held = heldPolicy(file);
    return held === null
      ? { ...skipped("no policy, plan, state, template or writer of a policy"), handled: [] }
      : {
          status: "not-understood",
          reason: `it holds a policy about ${words.service} in a form that is not known`,
          line: lineAndColumn(file, held.span.from).line,
        };
  }
  const { format, line, says } = notData;
  return file.named || isAboutPolicies(file.text, kind)
    ? { status: "not-understood", reason: `it cannot be read as ${format}: ${says}`, line }
    : { ...skipped(`it cannot be read as ${format}, and writes no policy of ${words.a}`), handled: [] };
};

/** What a file says that holds a policy or a template; one that merely mentions the service (AWS_SES_REGION) says none of it. */
const isAboutPolicies = (text: string, { actions, cloudFormation, policyFiles }: CodeKind): boolean =>
  cloudFormation.inText.test(text) ||
  (policyFiles.inText.test(text) && /\bStatements?\b["']?\s{0,5}[:=]/i.test(text)) ||
  (actions.withinAnyCase.test(text) && /^["']?Resources["']?\s{0,5}:/m.test(text));

/** The outcome with every use of a writer that the reader did not deal with. */
const withUnhandled = (file: InputFile, outcome: Outcome): Outcome => {
  if (outcome.status === "not-understood" || outcome.handled === undefined) return outcome;
  const { handled, serves } = outcome;
  const left =
    serves === true
      ? []
      : writerUses(file.text, file.kind).filter((use) => !handled.some((span) => isWithin(use, span, file)));
  const parts = left.map((use): UnreadPart => ({
    line: lineAndColumn(file, use.from).line,
    reason: `it writes the policy of ${file.kind.words.a} (${use.name}) in a way that is not understood`,
  }));
  return withUnread(outcome, [...parts, ...looseStatements(file, outcome, handled)]);
};
