import { createHash } from "node:crypto";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Names one fault for good: 32 hexadecimal digits over the rule, the resource, the document and the canonical grant.
 *
 * The leading version makes room for another recipe; the separator cannot occur in an id.
 */
export const fingerprint = (ruleId: string, resource: string, document: string, canonical: string): string =>
  sha256(["v1", ruleId, resource, document, canonical].join("\u0000")).slice(0, 32);
