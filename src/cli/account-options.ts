import { InvalidArgumentError, type Command } from "commander";
import { problem } from "../model/problem.ts";
import type { AccountOptions } from "../population.ts";
import { isObject } from "../text/is-object.ts";
import { collect, collectAccounts } from "./arguments.ts";
import type { Io } from "./io.ts";
import { fileText } from "./judging.ts";

export interface AccountFlags {
  readonly account?: readonly string[];
  readonly accountsFile?: string;
  readonly org?: boolean;
  readonly ou?: readonly string[];
  readonly excludeAccount?: readonly string[];
}

/** The options that say which accounts are read. */
export const addAccountOptions = (command: Command): Command =>
  command
    .option("--account <id>", "account to read through --role-arn, repeatable", collectAccounts)
    .option(
      "--accounts-file <file>",
      "accounts to read: an id a line, or what `aws organizations list-accounts` prints",
    )
    .option("--org", "read every active account of the caller's organisation through --role-arn")
    .option("--ou <id>", "of the organisation, only this unit and what is below it, repeatable", collectUnits)
    .option("--exclude-account <id>", "account to leave out, repeatable", collectAccounts);

const collectUnits = (value: string, before: readonly string[] = []): readonly string[] => {
  if (!/^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/.test(value))
    throw new InvalidArgumentError("A unit's id begins with ou-, and a root's with r-.");
  return collect(value, before);
};

/** What the flags say, else the configuration. @throws a usage problem where they contradict each other, or the file is none. */
export const accountsOfFlags = (
  flags: AccountFlags,
  configured: readonly string[],
  io: Io,
): AccountOptions => {
  const { account, accountsFile, org, ou, excludeAccount } = flags;
  const isOrganization = org === true || ou !== undefined;
  if (isOrganization && (account !== undefined || accountsFile !== undefined))
    throw problem({
      what: "--org reads every account, and --account or --accounts-file names some",
      todo: "Give one of them; --exclude-account leaves accounts of the organisation out.",
      kind: "usage",
    });
  const named = [...(account ?? []), ...(accountsFile === undefined ? [] : accountsIn(accountsFile, io))];
  return {
    accounts: isOrganization ? [] : named.length > 0 ? named : configured,
    ...(isOrganization ? { organization: { units: ou ?? [] } } : {}),
    ...(excludeAccount === undefined ? {} : { excludedAccounts: excludeAccount }),
  };
};

const accountsIn = (path: string, io: Io): readonly string[] => {
  const text = fileText(path, io);
  const accounts = /^\s*[[{]/.test(text) ? ofJson(text, path) : ofLines(text, path);
  if (accounts.length > 0) return accounts;
  throw problem({ what: "the file names no account", where: path, todo: FORM, kind: "usage" });
};

const FORM = "Write an account's 12 digits on each line; what follows a blank or # is for people.";

const ofLines = (text: string, path: string): readonly string[] =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const [first = ""] = line.trim().split(/[\s,;#]/);
    if (/^\d{12}$/.test(first)) return [first];
    if (first === "") return [];
    throw problem({
      what: "the line begins with no account id",
      where: `${path}:${index + 1}`,
      todo: FORM,
      kind: "usage",
    });
  });

/** The answer of ListAccounts, of which active accounts count, or a list of ids. */
const ofJson = (text: string, path: string): readonly string[] => {
  const value = parsed(text, path);
  const list: unknown = isObject(value) ? value["Accounts"] : value;
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries.flatMap((entry: unknown) => {
    const id: unknown = isObject(entry) ? entry["Id"] : entry;
    if (typeof id !== "string" || !/^\d{12}$/.test(id))
      throw problem({ what: "an entry has no account id", where: path, todo: FORM, kind: "usage" });
    const state = isObject(entry) ? (entry["State"] ?? entry["Status"] ?? "ACTIVE") : "ACTIVE";
    return state === "ACTIVE" ? [id] : [];
  });
};

const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw problem({ what: "the file is not JSON", where: path, todo: FORM, kind: "usage" });
  }
};
