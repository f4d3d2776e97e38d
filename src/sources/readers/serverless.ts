import { isServerless, readServerless } from "../serverless/configuration.ts";
import { lineAndColumn } from "../written/text.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";
import { templatesOf } from "./templates-of.ts";
import { policiesForPlugins } from "./unattached.ts";
import { withUnread } from "./with-unread.ts";

/** A configuration of the Serverless Framework as data. */
export const serverless: Reader = {
  name: "Serverless Framework",
  reads: (file) => file.documents().some(isServerless),
  read: (file, tree) => {
    const root = file.documents().find(isServerless);
    if (root === undefined) return skipped("no service");
    const outcome = readServerless(file, root, tree, templatesOf(tree, file.kind));
    return outcome.status === "not-understood"
      ? outcome
      : withUnread(outcome, policiesForPlugins(file, outcome));
  },
};

const PROGRAM = /(?:^|\/)serverless\.[cm]?[jt]s$/;

/** A configuration that a program computes: it is named where it writes policies, and not run. */
export const serverlessProgram: Reader = {
  name: "Serverless Framework, configuration in TypeScript or JavaScript",
  reads: ({ path, text, kind }) => PROGRAM.test(path) && kind.cloudFormation.inProgram.test(text),
  read: (file) => ({
    status: "not-understood",
    reason: "its resources are computed by a program, which is not run",
    line: lineAndColumn(file, file.kind.cloudFormation.inProgram.exec(file.text)?.index ?? 0).line,
  }),
};
