import { concernsSes } from "../policy-files/policy-file.ts";
import { groupBy } from "../../text/order.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { sesStatements } from "../../services/ses/in-code/statements.ts";
import { writerUses, type WriterUse } from "../../services/ses/in-code/writer-names.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import { lineAndColumn, offsetOf, type Span } from "../written/text.ts";
import { isOfConcern, looksLikePolicy } from "./concern.ts";
import { commandsInData } from "./commands-in-data.ts";
import type { InputFile, Reader, Tree } from "./reader.ts";
import { READERS } from "./readers.ts";
import { ADVICE, skipped } from "./skipped.ts";

/** Reads a file that is not Terraform's own by the first reader that takes it. */
export const readInputFile = async (
  file: InputFile,
  tree: Tree,
  readers: readonly Reader[] = READERS,
): Promise<Outcome> => {
  if (!file.named && !isOfConcern(file)) return skipped("no mention of SES");
  if (file.path === "-" && TERRAFORM.test(file.text))
    return skipped("it looks like Terraform", "Terraform is read with its folder: give the file's path.");
  const reader = readers.find((one) => one.reads(file));
  const own =
    reader === undefined
      ? unread(file)
      : await reader.read(file, tree, (part) => readInputFile(part, tree, readers));
  return withUnhandled(file, both(own, commandsInData(file, tree)));
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
  const notData = file.notData();
  if (notData === null) {
    const held = heldPolicy(file);
    return held === null
      ? { ...skipped("no policy, plan, state, template or writer of a policy"), handled: [] }
      : {
          status: "not-understood",
          reason: "it holds a policy about SES in a form that is not known",
          line: lineAndColumn(file, held.span.from).line,
          todo: ADVICE,
        };
  }
  const { format, line, says } = notData;
  return file.named || isAboutPolicies(file.text)
    ? { status: "not-understood", reason: `it cannot be read as ${format}: ${says}`, line, todo: ADVICE }
    : { ...skipped(`it cannot be read as ${format}, and writes no policy of an SES identity`), handled: [] };
};

/** A policy with principals for SES in a file of data that no reader takes: a manifest of another tool, a map of settings. */
const heldPolicy = (file: InputFile): Node | null => {
  if (!/Principal/.test(file.text)) return null;
  for (const node of objectsIn(file.documents())) {
    if (member(node, "Statement") !== undefined && concernsSes(node)) return node;
    for (const { value } of node.members) {
      const read = value.kind === "string" && looksLikePolicy(value.text.text) ? readJson(value.text) : null;
      if (read !== null && "node" in read && concernsSes(read.node)) return value;
    }
  }
  return null;
};

/** What a file says that holds a policy or a template; one that merely mentions SES (AWS_SES_REGION) says none of it. */
const isAboutPolicies = (text: string): boolean =>
  /AWS::SES::|Custom::\w{0,60}IdentityPolicy/.test(text) ||
  (/\bses:[A-Za-z*]|:identity\//.test(text) && /\bStatements?\b["']?\s{0,5}[:=]/i.test(text)) ||
  (/\bses:/i.test(text) && /^["']?Resources["']?\s{0,5}:/m.test(text));

/** The outcome with every use of a writer that the reader did not deal with. */
const withUnhandled = (file: InputFile, outcome: Outcome): Outcome => {
  if (outcome.status === "not-understood" || outcome.handled === undefined) return outcome;
  const { handled } = outcome;
  const left = writerUses(file.text).filter((use) => !handled.some((span) => isWithin(use, span, file)));
  const parts = left.map((use): UnreadPart => ({
    line: lineAndColumn(file, use.from).line,
    reason: `it writes the policy of an SES identity (${use.name}) in a way that is not understood`,
  }));
  return withUnread(outcome, [...parts, ...looseStatements(file, outcome, handled)]);
};

const withUnread = (
  outcome: Exclude<Outcome, { readonly status: "not-understood" }>,
  parts: readonly UnreadPart[],
): Outcome => {
  const unread = groupBy(
    outcome.status === "judged" ? [...(outcome.unread ?? []), ...parts] : parts,
    ({ line }) => line,
  );
  const [first, ...rest] = [...unread.values()].flatMap(([one]) => one ?? []);
  if (first === undefined) return outcome;
  if (outcome.status === "judged") return { ...outcome, unread: [first, ...rest] };
  return { status: "not-understood", ...first, todo: ADVICE };
};

/** Documents for people, and tests: a policy in them is an example. */
const EXAMPLES =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|html?|svg|csv|tsv|log|po|snap)$|(?:^|\/)(?:tests?|__tests__|specs?|fixtures|testdata)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*$|_test\.\w+$|Tests?\.\w+$/;

/** Statements about SES with a principal that stand in code and belong to no policy that was judged. */
const looseStatements = (
  file: InputFile,
  outcome: Outcome,
  handled: readonly Span[],
): readonly UnreadPart[] => {
  // The reader of a form of data says what a policy in it is for.
  if (EXAMPLES.test(file.path) || file.documents().length > 0) return [];
  // A policy that is not known at all is reviewed, and whoever reviews it looks at the file.
  if (outcome.status === "judged" && outcome.identities.some(isUnknown)) return [];
  const judged = outcome.status === "judged" ? judgedOffsets(file, outcome.identities) : [];
  return sesStatements(file.text)
    .filter(
      ({ from, to }) =>
        !judged.some((at) => from <= at && at < to) &&
        !handled.some((span) => isWithin({ from, to }, span, file)),
    )
    .map(({ from }) => ({
      line: lineAndColumn(file, from).line,
      reason:
        "it holds a statement about SES with a principal, and it is not understood which identity has it",
    }));
};

const isUnknown = ({ policies }: WrittenIdentity): boolean =>
  policies.some(({ unresolved = [] }) => unresolved.some(({ at }) => at === ""));

/** Where the elements of the policies that were judged stand in a file. */
const judgedOffsets = (file: InputFile, identities: readonly WrittenIdentity[]): readonly number[] =>
  identities
    .flatMap(({ policies }) => policies)
    .flatMap(({ places = {} }) => Object.entries(places))
    .filter(([pointer, place]) => pointer !== "" && place.file === file.path)
    .map(([, { startLine, startColumn }]) => offsetOf(file, startLine, startColumn));

const isWithin = (use: Pick<WriterUse, "from" | "to">, span: Span, file: InputFile): boolean =>
  span.file.path === file.path && span.from <= use.from && use.to <= span.to;
