import { programOutcome } from "../code/program-outcome.ts";
import { isPython } from "../file-kinds.ts";
import type { Reader } from "./reader.ts";

/** Programs of boto3, the CDK and Pulumi. */
export const python: Reader = {
  name: "Python",
  reads: ({ form, text }) => isPython(form) || /^#!\s*\S*\bpython/.test(text),
  read: async (file, tree) => {
    const { python: language } = await import("../code/python.ts");
    return programOutcome(language, file, tree);
  },
};
