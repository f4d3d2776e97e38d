import { evaluate, type Evaluation, type Request } from "../../../src/policy/evaluate/evaluate.ts";
import { readPolicy } from "../../../proof/read-policy.ts";

export const RESOURCE = "arn:aws:ses:us-east-1:111111111111:identity/example.com";
export const STRANGER: Request = {
  principal: "arn:aws:iam::999999999999:user/mallory",
  action: "ses:SendEmail",
  resource: RESOURCE,
  context: {
    "aws:PrincipalAccount": "999999999999",
    "aws:PrincipalArn": "arn:aws:iam::999999999999:user/mallory",
  },
};

type Statement = Readonly<Record<string, unknown>>;

/** A request against statements that allow everything but for what is given. */
export const ask = (
  statements: readonly Statement[],
  request: Partial<Request> = {},
  version: string | null = "2012-10-17",
): Evaluation["decision"] => {
  const text = JSON.stringify({
    ...(version === null ? {} : { Version: version }),
    Statement: statements.map((one) => ({
      Effect: "Allow",
      ...("NotPrincipal" in one ? {} : { Principal: "*" }),
      ...("NotAction" in one ? {} : { Action: "*" }),
      ...("NotResource" in one ? {} : { Resource: "*" }),
      ...one,
    })),
  });
  return evaluate([readPolicy(text)], {
    ...STRANGER,
    ...request,
    context: { ...STRANGER.context, ...request.context },
  }).decision;
};

/** Whether one condition holds for a context. */
export const holds = (
  operator: string,
  key: string,
  values: unknown,
  context: Request["context"] = {},
  version: string | null = "2012-10-17",
): boolean => ask([{ Condition: { [operator]: { [key]: values } } }], { context }, version) === "allowed";
