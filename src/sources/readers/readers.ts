import { ansible } from "./ansible.ts";
import { cloudFormation } from "./cloudformation.ts";
import { crossplane } from "./crossplane.ts";
import { javascript } from "./javascript.ts";
import { markdown } from "./markdown.ts";
import { planOrState } from "./plan-or-state.ts";
import { policyDocument } from "./policy-document.ts";
import { pulumiYaml } from "./pulumi-yaml.ts";
import { python } from "./python.ts";
import type { Reader } from "./reader.ts";
import { report } from "./report.ts";
import { serverless, serverlessProgram } from "./serverless.ts";
import { shellScript } from "./shell-script.ts";

/**
 * Every kind of file that is read beside Terraform's own (../terraform), in the order in which they are asked; a file is read by
 * the first that takes it.
 *
 * A new kind of file is a reader, which is a file here (policy-document.ts is one of data, python.ts one of a program), and its line in
 * this table. A new ending of names is a word in ../file-kinds.ts; one of a program moves there from `otherProgram`. A program also
 * needs its language, as ../code/python.ts says Python's, whose tree has the names of nodes that ../code/syntax.ts lists. Only where
 * the form calls resources by names of its own, as Crossplane does, has model/kind-in-code.ts another member, which the services'
 * in-code/ fill. docs/source-code.md lists the forms.
 */
export const READERS: readonly Reader[] = [
  report,
  planOrState,
  serverless,
  serverlessProgram,
  cloudFormation,
  pulumiYaml,
  ansible,
  crossplane,
  policyDocument,
  shellScript,
  javascript,
  python,
  markdown,
];
