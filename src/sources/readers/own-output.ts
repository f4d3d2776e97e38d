/**
 * What Postern itself writes, told by how the text begins. Its outputs repeat the policies that were judged and print commands
 * that nobody runs by reading them, so a tree that holds some is not judged by them.
 */
const BEGINNINGS: readonly (readonly [what: string, begins: RegExp])[] = [
  ["results", /^\s*\{\s*"kind":\s*"(?:results|run)",\s*"version":\s*1\b/],
  [
    "a snapshot",
    /^\s*\{\s*"kind":\s*"(?:snapshot"|[a-z][a-z0-9-]{0,60}(?:\.[a-z0-9-]{1,60}){1,5}"(?=[^{}[\]]{0,2000}"id":\s*"))/,
  ],
  ["a plan of a fix", /^\s*\{\s*"kind":\s*"plan",\s*"version":\s*1\b/],
  ["a record of its work", /^\s*\{\s*"kind":\s*"(?:manifest|journal|ledger|failed)",\s*"version":\s*1\b/],
  [
    "a SARIF report",
    /^\s*\{[^[]{0,300}"runs":\s*\[\s*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name":\s*"Postern"/,
  ],
  [
    "findings for Security Hub",
    /^\s*\[\s*\{\s*"SchemaVersion":\s*"2018-10-08",[^{}]{0,1000}"ProductName":\s*"Postern"/,
  ],
  [
    "OCSF findings",
    /^\s*\[?\s*\{\s*"class_uid":[^[]{0,1000}\[[^[]{0,300}"product":\s*\{\s*"uid":\s*"postern"/,
  ],
  ["OSCAL results", /^\s*\{\s*"assessment-results":\s*\{/],
  ["an HTML report", /^<!DOCTYPE html>[^]{0,2000}<meta name="generator" content="Postern">/],
  ["a summary", /^## Postern\n\n\*\*\d/],
  ["a JUnit report", /^<\?xml[^>]{0,100}\?>\s*<testsuites name="postern">/],
  ["a CSV report", /^\s*"status","rule","title","risk","resource","resource_id",/],
];

/** What a text is that Postern wrote; null for any other. */
export const ownOutput = (text: string): string | null =>
  BEGINNINGS.find(([, begins]) => begins.test(text))?.[0] ?? null;
