import type { Partition, Resource } from "@aws-sdk/client-securityhub";
import { createHash } from "node:crypto";
import { isAboutScope, type Finding } from "../../model/finding.ts";
import { visibleLine } from "../../text/visible.ts";
import { fieldMap, fittedLine } from "./text.ts";

/** The model's own list; the EU Sovereign Cloud (`aws-eusc`) is not in it, and the member is left out there. */
const PARTITIONS = new Set(["aws", "aws-cn", "aws-us-gov", "aws-us-iso", "aws-us-iso-b"]);

/** "Fewer than" 50 pairs, 128 and 1024 characters, says the user guide. */
const DETAILS = { pairs: 20, name: 127, value: 1023 };
const DOCUMENTS = 5;

/**
 * The resource of a finding. The format knows no type for SES identities nor for most plugins' kinds, and its answer to
 * that is `Other` with details that are strings. A scope that could not be read is the account.
 */
export const asffResource = ({ resource, documents }: Finding, partition: string): Resource => ({
  Type: isAboutScope(resource) ? "AwsAccount" : "Other",
  Id: isAboutScope(resource) ? `AWS::::Account:${resource.account ?? ""}` : identifier(resource.id),
  ...(PARTITIONS.has(partition) ? { Partition: partition as Partition } : {}),
  Region: resource.region ?? undefined,
  Details: {
    Other: fieldMap(
      [
        ["Kind", resource.kind],
        ["Name", resource.name],
        ["Owner", (isAboutScope(resource) ? resource.account : resource.owner) ?? ""],
        ["Policies", documents.map(({ name }) => name).join("\n")],
        ...documents.slice(0, DOCUMENTS).flatMap(
          ({ name, text, sha256 }, index) =>
            [
              [`Policy ${index + 1} name`, name],
              [`Policy ${index + 1} text`, text],
              [`Policy ${index + 1} sha256`, sha256],
            ] as const,
        ),
      ],
      DETAILS,
    ),
  },
});

/** An id of at most 512 characters that is the same on every run, and another one for every other text. */
export const identifier = (text: string): string => {
  const shown = visibleLine(text);
  if (shown === text && Array.from(text).length <= 512 && /\S/.test(text)) return text;
  const hash = createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex");
  return [fittedLine(text, 440), hash].filter((part) => part !== null).join("#");
};
