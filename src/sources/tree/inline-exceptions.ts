import { join } from "node:path";
import type { Exception } from "../../model/exception.ts";
import { problem } from "../../model/problem.ts";
import { listFiles } from "./list-files.ts";
import { readSourceFile } from "./read-file.ts";
import { argumentOf, type Argument } from "./repository.ts";

const MARK = "postern:ignore";

/** The sign that begins a comment, the mark, a rule, and members. */
const COMMENT = /(?:#|\/\/|\/\*|<!--|--)[ \t]{0,20}postern:ignore\b(.{0,2000})/;
const RULE = /^[ \t]{1,20}([A-Z][A-Z0-9]{1,11}-\d{3})(?=[ \t]|$)/;
const MEMBER = /^[ \t]{1,20}(\w{1,20})=(?:"([^"]{0,1000})"|([^\s"]{1,200}))/;
const NAMES = ["until", "reason", "by", "on", "ticket"] as const;
type Name = (typeof NAMES)[number];

const isName = (name: string): name is Name => NAMES.some((one) => one === name);

/**
 * The risks that comments in code accept, each for what is found on its own line or on the one below:
 *
 *     # postern:ignore SES-003 until=2027-03-01 reason="the newsletter moves" by="J. Ode" ticket=SEC-12
 *
 * @throws a usage problem that names the comment which says too little, or what is not known.
 */
export const inlineExceptions = (paths: readonly string[], cwd: string): readonly Exception[] =>
  paths
    .map((path) => argumentOf(path, cwd))
    .filter((argument) => argument !== null)
    .flatMap(filesOf)
    .flatMap(({ absolute, path }) => {
      const file = readSourceFile(absolute, path);
      return "unreadable" in file || !file.text.includes(MARK) ? [] : inText(file.text, path);
    });

const filesOf = ({ absolute, isDirectory, tree }: Argument): readonly FileAt[] =>
  isDirectory
    ? listFiles(absolute)
        .filter(({ kind }) => kind === "file")
        .map(({ path }) => ({
          absolute: join(absolute, path),
          path: tree === "." ? path : `${tree}/${path}`,
        }))
    : [{ absolute, path: tree }];

interface FileAt {
  readonly absolute: string;
  readonly path: string;
}

const inText = (text: string, file: string): readonly Exception[] =>
  text.split("\n").flatMap((line, index) => {
    const said = line.includes(MARK) ? COMMENT.exec(line)?.[1] : undefined;
    return said === undefined ? [] : [exceptionIn(said, { file, line: index + 1 })];
  });

const exceptionIn = (said: string, place: { readonly file: string; readonly line: number }): Exception => {
  const where = `${place.file}:${place.line}`;
  const wrong = (what: string): Error =>
    problem({
      what: `the comment ${MARK} ${what}`,
      where,
      todo: `Write: ${MARK} SES-003 until=2027-03-01 reason="…"; by, on and ticket may follow.`,
      kind: "usage",
    });
  const rule = RULE.exec(said)?.[1];
  if (rule === undefined) throw wrong("names no rule");
  const members = new Map<Name, string>();
  let rest = said.slice(said.indexOf(rule) + rule.length);
  for (let found = MEMBER.exec(rest); found !== null; found = MEMBER.exec(rest)) {
    const [whole, name = "", quoted, bare = ""] = found;
    if (!isName(name)) throw wrong(`says ${name}, which is not known`);
    if (members.has(name)) throw wrong(`says ${name} twice`);
    members.set(name, quoted ?? bare);
    rest = rest.slice(whole.length);
  }
  if (!/^\s*(?:\*\/|-->)?\s*$/.test(rest))
    throw wrong(`cannot be read from ${JSON.stringify(rest.trim().slice(0, 40))}`);
  const reason = (members.get("reason") ?? "").trim();
  const expires = members.get("until") ?? "";
  const approvedAt = members.get("on");
  if (reason === "") throw wrong("has no reason");
  if (!isDay(expires)) throw wrong("has no day until=YYYY-MM-DD");
  if (approvedAt !== undefined && !isDay(approvedAt)) throw wrong("has no day on=YYYY-MM-DD");
  return {
    rule,
    match: { place },
    reason,
    approver: members.get("by") ?? `whoever wrote ${where}`,
    approvedAt: approvedAt ?? "an unknown day",
    expires,
    ticket: members.get("ticket") ?? where,
  };
};

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
