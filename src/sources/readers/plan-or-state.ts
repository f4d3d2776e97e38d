import { isEncrypted, isPlanOrState, readPlanned } from "../terraform/planned.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const planOrState: Reader = {
  name: "Plan, state",
  reads: (file) => file.documents().some((node) => isPlanOrState(node) || isEncrypted(node)),
  read: (file) => {
    const root = file.documents().find(isPlanOrState);
    if (root !== undefined) return readPlanned(file, root, file.kind);
    return file.documents().some(isEncrypted)
      ? {
          status: "not-understood",
          reason: "it is an encrypted state or plan of OpenTofu, so that what it holds is not known",
          todo: "Give what `tofu show -json` prints.",
        }
      : skipped("no plan and no state");
  },
};
