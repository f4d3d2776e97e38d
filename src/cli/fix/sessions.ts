import { homeRegion } from "../../aws/home-region.ts";
import type { Session } from "../../aws/session.ts";
import { isUnread } from "../../model/fact.ts";
import { refusalText } from "../../remedy/apply.ts";
import { callerOf, connect } from "../../connection.ts";
import type { Fixable, PolicyWriter } from "../../services/fix.ts";
import { connectionOf } from "../connection.ts";
import type { Io } from "../io.ts";
import type { WritingFlags } from "./writing-flags.ts";

/** How a command reads and writes; the writer's credentials may be others than the reader's. */
export interface Sessions {
  readonly reading: Session;
  readonly writing: Session;
  /** Who writes, by the credentials that the writer's role is assumed with. */
  readonly caller: string;
  close(): void;
}

/** Opens them, and sees that both have credentials. @throws a usage problem where one has none. */
export const openSessions = async (flags: WritingFlags, io: Io): Promise<Sessions> => {
  const own = connectionOf(flags, io);
  const region = await homeRegion(own, []);
  const { writeProfile: profile, writeRoleArn: roleArn } = flags;
  const theirs = {
    ...own,
    ...(profile === undefined ? {} : { profile }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
  const isOne = profile === undefined && roleArn === undefined;
  const reading = connect({ ...own, region }, io.clock);
  const writing = isOne ? reading : connect({ ...theirs, region }, io.clock);
  const close = (): void => {
    reading.close();
    if (!isOne) writing.close();
  };
  try {
    await callerOf(reading, own);
    const { arn } = await callerOf(writing, theirs);
    return { reading, writing, caller: roleArn ?? flags.roleArn ?? arn, close };
  } catch (error) {
    close();
    throw error;
  }
};

interface Writers {
  readonly reader: PolicyWriter;
  readonly writer: PolicyWriter;
  readonly caller: string;
  close(): void;
}

/** Reader and writer for one account and region, or why there are none. */
export const writersFor = async (
  { reading, writing, caller }: Sessions,
  fixable: Fixable,
  account: string,
  region: string,
): Promise<Writers | { readonly says: string }> => {
  const readable = await reading.access(account, region);
  if (isUnread(readable)) return { says: refusalText(readable.unread) };
  const writable = reading === writing ? readable : await writing.access(account, region);
  if (isUnread(writable)) return { says: refusalText(writable.unread) };
  const reader = await fixable.open(readable);
  const writer = reading === writing ? reader : await fixable.open(writable);
  return {
    reader,
    writer,
    caller: caller.replaceAll("{account}", account),
    close: () => {
      reader.close();
      if (writer !== reader) writer.close();
    },
  };
};
