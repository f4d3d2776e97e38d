import { member } from "../written/node.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

/** A snapshot or a report of Postern's own; only one that the user names is judged, before it comes here. */
export const report: Reader = {
  name: "Snapshot or report",
  reads: (file) => {
    const [first] = file.documents();
    return file.text.trimStart().startsWith("{") && isOwnKind(member(first, "kind"));
  },
  read: () => skipped("a snapshot or a report; name it to have it judged"),
};

/** Kubernetes' kinds begin with a capital letter. */
const isOwnKind = (kind: ReturnType<typeof member>): boolean =>
  kind?.kind === "string" && /^[a-z]/.test(kind.text.text);
