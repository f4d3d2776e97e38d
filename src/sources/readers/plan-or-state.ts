import { isPlanOrState, readPlanned } from "../terraform/planned.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const planOrState: Reader = {
  name: "Plan, state",
  reads: (file) => file.documents().some(isPlanOrState),
  read: (file) => {
    const root = file.documents().find(isPlanOrState);
    return root === undefined ? skipped("no plan and no state") : readPlanned(file, root, file.kind);
  },
};
