import { isObject, type Json } from "../../protocol/json.ts";

const INVALID = "invalid principal";

/** No partial wildcards; users, roles, sessions and the account itself; or the id that a deleted principal leaves behind. */
const AWS_PRINCIPAL =
  /^(?:\*|\d{12}|A(?:IDA|ROA)[A-Z0-9]{12,32}|arn:aws(?:-[a-z]+)*:(?:iam::\d{12}:(?:root|(?:user|role)\/[^*?\s]+)|sts::\d{12}:(?:assumed-role|federated-user)\/[^*?\s]+))$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;

/**
 * Why the element would not be stored, or null.
 *
 * Federated principals belong in trust policies and CanonicalUser in bucket policies (IAM grammar). That an account or
 * user exists is not checked: the emulator knows only its own accounts.
 */
export const checkPrincipal = (principal: Json | undefined): string | null => {
  if (principal === "*") return null;
  if (!isObject(principal)) return INVALID;
  const entries = Object.entries(principal);
  return entries.length > 0 && entries.every(isValid) ? null : INVALID;
};

const isValid = ([type, value]: readonly [string, Json]): boolean => {
  const pattern = type === "AWS" ? AWS_PRINCIPAL : type === "Service" ? SERVICE : null;
  const names = (Array.isArray(value) ? value : [value]) as readonly Json[];
  return (
    pattern !== null &&
    names.length > 0 &&
    names.every((name) => typeof name === "string" && pattern.test(name))
  );
};
