import { member } from "../written/node.ts";
import { ownOutput } from "./own-output.ts";
import type { InputFile, Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

/** A snapshot or a report of Postern's own; only a snapshot that the user names is judged, before it comes here. */
export const report: Reader = {
  name: "Snapshot or report",
  reads: (file) => ownOutput(file.text) !== null && !canBeDeployed(file),
  read: ({ text }) =>
    skipped(
      `${ownOutput(text)} of Postern`,
      "Give the code, the policies or the snapshot that it was made from.",
    ),
  isQuoted: true,
};

const DEPLOYED = ["Resources", "resources", "Statement", "Policies"] as const;
const MAY_BE_DEPLOYED = new RegExp(`^\\s*\\{[^]*"(?:${DEPLOYED.join("|")})"\\s*:`);

/** A template or a policy must not escape by a few members at its beginning. */
const canBeDeployed = (file: InputFile): boolean =>
  MAY_BE_DEPLOYED.test(file.text) && DEPLOYED.some((name) => member(file.documents()[0], name) !== undefined);
