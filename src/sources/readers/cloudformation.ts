import { readTemplate, templateIn } from "../cloudformation/template.ts";
import { templatesOf } from "./templates-of.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const cloudFormation: Reader = {
  name: "CloudFormation",
  reads: (file) => file.documents().some((node) => templateIn(node) !== null),
  read: (file, tree) => {
    const [template] = file
      .documents()
      .map(templateIn)
      .filter((node) => node !== null);
    return template === undefined
      ? skipped("no CloudFormation template")
      : readTemplate(file, template, templatesOf(tree, file.kind), file.kind);
  },
};
