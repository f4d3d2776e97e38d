import type { Command, HereDoc, Pipeline, Redirect, SyntaxNode } from "unbash";
import { posix } from "node:path";
import { concat, holesOf, slice, type Text } from "../written/text.ts";
import { nodesOf } from "./assignments.ts";
import { partsText, wordText, type Expansion } from "./word.ts";

/** A text with its holes' expressions in place, so that `$TMP/p.json` is the same file wherever it is named. */
export const keyOf = ({ text, pieces }: Text): string =>
  pieces.map(({ at, length, hole }) => hole ?? text.slice(at, at + length)).join("");

/** The same for `./p.json` and `p.json`. */
const pathOf = (path: Text): string => posix.normalize(keyOf(path));

/** What a script writes into files before it names them; null where that is not known, or not one thing. */
export const filesWritten = (root: SyntaxNode, expansion: Expansion): ReadonlyMap<string, Text | null> => {
  const found = new Map<string, Text | null>();
  const write = (key: string, text: Text | null): void => {
    found.set(key, found.has(key) ? null : text);
  };
  for (const node of nodesOf(root)) {
    if (node.type === "Pipeline") {
      const target = teeTarget(node.commands.at(-1), expansion);
      if (target !== null) write(target, pipedText(node, expansion));
    }
    if (node.type !== "Command") continue;
    // `sed -i … p.json`, `jq … | sponge p.json`, `cp x p.json`: what is in the file then is not known.
    if (!READING.test(node.name?.value ?? ""))
      for (const argument of node.args)
        if (argument.type === "Word" && isPath(argument.value))
          found.set(pathOf(wordText(argument, expansion)), null);
    for (const redirect of node.redirects.filter(isWriting))
      if (redirect.target !== undefined)
        write(
          pathOf(wordText(redirect.target, expansion)),
          redirect.operator === ">>" ? null : printedText(node, expansion),
        );
    const target = teeTarget(node, expansion);
    const heredoc = heredocOf(node);
    if (target !== null && heredoc !== undefined) write(target, heredocText(heredoc, expansion));
  }
  return found;
};

/** Commands that leave the files as they are that they are given. */
const READING =
  /^(?:cat|jq|yq|test|\[|\[\[|echo|printf|ls|head|tail|less|grep|egrep|diff|cmp|wc|stat|file|chmod|chown|git|rm|mkdir|source|\.|exit|return|cd|pushd|sha256sum|shasum|md5sum|base64|realpath|dirname|basename|readlink|tee|sudo|export|local|readonly|declare|trap)$/;

const isPath = (word: string): boolean =>
  !word.startsWith("-") && /\.\w+["']?$/.test(word) && !/[\s{}=]/.test(word);

const isWriting = (redirection: Command["redirects"][number]): redirection is Redirect =>
  redirection.type === "Redirect" && /^(?:>|>>|>\||&>)$/.test(redirection.operator);

const teeTarget = (node: SyntaxNode | undefined, expansion: Expansion): string | null => {
  if (node?.type !== "Command" || !/^(?:sudo|tee)$/.test(node.name?.value ?? "")) return null;
  const words = node.args.filter(
    (argument) => argument.type === "Word" && !/^(?:-|tee$)/.test(argument.value),
  );
  const [target] = words;
  return target?.type === "Word" ? pathOf(wordText(target, expansion)) : null;
};

const heredocOf = ({ redirects }: Command): HereDoc | undefined =>
  redirects.find((redirection) => redirection.type === "HereDoc");

export const heredocText = ({ body }: HereDoc, expansion: Expansion): Text =>
  body.parts === undefined ? slice(expansion.script, body.pos, body.end) : partsText(body.parts, expansion);

/** What a command prints, as far as its words say so; null for any other. */
export const printedText = (command: Command, expansion: Expansion): Text | null => {
  const heredoc = heredocOf(command);
  const words = command.args.map((argument) => (argument.type === "Word" ? argument : null));
  if (words.includes(null)) return null;
  const given = words.filter((word) => word !== null).filter(({ value }) => !/^-[neE]+$/.test(value));
  switch (command.name?.value ?? "") {
    case "cat":
      return heredoc !== undefined && given.length === 0 ? heredocText(heredoc, expansion) : null;
    case "echo":
      return concat(
        given.flatMap((word, index) => [
          ...(index === 0 ? [] : [slice(expansion.script, word.pos - 1, word.pos)]),
          wordText(word, expansion),
        ]),
      );
    case "printf": {
      const [format, value] = given;
      if (format === undefined) return null;
      if (value === undefined) return wordText(format, expansion);
      return /^%s(?:\\n)?$/.test(format.value) && given.length === 2 ? wordText(value, expansion) : null;
    }
    default:
      return null;
  }
};

/** What the commands of a pipeline print that change no more than white space, or fill placeholders in. */
export const pipedText = ({ commands }: Pipeline, expansion: Expansion): Text | null => {
  const [first, ...rest] = commands;
  if (first?.type !== "Command") return null;
  const keeps = rest.every((one) => one.type === "Command" && KEEPING.test(spanText(one, expansion)));
  return keeps ? printedText(first, expansion) : null;
};

const KEEPING = /^(?:jq (?:-[cMS]+ )*['"]?\.['"]?$|tr -d |envsubst\b|(?:sudo )?tee |cat$)/;

const spanText = ({ pos, end }: Command, { script }: Expansion): string => script.text.slice(pos, end).trim();

/** Looks a named file up: in what the script wrote, then in the tree, from the script's own folder and from the root. */
export const openFile = (
  path: Text,
  written: ReadonlyMap<string, Text | null>,
  { read, folder }: { readonly read: (path: string) => Text | null; readonly folder: string },
): Text | null => {
  const own = written.get(pathOf(path));
  if (own !== undefined) return own;
  const [unknownPart] = holesOf(path);
  // A path of Terraform's from the repository's root.
  if (unknownPart === undefined && path.text.startsWith("//")) return read(path.text);
  // `$(dirname "$0")/policy.json`, `$HERE/policy.json`: the folder of the script, most often.
  const relative =
    unknownPart === undefined
      ? path.text
      : unknownPart.at === 0 && holesOf(path).length === 1 && path.text[unknownPart.length] === "/"
        ? path.text.slice(unknownPart.length + 1)
        : null;
  if (relative === null || posix.isAbsolute(relative)) return null;
  const places = [...new Set([posix.join(folder, relative), posix.normalize(relative)])];
  const files = places
    .filter((place) => !place.startsWith(".."))
    .map(read)
    .filter((file) => file !== null);
  const [file] = files;
  // Two files of that name, and nothing says from where the script runs.
  return file === undefined || files.some(({ text }) => text !== file.text) ? null : file;
};
