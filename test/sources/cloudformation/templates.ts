import type { ResourceRecord, ScopeRecord } from "../../../src/model/snapshot.ts";
import type { PolicyDocument } from "../../../src/model/resource.ts";
import { analyzeFiles } from "../folder-of.ts";

const documentsOf = ({ policies }: ResourceRecord): readonly PolicyDocument[] =>
  policies as readonly PolicyDocument[];

/** What reading one template yields: each identity with the texts of its policies, and the scope. */
export const readTemplateText = async (
  text: string,
  path = "template.yaml",
): Promise<{
  readonly identities: readonly ResourceRecord[];
  readonly documents: readonly PolicyDocument[];
  readonly scope: ScopeRecord;
}> => {
  const { identities, scope } = await analyzeFiles({ [path]: text });
  return { identities, documents: identities.flatMap(documentsOf), scope };
};

/** The one statement of a document, as data. */
export const statementOf = (document: PolicyDocument | undefined): Readonly<Record<string, unknown>> =>
  (JSON.parse(document?.document ?? "null") as { readonly Statement: readonly Record<string, unknown>[] })
    .Statement[0] ?? {};

/** A policy on `resource` for `principal`, as flow YAML. */
export const grant = (principal: string, resource: string): string =>
  `{Version: 2012-10-17, Statement: [{Effect: Allow, Principal: ${principal}, Action: 'ses:SendEmail', Resource: ${resource}}]}`;
