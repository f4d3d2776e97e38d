import { literal, MANY, ofClass, type Tokens } from "../../sets/pattern.ts";

/**
 * How many colons the resource part of an ARN has at most, by service (Service Authorization Reference, resource types). Where
 * it has one, a type stands first, which begins with a letter. So a wildcard that reaches over colons finds no foreign
 * account in it. Services whose resources are named freely (alarms, principals) are left out.
 */
const MOST_COLONS: Readonly<Record<string, number>> = {
  amplify: 0,
  appsync: 0,
  backup: 2,
  batch: 1,
  cloudformation: 1,
  cloudfront: 0,
  cloudtrail: 0,
  codebuild: 1,
  codedeploy: 1,
  codepipeline: 1,
  "cognito-identity": 1,
  "cognito-idp": 0,
  config: 0,
  connect: 1,
  dynamodb: 2,
  ec2: 0,
  ecr: 0,
  ecs: 1,
  eks: 0,
  elasticache: 1,
  events: 0,
  firehose: 0,
  guardduty: 0,
  kinesis: 1,
  kms: 0,
  lambda: 2,
  logs: 3,
  mobiletargeting: 0,
  pipes: 0,
  rds: 2,
  route53: 0,
  s3: 0,
  sagemaker: 0,
  scheduler: 0,
  secretsmanager: 1,
  ses: 0,
  sns: 0,
  sqs: 0,
  ssm: 1,
  states: 3,
  wafv2: 0,
};

/** Services all of whose resources bear a name behind the last slash or colon. */
const NAMED: ReadonlySet<string> = new Set(["cognito-idp", "lambda"]);

const NO_COLON = ofClass("[^:\\n]", true);
const NO_BREAK = ofClass("[^\\n]", true);
const END = ofClass("[/:]", false);
/** At the end of the ARN, or before the account behind it. */
const NAMELESS: readonly Tokens[] = [[END], [END, "\n", MANY]];
const NO_LETTER = ofClass("[^A-Za-z\\n]", false);

/** ARNs of the service that nothing can have; none of a service whose names are not known. */
export const impossibleArns = (partition: string, service: string): readonly Tokens[] => {
  const most = MOST_COLONS[service];
  if (most === undefined) return [];
  const before: Tokens = [...literal(`arn:${partition}:${service}:`), NO_COLON, ":", NO_COLON, ":"];
  return [
    [...before, ...Array.from({ length: most + 1 }, () => [NO_BREAK, ":"] as const).flat(), MANY],
    ...(most === 0 ? [] : [[...before, NO_LETTER, NO_BREAK, ":", MANY]]),
    ...(NAMED.has(service) ? NAMELESS.map((end) => [...before, NO_BREAK, ...end]) : []),
  ];
};

/** Whether the text is such an ARN; behind a line break may stand the account of one that has none in it. */
export const isImpossibleArn = (text: string, service: string): boolean => {
  const [, , own, , , ...rest] = text.split(":");
  const most = MOST_COLONS[service];
  if (own !== service || most === undefined) return false;
  const [resource = ""] = rest.join(":").split("\n");
  const colons = resource.split(":").length - 1;
  return (
    colons > most ||
    (colons > 0 && !/^[A-Za-z]/.test(resource)) ||
    (NAMED.has(service) && /[/:]$/.test(resource))
  );
};
