import type { Random } from "./random.ts";

/** What an expression is meant to come to; now and then it comes to something else. */
type Kind = "text" | "number" | "bool" | "list" | "set" | "object" | "map" | "any";

const KINDS: readonly [Kind, ...Kind[]] = ["text", "number", "bool", "list", "set", "object", "map", "any"];

type Make = (kind: Kind) => string;

/** Expressions that need no other, by what they come to. */
const LEAVES: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  text: [
    '"a"',
    '"b"',
    '""',
    '"Ab c"',
    '"1"',
    '"true"',
    '"x,y"',
    "var.text",
    "var.o.a",
    "var.nothing",
    "var.lo[0].name",
  ],
  number: [
    "0",
    "1",
    "2",
    "-3",
    "1.5",
    "1e2",
    "10",
    "var.number",
    "var.lo[1].size",
    "var.mo.one.count",
    "var.t[1]",
  ],
  bool: ["true", "false", "var.flag", "var.t[2]", "var.lo[1].deep.on", "var.lo[0].deep.on"],
  list: [
    "[]",
    '["a"]',
    '["b", "a"]',
    "[1, 2]",
    '[1, "a"]',
    "[null]",
    "var.ls",
    "var.ln",
    "var.lo",
    "var.t",
    "var.lany",
    "var.untyped",
    "var.lo[1].ids",
    "var.any.list",
    '[["a"], ["b", "c"]]',
    "[{ a = 1 }, { a = 2 }]",
  ],
  set: ["var.ss", "var.sn", 'toset(["b", "a"])', "toset([])", "var.mo.one.who", "toset([2, 1])"],
  object: [
    "{}",
    "{ a = 1 }",
    '{ a = "x", b = 2 }',
    "var.o",
    "var.lo[0]",
    "var.lo[1].deep",
    "{ a = null }",
    "var.any",
    "{ a = [1], b = { c = true } }",
  ],
  map: ["var.ms", "var.mo", "tomap({ a = 1 })", "tomap({})", 'tomap({ b = "x", a = "y" })'],
  any: ["null", "var.nothing", "var.mo.two.who", "var.any", "var.untyped", "var.lo[0].deep.tag"],
};

/** Expressions made of others, by what they come to. */
const MADE: Readonly<Record<Kind, readonly [(make: Make) => string, ...((make: Make) => string)[]]>> = {
  text: [
    (m) => `"\${${m("text")}}-\${${m("number")}}"`,
    (m) => `"\${${m("any")}}"`,
    (m) => `"%{ if ${m("bool")} }y\${${m("text")}}%{ else }n%{ endif }"`,
    (m) => `"%{ for x in ${m("list")} }\${x},%{ endfor }"`,
    (m) => `"%{ for k, v in ${m("map")} ~} \${k}=\${v} %{~ endfor }"`,
    (m) => `upper(${m("text")})`,
    (m) => `title(${m("text")})`,
    (m) => `join(${m("text")}, ${m("list")})`,
    (m) => `replace(${m("text")}, ${m("text")}, ${m("text")})`,
    (m) => `format("%s/%v", ${m("text")}, ${m("any")})`,
    (m) => `format("%03d|%-4s|%q", ${m("number")}, ${m("text")}, ${m("text")})`,
    (m) => `trimprefix(${m("text")}, ${m("text")})`,
    (m) => `substr(${m("text")}, ${m("number")}, ${m("number")})`,
    (m) => `jsonencode(${m("any")})`,
    (m) => `coalesce(${m("text")}, ${m("text")})`,
    (m) => `tostring(${m("number")})`,
    (m) => `tostring(${m("any")})`,
    (m) => `lookup(${m("map")}, ${m("text")}, ${m("text")})`,
    (m) => `element(${m("list")}, ${m("number")})`,
  ],
  number: [
    (m) => `${m("number")} + ${m("number")}`,
    (m) => `${m("number")} - ${m("number")} * ${m("number")}`,
    (m) => `(${m("number")} - ${m("number")}) % 3`,
    (m) => `${m("number")} / 4`,
    (m) => `-${m("number")}`,
    (m) => `length(${m("list")})`,
    (m) => `length(${m("map")})`,
    (m) => `length(${m("text")})`,
    (m) => `max(${m("number")}, ${m("number")})`,
    (m) => `floor(${m("number")})`,
    (m) => `sum(${m("list")})`,
    (m) => `tonumber(${m("text")})`,
    (m) => `abs(${m("number")})`,
    (m) => `index(${m("list")}, ${m("any")})`,
  ],
  bool: [
    (m) => `${m("any")} == ${m("any")}`,
    (m) => `${m("list")} == ${m("list")}`,
    (m) => `${m("list")} != ${m("list")}`,
    (m) => `${m("object")} == ${m("map")}`,
    (m) => `${m("set")} == ${m("set")}`,
    (m) => `${m("number")} < ${m("number")}`,
    (m) => `${m("number")} >= ${m("text")}`,
    (m) => `${m("bool")} && ${m("bool")} || ${m("bool")}`,
    (m) => `!${m("bool")} == ${m("bool")}`,
    (m) => `!(${m("bool")})`,
    (m) => `contains(${m("list")}, ${m("any")})`,
    (m) => `contains(${m("set")}, ${m("text")})`,
    (m) => `can(${m("any")})`,
    (m) => `can(${m("object")}.a)`,
    (m) => `startswith(${m("text")}, ${m("text")})`,
    (m) => `alltrue([${m("bool")}, ${m("bool")}])`,
    (m) => `anytrue(${m("list")})`,
    (m) => `tobool(${m("text")})`,
  ],
  list: [
    (m) => `[${m("any")}, ${m("any")}]`,
    (m) => `[${m("text")}]`,
    (m) => `tolist(${m("list")})`,
    (m) => `tolist(${m("set")})`,
    (m) => `concat(${m("list")}, ${m("list")})`,
    (m) => `flatten([${m("list")}, ${m("list")}])`,
    (m) => `distinct(${m("list")})`,
    (m) => `compact(${m("list")})`,
    (m) => `reverse(${m("list")})`,
    (m) => `sort(${m("list")})`,
    (m) => `slice(${m("list")}, 0, ${m("number")})`,
    (m) => `range(${m("number")}, ${m("number")})`,
    (m) => `[for x in ${m("list")} : x]`,
    (m) => `[for x in ${m("set")} : [x, ${m("text")}]]`,
    (m) => `[for k, v in ${m("map")} : { key = k, value = v }]`,
    (m) => `[for i, x in ${m("list")} : "\${i}" if ${m("bool")}]`,
    (m) => `keys(${m("map")})`,
    (m) => `keys(${m("object")})`,
    (m) => `values(${m("map")})`,
    (m) => `values(${m("object")})`,
    (m) => `split(${m("text")}, ${m("text")})`,
    (m) => `formatlist("%s!", ${m("list")})`,
    (m) => `coalescelist(${m("list")}, ${m("list")})`,
    (m) => `${m("list")}[*]`,
    (m) => `${m("any")}[*]`,
    () => "var.lo[*].name",
    (m) => `var.lo.*.ids[${m("number")}]`,
    () => "var.lo[*].ids[0]",
    (m) => `chunklist(${m("list")}, 2)`,
    (m) => `setproduct(${m("list")}, ${m("list")})`,
  ],
  set: [
    (m) => `toset(${m("list")})`,
    (m) => `setunion(${m("set")}, ${m("list")})`,
    (m) => `setsubtract(${m("set")}, ${m("list")})`,
    (m) => `setintersection(${m("set")}, ${m("set")})`,
  ],
  object: [
    (m) => `{ a = ${m("any")}, b = ${m("any")} }`,
    (m) => `merge(${m("object")}, ${m("object")})`,
    (m) => `merge(${m("map")}, ${m("object")})`,
    (m) => `{ for x in ${m("list")} : x => x }`,
    (m) => `{ for x in ${m("list")} : x => x... }`,
    (m) => `{ for k, v in ${m("map")} : upper(k) => v }`,
    (m) => `{ for k, v in ${m("object")} : k => v if v != null }`,
    (m) => `zipmap(${m("list")}, ${m("list")})`,
    (m) => `var.lo[${m("number")}]`,
    (m) => `{ (${m("text")}) = ${m("any")} }`,
  ],
  map: [
    (m) => `tomap(${m("object")})`,
    (m) => `tomap({ a = ${m("any")}, b = ${m("any")} })`,
    (m) => `merge(${m("map")}, ${m("map")})`,
    (m) => `zipmap(["a", "b"], tolist([${m("text")}, ${m("text")}]))`,
  ],
  any: [
    (m) => `${m("bool")} ? ${m("any")} : ${m("any")}`,
    (m) => `${m("bool")} ? ${m("list")} : ${m("list")}`,
    (m) => `${m("bool")} ? ${m("object")} : ${m("object")}`,
    (m) => `${m("bool")} ? ${m("text")} : ${m("bool")} ? ${m("number")} : ${m("text")}`,
    (m) => `${m("bool")} ? ${m("map")} : ${m("object")}`,
    (m) => `${m("bool")} ? ${m("set")} : ${m("list")}`,
    (m) => `try(${m("any")}, ${m("any")})`,
    (m) => `try(${m("object")}.a, ${m("text")})`,
    (m) => `${m("list")}[${m("number")}]`,
    (m) => `${m("map")}[${m("text")}]`,
    (m) => `${m("object")}.a`,
    (m) => `one(${m("list")})`,
    (m) => `lookup(${m("object")}, ${m("text")}, ${m("any")})`,
    (m) => `coalesce(${m("any")}, ${m("any")})`,
    (m) => `jsondecode(jsonencode(${m("any")}))`,
  ],
};

/** An expression of a kind, made of at most `depth` levels of others. */
const expressionOf = (random: Random, kind: Kind, depth: number): string => {
  // A wrong argument now and then: what Terraform converts, and what it refuses.
  const meant = random.chance(0.06) ? random.pick(KINDS) : kind;
  if (depth <= 0 || random.chance(0.25)) return random.pick(LEAVES[meant]);
  if (meant === "any" && random.chance(0.5)) return expressionOf(random, random.pick(KINDS), depth);
  return random.pick(MADE[meant])((inner) => operand(expressionOf(random, inner, depth - 1)));
};

/** Operators stand without parentheses half of the time: how they bind is compared too. */
const operand = (text: string): string =>
  /[ ?]/.test(text) && !/^[[{("a-z][^ ]*$/i.test(text) && text.length % 2 === 0 ? `(${text})` : text;

export const randomExpression = (random: Random): string =>
  expressionOf(random, random.pick(KINDS), 1 + random.below(3));
