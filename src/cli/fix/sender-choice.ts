import { readAtMost, whyUnread } from "../../files/read-at-most.ts";
import { resolve } from "node:path";
import type { FixOptions } from "../../fix.ts";
import { problem } from "../../model/problem.ts";
import type { Targets } from "../../model/remedy.ts";
import type { Trust } from "../../model/trust.ts";
import { joinedSenders, readSenders, type Senders } from "../../remedy/sender-file.ts";
import { visibleLine } from "../../text/visible.ts";
import type { Io } from "../io.ts";
import type { PlanFlags } from "./plan-flags.ts";

/**
 * Who keeps access: those whom the flags name and those who are known to send; the trusted ones where neither says
 * anybody. @throws a problem (usage) where a file of senders names nobody.
 */
export const senderChoice = (
  flags: PlanFlags,
  trust: Trust,
  io: Io,
): Required<Pick<FixOptions, "targetsOf" | "keepFor">> => {
  const senders = joinedSenders((flags.senders ?? []).map((file) => readSenders(bytesOf(file, io), file)));
  if (senders.unclear > 0)
    io.stderr.write(`postern: ${senders.unclear} sending events name no identity or no sender\n`);
  const lockedOut = new Set(flags.lockOut ?? []);
  const named = (id: string): readonly string[] =>
    namesFor(senders, id).filter((name) => !lockedOut.has(name));
  return {
    targetsOf: ({ id }) => {
      const known = named(id);
      if (flags.senders !== undefined && known.length === 0)
        io.stderr.write(`${visibleLine(`postern: no event tells of a sender of ${id}`)}\n`);
      return chosen(flags, known, trust);
    },
    keepFor: ({ id }) => named(id).filter(isService),
  };
};

const namesFor = ({ byIdentity, everywhere }: Senders, id: string): readonly string[] =>
  [...new Set([...everywhere, ...(byIdentity.get(id) ?? [])])].sort();

const isService = (name: string): boolean => !name.startsWith("arn:") && name.includes(".");

const chosen = (flags: PlanFlags, known: readonly string[], trust: Trust): Targets => {
  const accounts = [...(flags.toAccount ?? []), ...known.filter((name) => /^\d{12}$/.test(name))];
  const principals = [...(flags.toPrincipal ?? []), ...known.filter((name) => name.startsWith("arn:"))];
  const organizations = flags.toOrg ?? [];
  const { by } = flags;
  return accounts.length + principals.length + organizations.length > 0
    ? { accounts, principals, organizations, by }
    : { accounts: trust.accounts, principals: trust.principals, organizations: trust.organizations, by };
};

const bytesOf = (file: string, io: Io): Uint8Array => {
  try {
    return readAtMost(resolve(io.cwd, file));
  } catch (error) {
    throw problem({ what: whyUnread(error), where: file, todo: "Check the path.", kind: "usage" });
  }
};
