import type { Condition } from "../shapes.ts";
import type { Request } from "./request.ts";

/** How a list key is compared by an operator without a set operator. */
export type ListReading = "never" | "any" | "every";

/** What an operator in another case than IAM's own does: what it says, nothing ever holds, or the condition is passed over. */
export type CaseReading = "operator" | "never" | "passed over";

/**
 * One answer to each question that AWS's documentation leaves open. Under one reading the evaluation is exact; who wants
 * to know what AWS does weighs all readings.
 */
export interface Reading {
  /**
   * What ForAnyValue with IfExists says of a missing key. The IfExists page says true; people who tried it on AWS saw
   * false.
   */
  readonly anyValueIfExists: boolean;
  /** By the list key in lower case. */
  readonly lists: ReadonlyMap<string, ListReading>;
  /** By the operator as it is written. */
  readonly cases: ReadonlyMap<string, CaseReading>;
  /**
   * Whether requests carry every key that is not of one service. If not, only those that the page "Amazon SES policy
   * anatomy" lists; the page with examples uses others too.
   */
  readonly everyGlobalKey: boolean;
}

/** What the pages say where only one speaks; a list key without a set operator is compared value by value. */
export const STANDARD: Reading = {
  anyValueIfExists: true,
  lists: new Map(),
  cases: new Map(),
  everyGlobalKey: true,
};

/** Keys with several values, apart from the table that this checks (IAM user guide, "Multivalued context keys"; Service Authorization Reference, Amazon SES). */
const LISTS = new Set(
  [
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:CalledVia",
    "aws:SourceOrgPaths",
    "aws:ResourceOrgPaths",
    "aws:VpceOrgPaths",
    "aws:TagKeys",
    "cognito-identity.amazonaws.com:amr",
    "ses:Recipients",
  ].map((key) => key.toLowerCase()),
);

/** Whether the condition compares a list and says nothing of how. */
export const isBareList = ({ key, qualifier, operator }: Condition): boolean =>
  qualifier === null && operator !== "Null" && LISTS.has(key.toLowerCase());

/** Amazon SES developer guide, "Amazon SES policy anatomy". */
const ANATOMY = new Set(
  [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:UserAgent",
    "aws:VpcSourceIp",
  ].map((key) => key.toLowerCase()),
);

/** Keys that services and identity providers bring into sessions (IAM user guide, "AWS global condition context keys"). */
const CROSS_SERVICE =
  /^(?:aws|ec2|ssm|codebuild|glue|identitystore|lambda|saml|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com):/;

/** Whether the anatomy page leaves the key out, of those that are not of one service. */
export const isDisputed = (key: string): boolean =>
  CROSS_SERVICE.test(key.toLowerCase()) && !ANATOMY.has(key.toLowerCase());

/** The request as conditions see it. Who calls is known by the signature, whatever keys there are. */
export const asSeen = (request: Request, { everyGlobalKey }: Reading): Request =>
  everyGlobalKey
    ? request
    : {
        ...request,
        context: Object.fromEntries(Object.entries(request.context).filter(([key]) => !isDisputed(key))),
      };
