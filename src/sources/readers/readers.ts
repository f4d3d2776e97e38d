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

/** Every form that is read beside Terraform's own, in the order in which they are asked; a file is read by the first that takes it. */
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
