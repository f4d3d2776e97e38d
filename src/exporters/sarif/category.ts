import { parseScope, type ScopeId } from "../../model/scope.ts";
import { digest } from "./fingerprint.ts";

/**
 * The category of a scope's alerts, as `automationDetails.id` holds it.
 *
 * It ends with a slash, or GitHub takes the last part for a run's number; no date is in it, for a category that is never
 * sent again keeps its alerts open for ever. `continuation` numbers the runs of a scope that needs several, from 1.
 */
export const categoryOf = (scope: ScopeId, continuation: number): string =>
  `postern/${distinct(scope)}/${continuation === 1 ? "" : `${continuation}/`}`;

/**
 * The uploading action takes categories for one that differ in punctuation or case only (codeql-action,
 * `validateUniqueCategory`), so a tree with more in its name than a lower-case path has gets eight digits of its hash.
 */
const distinct = (id: ScopeId): string => {
  const scope = parseScope(id);
  if (scope?.provider !== "files" || /^(\.|[a-z0-9]+(\/[a-z0-9]+)*)$/.test(scope.tree)) return id;
  return `files/${scope.tree}-${digest(scope.tree).slice(0, 8)}/${scope.service}`;
};
