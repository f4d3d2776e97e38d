import type { CaseRecord } from "../model/rule-case.ts";

/** Texts that a policy, a name or a status could hold and nobody expects; the deep one is JSON that a recursive walker cannot survive. */
const ODD_TEXTS: readonly string[] = [
  "",
  " ",
  "null",
  "[]",
  "{}",
  "{",
  '"*"',
  '{"Statement":"*"}',
  '{"Statement":[null,1,"x",[],{}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":null},"Action":[[]],"Condition":[]}}',
  '{"Statement":[],"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  '{"__proto__":{"Statement":[]},"constructor":1}',
  "<img src=x onerror=alert(1)>",
  "\u0000\u001b[31m\u202e\ud800",
  `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
];

/** The record with one text in it replaced by an odd one, for every text and every odd one; id, kind and scope stay. */
export function* oddRecords(record: CaseRecord): Iterable<CaseRecord> {
  const { id, kind: _kind, scope: _scope, ...facts } = record;
  for (const path of pathsOfTexts(facts)) {
    for (const text of ODD_TEXTS) yield { ...record, ...(replaced(facts, path, text) as object), id };
  }
}

type Path = readonly string[];

const pathsOfTexts = (value: unknown): readonly Path[] => {
  if (typeof value === "string") return [[]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    pathsOfTexts(member).map((rest) => [name, ...rest]),
  );
};

const replaced = (value: unknown, [name, ...rest]: Path, text: string): unknown => {
  if (name === undefined) return text;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, text);
  return copy;
};
