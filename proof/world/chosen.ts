import type { Policy } from "../../src/policy/shapes.ts";
import { instances } from "./globs.ts";
import { cut, distinct, TO_EXPAND, type Part } from "./part.ts";
import { conditionsOf, mentions, valuesFor } from "./values.ts";

/** Near misses of numbers: the number, a little less, a little more, and written otherwise. */
const near = (text: string): readonly string[] => {
  const value = Number(text);
  return Number.isNaN(value) || text.trim() === "" ? [] : [value - 0.5, value, value + 0.5].map(String);
};

/** What one who writes free text might write: each constant, members of each pattern, two patterns at once, near misses, variables. */
export const writings = (policies: readonly Policy[], key: string): readonly string[] => {
  const values = valuesFor(policies, key);
  const plain = values.filter((value) => !value.includes("${"));
  const variables = [...new Set(conditionsOf(policies).flatMap((condition) => meeting(condition, key)))];
  return [
    ...new Set([
      "zz",
      ...plain,
      ...plain.flatMap((one) => instances(one)),
      ...plain.flatMap((one) =>
        plain
          .filter((other) => other !== one)
          .flatMap((other) => instances(one.replace("*", other.replaceAll("*", "q")))),
      ),
      ...plain.flatMap(near),
      ...plain.map((one) => one.toUpperCase()),
      ...variables,
      ...resourcePieces(policies, key),
    ]),
  ];
};

/** Where this key stands as a variable beside another key, that other key's value meets it; and the other way round. */
const meeting = (
  condition: { readonly key: string; readonly values: readonly { readonly text: string }[] },
  key: string,
): readonly string[] =>
  condition.values.flatMap(({ text }) => {
    if (!text.includes("${")) return [];
    if (condition.key.toLowerCase() === key.toLowerCase()) return [text, TO_EXPAND + text];
    const [before, after] = around(text, key) ?? [];
    if (before === undefined || after === undefined) return [];
    const whole = /^aws:(\w+)OrgPaths$/i.exec(condition.key)?.[1];
    return whole === undefined
      ? [`${TO_EXPAND}\${${condition.key}}`, cut(before, after, condition.key)]
      : ["", "/r-zz99"].map((root) => `${TO_EXPAND}\${aws:${whole}OrgID}${root}`);
  });

/** What stands before a variable and behind it. */
const around = (text: string, key: string): readonly [string, string] | null => {
  const start = text.toLowerCase().indexOf(`\${${key.toLowerCase()}`);
  return start === -1 ? null : [text.slice(0, start), text.slice(text.indexOf("}", start) + 1)];
};

/** What a variable in Resource must be for the pattern to be this resource. */
const resourcePieces = (policies: readonly Policy[], key: string): readonly string[] =>
  policies.flatMap(({ statements }) =>
    statements.flatMap(({ resource }) =>
      resource.values
        .filter((value) => value.text.toLowerCase().includes(`\${${key.toLowerCase()}}`))
        .map(() => "example.com"),
    ),
  );

const part = (key: string, value: string | readonly string[]): Part => {
  const open = [value].flat().some((text) => text.startsWith(TO_EXPAND));
  return { mark: "", context: { [key]: value }, ...(open ? { open } : {}) };
};

/** Mail addresses: none holds a wildcard. */
export const isAddress = (text: string): boolean => !/[*?]/.test(text);

const isAnything = (): boolean => true;

/** A key of free text: absent where it may be, then each writing that can be one and that the policies tell apart. */
export const freeText = (
  policies: readonly Policy[],
  key: string,
  optional: boolean,
  canBe: (text: string) => boolean = isAnything,
): readonly Part[] =>
  mentions(policies, key)
    ? distinct(
        [
          ...(optional ? [{ mark: "", context: {} }] : []),
          ...writings(policies, key)
            .filter(canBe)
            .map((text) => part(key, text)),
        ],
        [key],
        policies,
      )
    : [{ mark: "", context: optional ? {} : { [key]: "zz" } }];

/** A key with several values: none, one, two. */
export const list = (
  policies: readonly Policy[],
  key: string,
  optional: boolean,
  canBe: (text: string) => boolean = isAnything,
): readonly Part[] => {
  if (!mentions(policies, key)) return [{ mark: "", context: optional ? {} : { [key]: ["zz"] } }];
  const values = writings(policies, key).filter(canBe);
  return distinct(
    [
      ...(optional ? [{ mark: "", context: {} }] : []),
      ...values.map((one) => part(key, [one])),
      ...values.flatMap((one) => values.map((other) => part(key, [one, other]))),
    ],
    [key],
    policies,
  );
};

/** The tags that the policies ask a caller for. */
export const tagKeys = (policies: readonly Policy[]): readonly string[] => {
  const texts = [
    ...conditionsOf(policies).flatMap((condition) => [
      condition.key,
      ...condition.values.flatMap((value) =>
        [...value.text.matchAll(/\$\{([^},]+)/g)].map((match) => match[1] ?? ""),
      ),
    ]),
    ...policies.flatMap(({ statements }) =>
      statements.flatMap(({ resource }) =>
        resource.values.flatMap((value) =>
          [...value.text.matchAll(/\$\{([^},]+)/g)].map((match) => match[1] ?? ""),
        ),
      ),
    ),
  ].map((text) => text.trim().toLowerCase());
  return [...new Set(texts.filter((text) => text.startsWith("aws:principaltag/")))].map(
    (text) => `aws:PrincipalTag/${text.slice("aws:principaltag/".length)}`,
  );
};
