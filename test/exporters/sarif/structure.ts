import { visible } from "../../../src/text/visible.ts";
import type { SarifComponent, SarifLog, SarifRun } from "../../../src/exporters/sarif/builder.ts";

/**
 * The parts of SARIF 2.1.0 that its JSON Schema cannot say, or that hold here alone: every breach as a line. It needs no
 * file from outside, so that it runs everywhere.
 */
export const brokenStructure = (file: string): readonly string[] => {
  const log = JSON.parse(file) as SarifLog;
  return [
    ...when(!file.endsWith("\n") || file.includes("\r"), "lines do not end with a line feed"),
    ...when(!(log.$schema ?? "").startsWith("https://"), "$schema is not https"),
    ...when(file !== visible(file) || /\\u00[01]/.test(file), "control characters"),
    ...when(/\/(home|Users|root|tmp)\/|[A-Z]:\\\\/.test(file), "a local path"),
    ...when(/SARIF_BUILDER_INVALID: /.test(file), "a placeholder of the library"),
    ...log.runs.flatMap(brokenRun),
  ];
};

const brokenRun = (run: SarifRun): readonly string[] => {
  const rules = run.tool.driver.rules ?? [];
  const ids = rules.map(({ id }) => id);
  return [
    ...when(new Set(ids).size < ids.length, "a rule twice"),
    ...when(run.tool.driver.name !== "Postern", "another tool"),
    ...when(!/^\d+\.\d+\.\d+/.test(run.tool.driver.semanticVersion ?? ""), "no semantic version"),
    ...when(run.originalUriBaseIds?.["%SRCROOT%"] === undefined, "no base of uris"),
    ...(run.results ?? []).flatMap((result) => {
      const { ruleId = "", ruleIndex = -1, locations = [], message, relatedLocations = [] } = result;
      const linked = [...(message.text ?? "").matchAll(/\]\((\d+)\)/g)].map(([, id]) => Number(id));
      const related = relatedLocations.map(({ id }) => id);
      return [
        ...when(ids[ruleIndex] !== ruleId, `${ruleId}: its index is another rule's`),
        ...when(/[{}]/.test(message.text ?? ""), `${ruleId}: braces are placeholders`),
        ...when(/[\r\n]/.test(message.text ?? ""), `${ruleId}: a message of several lines`),
        ...when(!linked.every((id) => related.includes(id)), `${ruleId}: a link to nothing`),
        ...when(new Set(related).size < related.length, `${ruleId}: a related location's id twice`),
        ...when(
          result.kind !== undefined && result.kind !== "fail" && result.level !== "none",
          `${ruleId}: a level on what is no failure`,
        ),
        ...when(
          !locations.every(({ physicalLocation }) => {
            const { index, uriBaseId = "" } = physicalLocation?.artifactLocation ?? {};
            return index === undefined && run.originalUriBaseIds?.[uriBaseId] !== undefined;
          }),
          `${ruleId}: an index into nothing, or a base of uris that is not there`,
        ),
      ];
    }),
    ...brokenTaxonomies(run),
  ];
};

/** Versions 1 to 5 alone: the schema's pattern. */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const brokenTaxonomies = (run: SarifRun): readonly string[] => {
  const taxonomies = run.taxonomies ?? [];
  const matches = (reference: {
    name?: string | undefined;
    index?: number | undefined;
    guid?: string | undefined;
  }): SarifComponent | null => {
    const found = taxonomies[reference.index ?? -1];
    return found !== undefined && found.name === reference.name && found.guid === reference.guid
      ? found
      : null;
  };
  return [
    ...taxonomies.flatMap(({ name, guid = "", taxa = [] }) => [
      ...when(!GUID.test(guid), `${name}: ${guid} is no guid of version 1 to 5`),
      ...when(new Set(taxa.map(({ id }) => id)).size < taxa.length, `${name}: a taxon twice`),
    ]),
    ...when(
      !(run.tool.driver.supportedTaxonomies ?? []).every((reference) => matches(reference) !== null),
      "a supported taxonomy that is not there",
    ),
    ...(run.tool.driver.rules ?? []).flatMap(({ id, relationships = [] }) =>
      relationships.flatMap(({ target }) =>
        when(
          target.toolComponent === undefined ||
            matches(target.toolComponent)?.taxa?.[target.index ?? -1]?.id !== target.id,
          `${id}: a relationship to nothing`,
        ),
      ),
    ),
  ];
};

const when = (wrong: boolean, says: string): readonly string[] => (wrong ? [says] : []);
