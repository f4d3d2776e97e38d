import type { Parameters } from "../../protocol/query.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Context } from "../../protocol/service.ts";

/** A parameter that must be there and not be empty. */
export const required = (parameters: Parameters, name: string): string => {
  const value = parameters.text(name);
  if (value === undefined)
    throw refusal(
      "ValidationError",
      `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' ` +
        "failed to satisfy constraint: Member must not be null",
    );
  if (value === "") throw refusal("InvalidParameterValue", `${name} is required.`);
  return value;
};

/**
 * The name of the identity that a parameter gives by its name or by its ARN, as the operations on policies and notifications
 * take it (their API references); one of another account or region stays an ARN, and no identity is called so.
 */
export const identityName = (given: string, { regionName, account }: Context): string => {
  const start = `arn:aws:ses:${regionName}:${account.id}:identity/`;
  return given.startsWith(start) ? given.slice(start.length) : given;
};

/** A list of at most `most` members. */
export const boundedList = (parameters: Parameters, name: string, most: number): readonly string[] => {
  const values = parameters.list(name);
  if (values.length > most)
    throw refusal(
      "ValidationError",
      `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' ` +
        `failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  return values;
};
