import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assess, type AssessOptions } from "../../assess/assess.ts";
import { FOLLOW_UP_SCHEMA } from "../../config/schemas/config.ts";
import { validate } from "../../config/validate.ts";
import type { PluginRequest } from "../../config/plugins.ts";
import { BUNDLE_FILES } from "../../exporters/bundle/formats.ts";
import type { BundleSettings } from "../../exporters/bundle/settings.ts";
import { json } from "../../exporters/json.ts";
import { availableOf } from "../../judging.ts";
import { problem } from "../../model/problem.ts";
import type { Finding } from "../../model/finding.ts";
import { readResults } from "../../results/read.ts";
import { wholeResults } from "../results-file.ts";
import { readJudged } from "../../snapshot/read.ts";
import { utf8Chunks } from "../../snapshot/utf8-chunks.ts";
import { isObject } from "../../text/is-object.ts";
import { tableDates } from "../../exporters/table-dates.ts";
import { TOOL } from "../../tool.ts";
import { parsedJson } from "../../text/parsed-json.ts";

export interface Rejudged {
  readonly same: boolean;
  /** What differs, a sentence each; the first few. */
  readonly differences: readonly string[];
}

const SHOWN_DIFFERENCES = 10;

/**
 * Applies the rules to a bundle's snapshot by its settings, and compares with its results byte for byte.
 *
 * @throws a problem where a part of the bundle cannot be read, or a rule or plugin that it names is not at hand.
 */
export const judgeAgain = async (folder: string, plugins: readonly PluginRequest[]): Promise<Rejudged> => {
  const settings = readSettings(folder);
  const options = await assessOptions(folder, settings, plugins);
  requirePart(folder, BUNDLE_FILES.snapshot);
  const chunks = utf8Chunks(createReadStream(join(folder, BUNDLE_FILES.snapshot)), BUNDLE_FILES.snapshot);
  const snapshot = readJudged(chunks, BUNDLE_FILES.snapshot);
  const take = json.open({});
  const hash = createHash("sha256");
  const statuses = new Map<string, Finding["status"]>();
  for await (const record of assess(snapshot, options)) {
    if (record.kind === "finding") statuses.set(record.id, record.status);
    for (const { text } of take(record)) hash.update(text);
  }
  const before = partOf(folder, BUNDLE_FILES.results);
  if (createHash("sha256").update(before).digest("hex") === hash.digest("hex"))
    return { same: true, differences: [] };
  return { same: false, differences: differences(before.toString("utf8"), statuses, settings) };
};

const differences = (
  text: string,
  statuses: ReadonlyMap<string, Finding["status"]>,
  settings: BundleSettings,
): readonly string[] => {
  const { findings } = readResults(text, BUNDLE_FILES.results);
  const known = new Set(findings.map(({ id }) => id));
  const all = [
    ...(settings.tool.version === TOOL.version
      ? []
      : [`it was judged by version ${settings.tool.version}, and this is version ${TOOL.version}`]),
    ...(tableDates(settings.tool.tables) === tableDates(TOOL.tables)
      ? []
      : [
          `it was judged by the tables ${tableDates(settings.tool.tables)}, and these are ${tableDates(TOOL.tables)}`,
        ]),
    ...findings
      .filter(({ id, status }) => statuses.get(id) !== status)
      .map(
        ({ id, status }) =>
          `${id} is ${status} in the bundle, and ${statuses.get(id) ?? "absent"} judged again`,
      ),
    ...[...statuses.keys()].filter((id) => !known.has(id)).map((id) => `${id} is not in the bundle`),
  ];
  if (all.length === 0) return ["the findings have the same states; something beside them differs"];
  return all.length > SHOWN_DIFFERENCES
    ? [...all.slice(0, SHOWN_DIFFERENCES), `and ${all.length - SHOWN_DIFFERENCES} more`]
    : all;
};

const readSettings = (folder: string): BundleSettings => {
  const value = parsedJson(partOf(folder, BUNDLE_FILES.settings).toString("utf8"));
  if (
    isObject(value) &&
    value["kind"] === "settings" &&
    value["version"] === 1 &&
    isObject(value["trust"]) &&
    (value["followUp"] === undefined || validate(FOLLOW_UP_SCHEMA, value["followUp"]).length === 0) &&
    [value["rules"], value["exceptions"], value["plugins"], value["disabledRules"]].every(Array.isArray) &&
    typeof value["now"] === "string" &&
    isObject(value["tool"])
  )
    return value as Readonly<Record<string, unknown>> & BundleSettings;
  throw problem({
    what: "these are not the settings of a bundle",
    where: BUNDLE_FILES.settings,
    todo: "Get the bundle as it was written.",
    kind: "input",
  });
};

/** The fingerprint of the key that a bundle says it was signed with; null where it does not say, or cannot be read. */
export const signerOf = (folder: string): string | null => {
  try {
    const value = parsedJson(partOf(folder, BUNDLE_FILES.settings).toString("utf8"));
    return isObject(value) && typeof value["signedBy"] === "string" ? value["signedBy"] : null;
  } catch {
    return null;
  }
};

const partOf = (folder: string, name: string): Buffer => {
  requirePart(folder, name);
  return readFileSync(join(folder, name));
};

/** A list of hashes that somebody made again may leave out a part. */
const requirePart = (folder: string, name: string): void => {
  if (existsSync(join(folder, name))) return;
  throw problem({
    what: "this part of the bundle is missing",
    where: name,
    todo: "Get the bundle as it was written.",
    kind: "input",
  });
};

const assessOptions = async (
  folder: string,
  settings: BundleSettings,
  plugins: readonly PluginRequest[],
): Promise<AssessOptions> => {
  const available = await availableOf(null, plugins);
  const missing = settings.plugins.filter((name) => !available.plugins.includes(name));
  if (missing.length > 0)
    throw problem({
      what: `the bundle was judged with ${missing.join(", ")}, and a plugin is loaded only when it is named`,
      todo: `Name it: ${missing.map((name) => `--plugin ${name}`).join(" ")}.`,
      kind: "usage",
    });
  const byId = new Map(available.rules.map((one) => [one.rule.meta.id, one]));
  return {
    tool: TOOL,
    now: settings.now,
    rules: settings.rules.map(({ id, riskLevel, settings: values }) => {
      const one = byId.get(id);
      if (one === undefined)
        throw problem({
          what: `the bundle was judged by the rule ${id}, which is not known here`,
          todo: `Use version ${settings.tool.version}, or name the plugin that has it.`,
          kind: "usage",
        });
      return { ...one, riskLevel, settings: values };
    }),
    kinds: available.kinds,
    trust: settings.trust,
    exceptions: settings.exceptions,
    ...(settings.followUp === undefined ? {} : { followUp: settings.followUp }),
    baseline: settings.baseline
      ? wholeResults(partOf(folder, BUNDLE_FILES.baseline).toString("utf8"), BUNDLE_FILES.baseline)
      : null,
    configuration: settings.configuration,
    disabledRules: settings.disabledRules,
    plugins: settings.plugins,
  };
};
