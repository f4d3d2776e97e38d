import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Exposure } from "./exposure.ts";
import type { Address, Content, Key } from "./key.ts";
import { addressIn, isWide, show } from "./places.ts";
import { constant, TRUE, type Term } from "./term.ts";
import type { Text } from "./text.ts";

/** Values of names in SMT-LIB, as z3 gives them. */
type Values = ReadonlyMap<string, string>;

/** Whether a term of and, or, not and names is true. */
const isTrue = (term: Term, values: Values): boolean => {
  if (term.op === "and") return term.args.every((arg) => isTrue(arg, values));
  if (term.op === "or") return term.args.some((arg) => isTrue(arg, values));
  if (term.op === "not") return !term.args.every((arg) => isTrue(arg, values));
  return (values.get(term.op) ?? term.op) === "true";
};

const bits = (name: string, values: Values): bigint => BigInt((values.get(name) ?? "#b0").replace("#", "0"));

const readText = ({ chars }: Text, values: Values): string =>
  chars
    .map((char) => (typeof char === "number" ? char : Number(bits(char.op, values))))
    .filter((code) => code !== 0)
    .map((code) => String.fromCodePoint(code))
    .join("");

/** `5`, `5.0`, `(- 5.0)`, `(/ 1.0 2.0)`, `(- (/ 1.0 2.0))` */
const readNumber = (text: string): number => {
  const [above = 0, below = 1] = (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  return (text.includes("(- ") ? -1 : 1) * (above / below);
};

const readAddress = (address: Address, values: Values): string =>
  show(address.version, "first" in address ? address.first : bits(address.bits.op, values));

const readContent = (content: Content, name: string, values: Values): string => {
  if ("texts" in content) return content.texts.map((text) => readText(text, values)).join("");
  if ("number" in content) return String(readNumber(values.get(content.number.op) ?? "0"));
  if ("address" in content) return readAddress(content.address, values);
  const seconds = readNumber(values.get(content.seconds.op) ?? "0");
  return name === "aws:EpochTime"
    ? String(seconds)
    : new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
};

const readKey = (key: Key, values: Values): readonly string[] =>
  key.slots
    .filter(({ there }) => isTrue(there, values))
    .flatMap(({ cases }) => cases.filter(({ when }) => isTrue(when, values)).slice(0, 1))
    .map(({ content }) => readContent(content, key.name, values));

/** The request that a model of z3's stands for: the keys that the policies ask for. */
export const requestOf = ({ request, places }: Exposure, resource: string, values: Values): Request => {
  const keys = [...request.keys.values()].filter(
    (key) => key !== null && isTrue(key.present, values),
  ) as Key[];
  const told = places.map(({ run, told }) => ({ run, allowed: constant(isTrue(told, values)) }));
  const open = told.filter(({ allowed }) => allowed === TRUE);
  const wide = open.find(({ run }) => isWide(told.filter((one) => one.run.version === run.version)) === TRUE);
  const place = wide ?? open[0];
  const from =
    isTrue(request.endpoint, values) || place === undefined ? {} : { "aws:SourceIp": addressIn(place.run) };
  return {
    principal: readKey(request.callers.principal, values)[0] ?? "",
    action: request.actions.find(({ is }) => isTrue(is, values))?.action.name ?? "",
    resource,
    context: {
      ...Object.fromEntries(
        keys.map((key) => {
          const read = readKey(key, values);
          return [key.name, key.many ? read : (read[0] ?? "")];
        }),
      ),
      ...from,
    },
  };
};
