import { programOutcome } from "../code/program-outcome.ts";
import type { Reader } from "./reader.ts";

/** Programs of boto3, the CDK and Pulumi. */
export const python: Reader = {
  name: "Python",
  reads: ({ form, text }) => /\.pyi?$/i.test(form) || /^#!\s*\S*\bpython/.test(text),
  read: async (file, tree) => {
    const { python: language } = await import("../code/python.ts");
    return programOutcome(language, file, tree);
  },
};
