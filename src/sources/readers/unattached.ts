import { concernsKind } from "../policy-files/policy-file.ts";
import { objectsIn, textsIn } from "../writers/objects-in.ts";
import { encodedStatements, looseReason } from "../writers/encoded.ts";
import { judgedOffsets } from "../writers/judged-offsets.ts";
import { statementsIn } from "../writers/statements.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import { lineAndColumn, type Span } from "../written/text.ts";
import { looksLikePolicy } from "./concern.ts";
import type { InputFile } from "./reader.ts";

/** A policy with principals about the service in a file of data that no reader takes: a manifest of another tool, a map of settings. */
export const heldPolicy = (file: InputFile): Node | null => {
  if (!/principal/i.test(file.text)) return null;
  for (const node of objectsIn(file.documents())) {
    if (concernsKind(node, file.kind)) return node;
    for (const { value } of node.members) {
      const read =
        value.kind === "string" && looksLikePolicy(value.text.text, file.kind) ? readJson(value.text) : null;
      if (read !== null && "node" in read && concernsKind(read.node, file.kind)) return value;
    }
  }
  return null;
};

/** Policies with principals about the service in objects of which the file's reader took none. */
export const heldElsewhere = (
  file: InputFile,
  outcome: Exclude<Outcome, { readonly status: "not-understood" }>,
): readonly UnreadPart[] => {
  if (outcome.status === "judged" && outcome.identities.some(isUnknown)) return [];
  const judged = outcome.status === "judged" ? judgedOffsets(file, outcome.identities) : [];
  return [...objectsIn(file.documents())]
    .filter((node) => concernsKind(node, file.kind))
    .filter(
      ({ span }) =>
        !judged.some((at) => span.from <= at && at < span.to) &&
        outcome.handled?.some((handled) => isWithin(span, handled, file)) !== true,
    )
    .map(({ span }) => ({
      line: lineAndColumn(file, span.from).line,
      reason: `it holds a policy about ${file.kind.words.service}, and it is not understood which ${file.kind.words.short} has it`,
    }));
};

/** Documents for people, tests, benchmarks, and declarations of types: a policy in them is an example. */
const DOCUMENTS = /\.(?:md|markdown|mdx|rst|adoc|asciidoc|html?|svg|po|snap|d\.[cm]?ts|pyi)$/;
const EXAMPLES =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures|testdata|__mocks__|mocks|e2e|examples?|samples?|bench(?:marks?)?)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*$|_test\.\w+$|Tests?\.\w+$/;

/** Prose for people, and what programs write down of their work. */
const PROSE = /\.(?:txt|log)$/;

export const isExample = (path: string): boolean => DOCUMENTS.test(path) || EXAMPLES.test(path);

/** Statements about the service with a principal that stand in code and belong to no policy that was judged. */
export const looseStatements = (
  file: InputFile,
  outcome: Outcome,
  handled: readonly Span[],
): readonly UnreadPart[] => {
  if (isExample(file.path) || PROSE.test(file.path)) return [];
  // A policy that is not known at all is reviewed, and whoever reviews it looks at the file.
  if (outcome.status === "judged" && outcome.identities.some(isUnknown)) return [];
  const { words } = file.kind;
  const judged = outcome.status === "judged" ? judgedOffsets(file, outcome.identities) : [];
  // The reader of a form of data says what the members of its objects are for; not so a program or a policy in a text.
  const texts = [...textsIn(file.documents())];
  const plain = statementsIn(file.text, file.kind)
    .filter(
      ({ from, to }) =>
        file.documents().length === 0 || texts.some(({ span }) => isWithin({ from, to }, span, file)),
    )
    .map((range) => ({ ...range, encoding: null }));
  return [...plain, ...encodedStatements(file.text, file.kind)]
    .filter(
      ({ from, to }) =>
        !judged.some((at) => from <= at && at < to) &&
        !handled.some((span) => isWithin({ from, to }, span, file)),
    )
    .map(({ from, encoding }) => ({
      line: lineAndColumn(file, from).line,
      reason: looseReason(words, encoding),
    }));
};

const isUnknown = ({ policies }: WrittenIdentity): boolean =>
  policies.some(({ unresolved = [] }) => unresolved.some(({ at }) => at === ""));

/** Policies about the service among the settings of plugins, which put them into the template by rules of their own. */
export const policiesForPlugins = (
  file: InputFile,
  outcome: Exclude<Outcome, { readonly status: "not-understood" }>,
): readonly UnreadPart[] => {
  const judged = outcome.status === "judged" ? judgedOffsets(file, outcome.identities) : [];
  const settings = file.documents().map((document) => member(document, "custom") ?? null);
  return [...objectsIn(settings.filter((node) => node !== null))]
    .filter((node) => member(node, "Statement") !== undefined && concernsKind(node, file.kind))
    .filter(({ span }) => !judged.some((at) => span.from <= at && at < span.to))
    .map(({ span }) => ({
      line: lineAndColumn(file, span.from).line,
      reason: `it gives a policy about ${file.kind.words.service} to a plugin`,
    }));
};

export const isWithin = (use: Pick<Span, "from" | "to">, span: Span, file: InputFile): boolean =>
  span.file.path === file.path && span.from <= use.from && use.to <= span.to;
