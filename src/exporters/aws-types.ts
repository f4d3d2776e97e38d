import { SCOPE_KINDS } from "../model/finding.ts";

/** The types of AWS's own resources as CloudFormation names them; plugins' kinds are their own names. */
const AWS_TYPES: ReadonlyMap<string, string> = new Map([["aws.ses.identity", "AWS::SES::EmailIdentity"]]);

/** What CloudFormation and AWS Config call an account. */
export const ACCOUNT_TYPE = "AWS::::Account";

/** The type of a resource of the kind; an account for a kind that stands for a whole scope of one. */
export const awsType = (kind: string): string =>
  kind === SCOPE_KINDS.aws ? ACCOUNT_TYPE : (AWS_TYPES.get(kind) ?? kind);
