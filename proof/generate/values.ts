import { OWNER } from "../question.ts";

/** The constants that generated policies speak of: a few of each kind, so that they meet. */
export const ACCOUNTS: readonly string[] = ["222222222222", "333333333333"];
export const TRUSTED_ACCOUNT = "444444444444";
const ORGS: readonly string[] = ["o-own1234567", "o-bad9999999"];
export const TRUSTED_ORG = "o-trusted123";
export const SERVICES: readonly string[] = ["cognito-idp.amazonaws.com", "sns.amazonaws.com"];

export const ACCOUNT_VALUES: readonly string[] = [
  ...ACCOUNTS,
  ...ACCOUNTS,
  OWNER,
  OWNER,
  TRUSTED_ACCOUNT,
  "2222*",
  "22222222222?",
  "*",
  "2*2",
];

export const ARN_VALUES: readonly string[] = [
  "arn:aws:iam::222222222222:root",
  "arn:aws:iam::222222222222:user/Jane",
  "arn:aws:iam::222222222222:role/x",
  "arn:aws:iam::222222222222:role/x*",
  "arn:aws:iam::222222222222:*",
  "*",
  "arn:aws:iam:*",
  "arn:aws:iam::111111111111:*",
  "arn:aws:iam::111111111111:role/app",
  "arn:aws:iam::444444444444:*",
  "arn:aws:iam::*:role/Mailer",
  "arn:aws:iam::*:user/*",
  "arn:aws:iam::*222222222222:role/x",
  "arn:aws:iam::*222222222222:role/x",
  "arn:aws:iam::3333*:*",
  "arn:aws:iam::?22222222222:role/team/*",
  "arn:*:iam::*:role/a/b/c",
  "arn:aws:iam:*:role/x",
  "*:role/*",
  "*",
];

export const ORG_VALUES: readonly string[] = [
  ...ORGS,
  ...ORGS,
  TRUSTED_ORG,
  "o-*",
  "o-own*",
  "*",
  "O-OWN1234567",
  "x-*",
];

export const ORG_PATH_VALUES: readonly string[] = [
  "o-own1234567/*",
  "o-own1234567/r-ab12/ou-ab12-11111111/*",
  "o-bad9999999/*",
  "o-*/*",
  "*",
  "o-trusted123/*",
  "o-own1234567/r-ab12/ou-ab12-11111111/",
];

export const USER_ID_VALUES: readonly string[] = [
  "AIDAFIXEDUSER00000001",
  "AROAFIXEDROLE00000001:*",
  "*:alice",
  "AIDA*",
  "AROA*:*",
  "222222222222",
  "222222222222:*",
];

export const SOURCE_ARN_VALUES: readonly string[] = [
  "arn:aws:cognito-idp:us-east-1:111111111111:userpool/one",
  "arn:aws:cognito-idp:us-east-1:222222222222:userpool/two",
  "arn:aws:cognito-idp:*:*:userpool/*",
  "arn:aws:sns:*:222222222222:*",
  "arn:aws:sns:*:111111111111:*",
  "arn:aws:*",
];

/** Patterns in which a star crosses colons. */
export const SOURCE_ARN_TEXTS: readonly string[] = [
  "arn:aws:cognito-idp:us-east-1:111111111111:userpool/one",
  "arn:aws:cognito-idp:*:222222222222:userpool/*",
  "arn:aws:cognito-idp:*:*:userpool/*",
  "arn:aws:sns:*:222222222222:*",
  "arn:aws:lambda:*:111111111111:function:*",
  "arn:aws:*",
];

export const CIDR_VALUES: readonly string[] = [
  "203.0.113.0/24",
  "203.0.113.7",
  "12.0.0.0/8",
  "13.0.0.0/8",
  "12.0.0.0/7",
  "12.0.0.0/7",
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "10.0.0.0/8",
  "192.168.0.0/16",
  "2001:db8::/32",
  "2001::/16",
  "::/0",
  "::/1",
  "8000::/1",
  "192.0.2.0/24",
];

export const PRIVATE_CIDR_VALUES: readonly string[] = [
  "10.0.0.0/8",
  "10.1.2.0/24",
  "192.168.0.0/16",
  "10.1.2.3/32",
];

export const VPC_VALUES: readonly string[] = [
  "vpc-91237329",
  "vpc-0a1b2c3d4e5f60718",
  "vpc-*",
  "*",
  "vpc-0a*",
];
export const VPCE_VALUES: readonly string[] = ["vpce-0a1b2c3d4e5f60718", "vpce-*", "*"];

export const DATE_VALUES: readonly string[] = [
  "2020-01-01T00:00:00Z",
  "2026-11-23T11:59:59Z",
  "2026-11-23T12:00:00Z",
  "2026-11-23T12:00:01Z",
  "2026-11-23T13:00:00+01:00",
  "2027-01-01T00:00:00Z",
  "2027-01-01T00:00:01Z",
  "2099-01-01",
  "4070908800",
  "1577836800",
];

export const EPOCH_VALUES: readonly string[] = [
  "1577836800",
  "1795435199",
  "1795435200",
  "1795435201",
  "4070908800",
];
export const NUMBER_VALUES: readonly string[] = ["0", "60", "61", "3600", "3600.5", "-1"];
export const WORD_VALUES: readonly string[] = [
  "alice",
  "bob",
  "Alice",
  "a",
  "ab",
  "a*",
  "*b",
  "?",
  "*",
  "al?ce",
];
export const MAIL_VALUES: readonly string[] = [
  "noreply@example.com",
  "ceo@example.com",
  "*@example.com",
  "*admin*example.com",
  "*",
  "NoReply@example.com",
  "noreply*",
];
export const BINARY_VALUES: readonly string[] = ["QUJD", "QUI="];
export const SERVICE_VALUES: readonly string[] = [...SERVICES, "*.amazonaws.com", "*", "sns*"];

export const VPC_ARN_VALUES: readonly string[] = [
  "arn:aws:ec2:us-east-1:222222222222:vpc/vpc-0a1b2c3d4e5f60718",
  "arn:aws:ec2:*:111111111111:vpc/*",
  "arn:aws:ec2:*:*:vpc/*",
];

export const SESSION_ARN_VALUES: readonly { readonly key: string; readonly texts: readonly string[] }[] = [
  {
    key: "aws:SignInSessionArn",
    texts: ["arn:aws:signin:*:*:session/*", "arn:aws:signin:*:222222222222:session/*"],
  },
  {
    key: "aws:ChatbotSourceArn",
    texts: ["arn:aws:chatbot::*:chat-configuration/*", "arn:aws:chatbot::111111111111:chat-configuration/*"],
  },
  {
    key: "ec2:SourceInstanceArn",
    texts: ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:us-east-1:222222222222:instance/i-0a1b2c3d4e5f60718"],
  },
  {
    key: "ssm:SourceInstanceArn",
    texts: ["arn:aws:ssm:*:*:managed-instance/*", "arn:aws:ssm:*:222222222222:managed-instance/*"],
  },
  {
    key: "codebuild:ProjectArn",
    texts: ["arn:aws:codebuild:*:*:project/*", "arn:aws:codebuild:us-east-1:111111111111:project/mailer"],
  },
  {
    key: "codebuild:BuildArn",
    texts: ["arn:aws:codebuild:*:*:build/*", "arn:aws:codebuild:us-east-1:222222222222:build/mailer:*"],
  },
];
