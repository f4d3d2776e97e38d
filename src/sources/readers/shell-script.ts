import { posix } from "node:path";
import { isShell } from "../file-kinds.ts";
import { NO_ENVIRONMENT, policiesInScript } from "../shell/script.ts";
import { fileText } from "../written/text.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import type { Reader } from "./reader.ts";

export const shellScript: Reader = {
  name: "Shell script",
  reads: ({ form, text }) => isShell(form) || /^#!\s*\S*\b(?:env\s+)?(?:ba|z|k|da)?sh\b/.test(text),
  read: (file, tree) => {
    const { policies, handled } = policiesInScript(fileText(file), {
      kind: file.kind,
      read: tree.use,
      folder: posix.dirname(file.path),
      environment: NO_ENVIRONMENT,
    });
    return writtenOutcome(file, { policies: () => policies, handled });
  },
};
