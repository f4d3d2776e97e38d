import { createHash } from "node:crypto";
import type { RuleMeta } from "../../model/rule.ts";
import { findClause, findStandard } from "../../standards/catalogue.ts";
import { by, byCodeUnits } from "../../text/order.ts";
import type { SarifComponent, SarifRelationship } from "./builder.ts";

/** Catalogues that rules are filed under, and a rule's place in them. */
export interface Taxonomies {
  readonly components: readonly SarifComponent[];
  readonly supported: NonNullable<SarifComponent["supportedTaxonomies"]>;
  of(rule: RuleMeta): SarifRelationship[];
}

interface Clause {
  readonly taxonomy: string;
  readonly id: string;
  readonly kind: "superset" | "relevant";
}

const CWE = "CWE";

/** A CWE is wider than the rule; a control is served by it (SARIF 3.53.3). */
const clausesOf = (rule: RuleMeta): readonly Clause[] => {
  const clauses: readonly Clause[] = [
    ...rule.cwe.map((id) => ({ taxonomy: CWE, id, kind: "superset" as const })),
    ...rule.compliance.map(({ standard, clause }) => ({
      taxonomy: standard,
      id: clause,
      kind: "relevant" as const,
    })),
  ];
  return [
    ...new Map(clauses.map((clause) => [JSON.stringify([clause.taxonomy, clause.id]), clause])).values(),
  ];
};

/** The same for the same rules, whatever was found. */
export const taxonomiesOf = (rules: readonly RuleMeta[]): Taxonomies => {
  const clauses = rules.flatMap(clausesOf);
  const names = [...new Set(clauses.map(({ taxonomy }) => taxonomy))].sort(byCodeUnits);
  const components = names.map((name) =>
    component(
      name,
      [...new Set(clauses.filter(({ taxonomy }) => taxonomy === name).map(({ id }) => id))].sort(byCodeUnits),
    ),
  );
  return {
    components,
    supported: components.map(({ name, guid = "" }, index) => ({ name, guid, index })),
    of: (rule) =>
      [...clausesOf(rule)]
        .sort(by(({ taxonomy }) => taxonomy))
        .map((clause) => relationship(clause, components)),
  };
};

const component = (name: string, ids: readonly string[]): SarifComponent =>
  name === CWE ? weaknesses(ids) : standard(name, ids);

const weaknesses = (ids: readonly string[]): SarifComponent => ({
  name: CWE,
  guid: CWE_GUID,
  version: "4.8",
  organization: "MITRE",
  informationUri: "https://cwe.mitre.org/",
  shortDescription: { text: "The MITRE Common Weakness Enumeration" },
  isComprehensive: false,
  taxa: ids.map((id) => ({
    id,
    helpUri: `https://cwe.mitre.org/data/definitions/${id.replace(/^CWE-/, "")}.html`,
  })),
});

/** A plugin may name a standard that the catalogue does not have. */
const standard = (name: string, ids: readonly string[]): SarifComponent => {
  const known = findStandard(name);
  return {
    name,
    guid: guidOf(name),
    ...(known === undefined
      ? {}
      : { fullName: known.title, version: known.edition, informationUri: known.url }),
    shortDescription: { text: known?.title ?? name },
    isComprehensive: false,
    taxa: ids.map((id) => {
      const title = findClause(name, id)?.title;
      return title === undefined ? { id } : { id, shortDescription: { text: title } };
    }),
  };
};

const relationship = (
  { taxonomy, id, kind }: Clause,
  components: readonly SarifComponent[],
): SarifRelationship => {
  const index = components.findIndex(({ name }) => name === taxonomy);
  const found = components[index];
  return {
    target: {
      id,
      index: (found?.taxa ?? []).findIndex((taxon) => taxon.id === id),
      toolComponent: { name: taxonomy, index, guid: found?.guid ?? "" },
    },
    kinds: [kind],
  };
};

/** The one that github.com/sarif-standard/taxonomies gives CWE 4.8; it is fixed per version. */
const CWE_GUID = "a70fcff4-f2e9-4210-9d2a-bf50d7d64d5d";

/** Version 5 (RFC 9562), so that a standard has the same for ever; the schema knows no version past 5. */
const guidOf = (name: string): string => {
  const hash = createHash("sha1").update(NAMESPACE, "hex").update(`postern/taxonomy/${name}`).digest();
  const hex = hash.subarray(0, 16).toString("hex");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join("-");
};

/** RFC 9562's namespace for URLs, in hexadecimal. */
const NAMESPACE = "6ba7b8119dad11d180b400c04fd430c8";
