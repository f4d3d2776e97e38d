/**
 * How the resources of services that act for others are called (Service Authorization Reference, resource types): none of
 * these names holds a colon where another field could hide.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  "cognito-idp": /^userpool\/[\w-]+$/,
  sns: /^[\w-]{1,256}(?:\.fifo)?$/,
  lambda: /^(?:function:[\w-]+(?::[\w$-]+)?|layer:[\w-]+(?::\d+)?)$/,
  sqs: /^[\w-]{1,80}(?:\.fifo)?$/,
};

/** Whether a resource can have that ARN: only the last field may hold a colon, and not of every service. */
export const canExist = (arn: string): boolean => {
  const [start, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  return (
    start === "arn" &&
    /^aws(?:-[a-z]+)*$/.test(partition) &&
    /^[a-z0-9-]+$/.test(service) &&
    /^[a-z0-9-]*$/.test(region) &&
    /^(?:\d{12})?$/.test(account) &&
    (FORMS[service] ?? /^.+$/).test(resource)
  );
};
