import { programOutcome } from "../code/program-outcome.ts";
import { isJavaScript } from "../file-kinds.ts";
import type { Reader } from "./reader.ts";

/** Programs of the CDK, Pulumi, SST, Alchemy and the AWS SDKs. */
export const javascript: Reader = {
  name: "TypeScript, JavaScript",
  reads: ({ form }) => isJavaScript(form),
  read: async (file, tree) => {
    // The parser is loaded only where a file names a writer.
    const { javascript: language } = await import("../code/javascript.ts");
    return programOutcome(language(/\.[jt]sx$|\.[cm]?js$/i.test(file.form) ? "tsx" : "ts"), file, tree);
  },
};
