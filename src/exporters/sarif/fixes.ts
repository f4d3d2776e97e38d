import type { Finding, FindingFault } from "../../model/finding.ts";
import type { Remediation } from "../../model/remediation.ts";
import { visible, visibleLine } from "../../text/visible.ts";
import { SOURCE_ROOT, type SarifResult } from "./builder.ts";
import { relativeUri } from "./uri.ts";

type SarifFix = NonNullable<SarifResult["fixes"]>[number];

/** The edits of a plan for one fault in source code; nothing for a live resource, and where the plan has no patch. */
export const fixesOf = (
  { resource }: Finding,
  { document }: FindingFault,
  remediation: Remediation | undefined,
): Pick<SarifResult, "fixes"> => {
  const planned = remediation?.resources
    .find(({ id }) => id === resource.id)
    ?.documents.find(({ name }) => name === document);
  // Every text of a report is made visible; an edit that this would change is none.
  if (
    planned === undefined ||
    planned.edits.length === 0 ||
    planned.edits.some(({ text }) => visible(text) !== text)
  )
    return {};
  const files = [...new Set(planned.edits.map(({ file }) => file))];
  const fix: SarifFix = {
    ...(planned.says === "" ? {} : { description: { text: visibleLine(planned.says) } }),
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: relativeUri(file), uriBaseId: SOURCE_ROOT },
      replacements: planned.edits
        .filter((edit) => edit.file === file)
        .map(({ startLine, startColumn, endLine, endColumn, text }) => ({
          deletedRegion: { startLine, startColumn, endLine, endColumn },
          ...(text === "" ? {} : { insertedContent: { text } }),
        })),
    })),
  };
  return { fixes: [fix] };
};
