import { importConformity, type ExceptionDraft, type Import } from "../../config/conformity.ts";
import { problem } from "../../model/problem.ts";
import { RULES } from "../../rules/index.ts";
import type { CiSystem } from "./ci-systems.ts";
import type { Draft } from "./draft.ts";
import type { Io } from "../io.ts";
import { fileText } from "../judging.ts";
import { configFiles } from "./config-files.ts";

/** A configuration from Conformity's rule settings. Its exceptions lack what an exception needs, and wait as comments. */
export const conformityFiles = async (file: string, ci: CiSystem | undefined, io: Io): Promise<Draft> => {
  const imported = importConformity(parsed(fileText(file, io), file), RULES);
  if (imported === null) {
    throw problem({
      what: "the file holds no rule settings of Conformity",
      where: file,
      todo: "Give a list of rule settings, an account's settings or a profile, as Conformity's API answers them.",
      kind: "usage",
    });
  }
  const { drafts, notes } = imported;
  const waiting =
    drafts.length === 0
      ? []
      : [`${drafts.length} exceptions wait as comments: give each a reason, an approver, dates and a ticket`];
  const draft = await configFiles(ci, configText(imported));
  return { ...draft, notes: [...notes, ...waiting, ...draft.notes] };
};

const parsed = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw problem({
      what: "the file is not JSON",
      where: file,
      todo: "Give what Conformity's API answers.",
      kind: "usage",
    });
  }
};

/** JSON is YAML, so each value is written as JSON. */
const configText = ({ rules, drafts, notes }: Import): string =>
  [
    "# Taken over from Conformity's rule settings.",
    ...notes.map((note) => `# ${note.replaceAll(/[^\x20-\x7e]/g, "?")}`),
    Object.keys(rules).length === 0 ? "rules: {}" : "rules:",
    ...Object.entries(rules).map(([id, choice]) => `  ${id}: ${JSON.stringify(choice)}`),
    ...(drafts.length === 0
      ? []
      : ["# These accepted risks are not applied until they are complete:", "# exceptions:"]),
    ...drafts.flatMap(draftLines),
    "",
  ].join("\n");

const draftLines = ({ rule, ...match }: ExceptionDraft): readonly string[] => [
  `#   - rule: ${rule}`,
  ...Object.entries(match).map(([name, value]) => `#     ${name}: ${JSON.stringify(value)}`),
  "#     reason: # why the risk is acceptable",
  "#     approver: # who accepts it",
  "#     approvedAt: # 2026-01-31",
  "#     expires: # 2026-12-31",
  "#     ticket: # where it was decided",
];
