import type { Random } from "./random.ts";

/** A configuration as Terraform takes it: its files by path, and the expression of each output of the root module. */
export interface Configuration {
  readonly files: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
}

const WORDS = ["a", "b", "k", "name", "x-y"] as const;
const ATTRIBUTES = ["who", "size", "on", "tags"] as const;

/** A type constraint, and texts of values that Terraform takes for it. */
interface Typed {
  readonly type: string;
  readonly value: () => string;
}

const text = (random: Random): Typed => ({
  type: "string",
  value: () => random.pick(['"a"', '"b c"', '""', "1", "true", '"$${x}"', '"é"']),
});
const number = (random: Random): Typed => ({
  type: "number",
  value: () => random.pick(["0", "1", '"2"', "1.5", "1e2", "-3", '"007"']),
});
const boolean = (random: Random): Typed => ({
  type: "bool",
  value: () => random.pick(["true", "false", '"true"', '"0"']),
});

const typed = (random: Random, depth: number): Typed => {
  if (depth <= 0 || random.chance(0.3)) return random.pick([text, number, boolean, text])(random);
  return random.pick([list, list, set, map, object, object, tuple, any])(random, depth - 1);
};

const several = (random: Random, make: () => string): readonly string[] =>
  Array.from({ length: random.below(4) }, make);

const list = (random: Random, depth: number): Typed => {
  const element = typed(random, depth);
  return { type: `list(${element.type})`, value: () => `[${several(random, element.value).join(", ")}]` };
};

const set = (random: Random, depth: number): Typed => {
  const element = typed(random, Math.min(depth, 1));
  return { type: `set(${element.type})`, value: () => `[${several(random, element.value).join(", ")}]` };
};

const entries = (names: readonly string[], value: (name: string) => string): string =>
  `{ ${[...new Set(names)].map((name) => `${JSON.stringify(name)} = ${value(name)}`).join(", ")} }`;

const map = (random: Random, depth: number): Typed => {
  const element = typed(random, depth);
  return {
    type: `map(${element.type})`,
    value: () =>
      entries(
        several(random, () => random.pick(WORDS)),
        element.value,
      ),
  };
};

const object = (random: Random, depth: number): Typed => {
  const attributes = ATTRIBUTES.slice(0, 1 + random.below(4)).map((name) => {
    const inner = typed(random, depth);
    const kind = random.pick(["required", "optional", "default"]);
    const standard = inner.value();
    const type =
      kind === "required"
        ? inner.type
        : kind === "optional"
          ? `optional(${inner.type})`
          : `optional(${inner.type}, ${standard})`;
    return { name, type, inner, isOptional: kind !== "required" };
  });
  return {
    type: `object({ ${attributes.map(({ name, type }) => `${name} = ${type}`).join(", ")} })`,
    value: () => {
      const given = attributes.filter(({ isOptional }) => !isOptional || random.chance(0.5));
      const values = new Map<string, string>(
        given.map(({ name, inner, isOptional }) => [
          name,
          isOptional && random.chance(0.2) ? "null" : inner.value(),
        ]),
      );
      const more = random.chance(0.2) ? ["more"] : [];
      return entries([...values.keys(), ...more], (name) => values.get(name) ?? '"dropped"');
    },
  };
};

const tuple = (random: Random, depth: number): Typed => {
  const items = [typed(random, depth), typed(random, depth)];
  return {
    type: `tuple([${items.map(({ type }) => type).join(", ")}])`,
    value: () => `[${items.map(({ value }) => value()).join(", ")}]`,
  };
};

const any = (random: Random, depth: number): Typed => ({
  type: random.pick(["any", "list(any)", "map(any)"]),
  value: () => typed(random, depth).value(),
});

/** Questions about a value of any type; one that does not apply is refused, and `try` says so. */
const QUESTIONS: readonly [(v: string, w: string) => string, ...((v: string, w: string) => string)[]] = [
  (v) => v,
  (v, w) => `${v} == ${w}`,
  (v) => `${v} == []`,
  (v) => `${v} == {}`,
  (v) => `${v} != null`,
  (v) => `[for x in ${v} : x]`,
  (v) => `[for k, x in ${v} : "\${k}"]`,
  (v) => `{ for k, x in ${v} : k => x if x != null }`,
  (v) => `${v}.who`,
  (v) => `${v}[*].who`,
  (v) => `${v}["a"]`,
  (v) => `${v}[0]`,
  (v) => `length(${v})`,
  (v) => `keys(${v})`,
  (v) => `values(${v})`,
  (v, w) => `concat(${v}, ${w})`,
  (v, w) => `merge(${v}, ${w})`,
  (v) => `toset(${v})`,
  (v) => `flatten([${v}, [${v}]])`,
  (v, w) => `true ? ${v} : ${w}`,
  (v) => `${v} == null ? [] : ${v}`,
  (v) => `<<-EOT\n    %{ for x in ${v} ~}\n    - \${jsonencode(x)}\n    %{ endfor ~}\n  EOT\n`,
  (v) => `lookup(${v}, "who", "none")`,
  (v) => `jsondecode(jsonencode(${v})) == ${v}`,
  (v, w) => `contains([${v}], ${w})`,
  (v) => `try(tomap(${v}), tolist(${v}), "neither")`,
];

const declared = (name: string, { type, value }: Typed, more: string): string =>
  `variable "${name}" {\n  type = ${type}${more}\n  default = ${value()}\n}\n`;

export const randomConfiguration = (random: Random): Configuration => {
  const [one, other] = [typed(random, 2), typed(random, 2)];
  const nullable = random.chance(0.3) ? "\n  nullable = false" : "";
  const isLoaded = random.chance(0.4);
  const call = random.chance(0.3) ? "module" : "resource";
  const given = random.chance(0.3) ? "null" : random.pick(["var.v", one.value(), "local.l"]);
  const each = random.pick(["var.w", "local.l", `toset(["a", "b"])`, "{ a = 1, b = [2] }"]);
  const files: Record<string, string> = {
    "main.tf": `${declared("v", one, nullable)}${declared("w", other, "")}locals {\n  l = ${random.pick(["var.v", "[var.v, var.w]", "{ k = var.v }", "try(var.v.who, var.w)"])}\n}\n${
      call === "module"
        ? `module "m" {\n  source = "./m"\n  v = ${given}\n}\n`
        : `resource "terraform_data" "r" {\n  for_each = try({ for k, x in ${each} : k => x }, toset(["z"]))\n  input = [each.key, each.value, local.l]\n}\n`
    }`,
    ...(isLoaded ? { "terraform.tfvars": `v = ${one.value()}\n` } : {}),
    ...(call === "module"
      ? {
          "m/main.tf": `${declared("v", one, nullable)}output "v" {\n  value = var.v\n}\noutput "text" {\n  value = "<\${jsonencode(var.v)}>"\n}\n`,
        }
      : {}),
  };
  const names = ["var.v", "var.w", "local.l", call === "module" ? "module.m.v" : "var.v"] as const;
  const outputs = Array.from({ length: 5 }, () =>
    random.pick(QUESTIONS)(random.pick(names), random.pick(names)),
  );
  const made = call === "module" ? "module.m.text" : "{ for k, x in terraform_data.r : k => x.input }";
  return { files, outputs: [...outputs, made] };
};
