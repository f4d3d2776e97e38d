import { cloudFormation } from "./cloudformation.ts";
import { planOrState } from "./plan-or-state.ts";
import { policyDocument } from "./policy-document.ts";
import type { Reader } from "./reader.ts";
import { report } from "./report.ts";

/** Every form that is read beside Terraform's own, in the order in which they are asked; a file is read by the first that takes it. */
export const READERS: readonly Reader[] = [report, planOrState, cloudFormation, policyDocument];
