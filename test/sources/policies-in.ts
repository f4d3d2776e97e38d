import type { PolicyDocument } from "../../src/model/resource.ts";
import { analyzeFiles } from "./folder-of.ts";

/** One policy of a folder as a test wants to see it. */
export interface SeenPolicy {
  readonly identity: string;
  readonly region: string | undefined;
  readonly name: string;
  readonly document: unknown;
  /** `file:line` of the statement, or of the whole. */
  readonly at: string | null;
  /** What could not be resolved. */
  readonly open: readonly string[];
}

/** Every policy that analysing a folder of these files finds, and what was not understood, `file:line`. */
export const policiesIn = async (
  files: Readonly<Record<string, string>>,
): Promise<{ readonly policies: readonly SeenPolicy[]; readonly unread: readonly string[] }> => {
  const { identities, scope } = await analyzeFiles(files);
  return {
    policies: identities.flatMap((identity) =>
      (identity["policies"] as readonly PolicyDocument[]).map((policy) => seen(identity, policy)),
    ),
    unread: (scope.files ?? [])
      .filter(({ status }) => status === "not-understood")
      .map(({ path, line }) => `${path}:${line ?? ""}`),
  };
};

const seen = (
  identity: Readonly<Record<string, unknown>>,
  { name, document, places = {}, unresolved = [] }: PolicyDocument,
): SeenPolicy => {
  const place = places["/Statement/0"] ?? places["/Statement"] ?? places[""];
  return {
    identity: String(identity["name"]),
    region: String(identity["arn"]).split(":")[3],
    name,
    document: parsed(document),
    at: place === undefined ? null : `${place.file}:${place.startLine}`,
    open: unresolved.map(({ expression }) => expression),
  };
};

const parsed = (document: string): unknown => {
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
};
