import type { CommandOption } from "../../model/kind-in-code.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import { canBeOneOf } from "../written/partly-known.ts";
import { hasHoles, slice, spanOf, type Span, type Text } from "../written/text.ts";
import { knownText, textValue, unknown, type Value } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { keyOf } from "./parameter-files.ts";

/** The text of the file that `file://` names; null where there is none. */
type ReadParameterFile = (path: Text) => Text | null;

/** Where a command stands and what it may read. */
export interface CommandContext {
  readonly kind: CodeKind;
  readonly span: Span;
  /** What decides whether it runs at all; null where that is certain. */
  readonly open: Value | null;
  readonly readFile: ReadParameterFile;
  /** What the environment says of region and caller, where the command's own options do not. */
  readonly surroundings: Surroundings;
}

/** Region and profile of a command, as variables of its environment give them; null where they do not. */
export interface Surroundings {
  readonly region: Value | null;
  readonly profile: Text | null;
  /** Tells a variable apart that is assigned more than once: how much of the script ran before. */
  readonly moment: string;
}

export const NO_SURROUNDINGS: Surroundings = { region: null, profile: null, moment: "" };

/** The policy that a command writes, given its words; null for a command that writes none. */
export const policyOfCommand = (words: readonly Text[], context: CommandContext): WrittenPolicy | null => {
  const { commands } = context.kind;
  const at = operationIn(words, context.kind);
  const operation = words[at];
  if (operation === undefined || words.slice(at + 1).some(({ text }) => HELP.test(text))) return null;
  const options = optionsOf(words);
  const input = options.get("cli-input-json") ?? options.get("cli-input-yaml");
  const parameters = input === undefined ? undefined : jsonOf(contents(input, context));
  const given = ({ option, members }: CommandOption): Value | null => {
    const word = options.get(option);
    if (word !== undefined) return valueOf(word, context);
    const node = members.map((name) => member(parameters, name)).find((one) => one !== undefined);
    return node === undefined ? null : nodeValue(node);
  };
  const region = given({ option: "region", members: [] }) ?? context.surroundings.region;
  return {
    identity: commands.resource.map(given).find((value) => value !== null) ?? null,
    name: given(commands.name),
    policy: given(commands.policy),
    region,
    caller: callerOf(options, region, context.surroundings),
    label: keyOf(operation),
    span: context.span,
    open: context.open,
  };
};

/**
 * The index of the word that is the operation of a command that writes a policy; -1 where there is none. An operation that is
 * not known, or only in part, counts where it can be one by what is known, or by the options beside it.
 */
export const operationIn = (words: readonly Text[], { commands }: CodeKind): number => {
  const named = words.length === 1 ? -1 : words.findIndex((word) => commands.operation.test(word.text));
  if (named >= 0) return named;
  const service = words.findIndex(({ text }) => commands.service.test(text));
  const after = words.slice(service + 1);
  const place = after.findIndex(
    ({ text }, index) => !text.startsWith("-") && !TAKES_VALUE.test(after[index - 1]?.text ?? ""),
  );
  const operation = after[place];
  if (service < 0 || operation === undefined) return -1;
  const options = optionsOf(words);
  const isOwn = commands.own.every((names) => names.some((name) => options.has(name)));
  const isOpen = hasHoles(operation) && canBeOneOf(operation, commands.operations);
  const isTold =
    operation.text !== "1" ||
    options.has("policy") ||
    options.has("cli-input-json") ||
    options.has("cli-input-yaml");
  return isOwn || (isOpen && isTold) ? service + 1 + place : -1;
};

/** Global options of the aws command line with a value, which may stand before the operation. */
const TAKES_VALUE = /^--(?:region|profile|endpoint-url|output|query|color|ca-bundle|cli-\w+-timeout)$/;

/** The profile or the endpoint of a command, and where its region is a variable that changes, when it is called. */
const callerOf = (
  options: ReadonlyMap<string, Text>,
  region: Value | null,
  { profile, moment }: Surroundings,
): string | null => {
  const told = [
    ["profile", options.get("profile") ?? profile],
    ["endpoint", options.get("endpoint-url")],
  ] as const;
  const given = told.flatMap(([name, text]) =>
    text === null || text === undefined ? [] : [`${name} ${keyOf(text)}`],
  );
  const when = region !== null && knownText(region) === null ? [moment] : [];
  return given.length + when.length === 0 ? null : [...given, ...when].join(" ");
};

const HELP = /^(?:help|--help|-h|--generate-cli-skeleton(?:=.*)?)$/;

/** Options and their values: `--name value` and `--name=value`. */
const optionsOf = (words: readonly Text[]): ReadonlyMap<string, Text> => {
  const found = new Map<string, Text>();
  for (const [index, word] of words.entries()) {
    const name = /^--([a-z][a-z0-9-]*)(=?)/.exec(word.text);
    if (name === null) continue;
    const value = name[2] === "=" ? slice(word, name[0].length, word.text.length) : words[index + 1];
    if (value !== undefined) found.set(name[1] ?? "", value);
  }
  return found;
};

/** A word's own text, or that of the file that it names; null where there is no such file. */
const contents = (word: Text, { readFile }: CommandContext): Text | null => {
  const scheme = /^fileb?:\/\//.exec(word.text);
  return scheme === null ? word : readFile(slice(word, scheme[0].length, word.text.length));
};

const valueOf = (word: Text, context: CommandContext): Value => {
  const span = spanOf(word, 0, word.text.length) ?? context.span;
  const text = contents(word, context);
  return text === null ? unknown(word.text, span) : textValue(text, span);
};

const jsonOf = (text: Text | null): Node | undefined => {
  const read = text === null ? null : readJson(text);
  return read !== null && "node" in read ? read.node : undefined;
};
