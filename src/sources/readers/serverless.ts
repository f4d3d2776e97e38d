import { isServerless, readServerless } from "../serverless/configuration.ts";
import { lineAndColumn } from "../written/text.ts";
import type { Reader } from "./reader.ts";
import { ADVICE, skipped } from "./skipped.ts";
import { templatesOf } from "./templates-of.ts";

/** A configuration of the Serverless Framework as data. */
export const serverless: Reader = {
  name: "Serverless Framework",
  reads: (file) => file.documents().some(isServerless),
  read: (file, tree) => {
    const root = file.documents().find(isServerless);
    return root === undefined ? skipped("no service") : readServerless(file, root, tree, templatesOf(tree));
  },
};

const PROGRAM = /(?:^|\/)serverless\.[cm]?[jt]s$/;

/** What a program says that puts policies of identities into its resources. */
const WRITES = /\bCustom::\w{0,60}IdentityPolicy|AWS::SES::EmailIdentity\b/;

/** A configuration that a program computes: it is named where it writes policies, and not run. */
export const serverlessProgram: Reader = {
  name: "Serverless Framework, configuration in TypeScript or JavaScript",
  reads: ({ path, text }) => PROGRAM.test(path) && WRITES.test(text),
  read: (file) => ({
    status: "not-understood",
    reason: "its resources are computed by a program, which is not run",
    line: lineAndColumn(file, WRITES.exec(file.text)?.index ?? 0).line,
    todo: ADVICE,
  }),
};
