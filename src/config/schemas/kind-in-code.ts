import { closed, listOf, mapOf, oneOf, PROSE, TEXT, type JsonSchema } from "./schema.ts";

/** A regular expression that is tested: the flags `g` and `y` would make each test depend on the one before. */
const PATTERN: JsonSchema = {
  description: "a regular expression without the flags g and y",
  ...closed({
    source: TEXT,
    flags: {
      description: "flags of a regular expression without g and y",
      type: "string",
      pattern: "^[dimsuv]*$",
    },
  }),
};

/** A regular expression for `matchAll`. */
const GLOBAL_PATTERN: JsonSchema = {
  description: "a regular expression with the flag g",
  ...closed({
    source: TEXT,
    flags: {
      description: "flags of a regular expression with g",
      type: "string",
      pattern: "^[dimsuv]*g[dimsuv]*$",
    },
  }),
};

const NAMES: JsonSchema = listOf(TEXT);
const TRUE: JsonSchema = { const: true };

const WORDS: JsonSchema = closed(
  {
    service: PROSE,
    one: PROSE,
    a: PROSE,
    many: PROSE,
    short: PROSE,
    aShort: PROSE,
    policy: PROSE,
    output: PROSE,
    longest: PROSE,
  },
  ["output", "longest"],
);

const TERRAFORM_TYPE: JsonSchema = closed(
  { name: PROSE, unnamed: TRUE, id: { const: "arn" }, policy: PROSE, tags: PROSE },
  ["unnamed", "id", "policy", "tags"],
);

const TERRAFORM: JsonSchema = closed(
  {
    mark: PATTERN,
    writes: PATTERN,
    types: mapOf(TERRAFORM_TYPE),
    policyTypes: mapOf(closed({ resource: PROSE, name: PROSE, policy: PROSE }, ["name", "policy"])),
    naming: mapOf(TERRAFORM_TYPE),
    ownTypes: PATTERN,
    likely: PATTERN,
  },
  ["naming"],
);

const CLOUDFORMATION: JsonSchema = closed(
  {
    types: mapOf(
      closed(
        {
          name: PROSE,
          unnamed: TRUE,
          policy: PROSE,
          properties: NAMES,
          ref: { const: "arn" },
          attributes: mapOf(oneOf(["name", "arn"])),
          tags: PROSE,
        },
        ["unnamed", "policy", "properties", "ref", "attributes", "tags"],
      ),
    ),
    policyTypes: mapOf(closed({ resources: PROSE, policy: PROSE })),
    writes: PATTERN,
    inText: PATTERN,
    inProgram: PATTERN,
    custom: closed({
      type: PATTERN,
      resource: NAMES,
      policy: NAMES,
      name: NAMES,
      likely: PATTERN,
      region: PATTERN,
    }),
    transforms: NAMES,
  },
  ["policyTypes", "custom", "transforms"],
);

const OPTION: JsonSchema = closed({ option: PROSE, members: NAMES });

const COMMANDS: JsonSchema = closed({
  service: PATTERN,
  serviceWithin: PATTERN,
  operation: PATTERN,
  operationWithin: PATTERN,
  operations: NAMES,
  own: listOf(NAMES),
  resource: listOf(OPTION),
  name: OPTION,
  policy: OPTION,
});

const PROGRAMS: JsonSchema = closed({
  resource: PATTERN,
  operation: PATTERN,
  operations: NAMES,
  head: PATTERN,
  action: PATTERN,
  own: listOf(PATTERN),
  ownWithin: PATTERN,
  serviceWithin: PATTERN,
  service: PATTERN,
  client: PATTERN,
  clientName: PATTERN,
  parameters: closed({ resource: NAMES, policy: NAMES, name: NAMES }),
  declared: mapOf(NAMES),
  attributes: closed({ name: NAMES, arn: NAMES, node: TEXT }),
  intoPolicy: PATTERN,
  harmless: PATTERN,
  constructed: { type: "string", pattern: "^\\w+$" },
  renamed: PATTERN,
  inherited: PATTERN,
  mocked: PATTERN,
});

/** How a kind stands in source code: `KindInCode` of src/model/kind-in-code.ts without its function. */
export const KIND_IN_CODE: JsonSchema = closed(
  {
    words: WORDS,
    arn: closed({ service: PROSE, before: TEXT, actions: PROSE }, ["actions"]),
    mark: PATTERN,
    speaksOf: PATTERN,
    writers: closed({ uses: listOf(GLOBAL_PATTERN), name: PATTERN, marks: listOf(PROSE) }),
    terraform: TERRAFORM,
    cloudFormation: CLOUDFORMATION,
    policyFiles: closed({ lists: NAMES, inText: PATTERN }),
    commands: COMMANDS,
    programs: PROGRAMS,
    ansible: closed({ mark: PROSE, module: PATTERN, resource: NAMES, name: NAMES, policy: NAMES }),
    crossplane: closed({
      mark: PROSE,
      kind: PATTERN,
      apiVersion: PATTERN,
      resource: NAMES,
      references: NAMES,
      name: NAMES,
      policy: NAMES,
      declared: PATTERN,
      declaredName: NAMES,
    }),
    pulumi: closed({
      mark: PROSE,
      policyType: PATTERN,
      resource: NAMES,
      name: NAMES,
      policy: NAMES,
      declared: listOf({ type: "array", prefixItems: [PATTERN, TEXT], minItems: 2, maxItems: 2 }),
    }),
  },
  ["policyFiles", "commands", "programs", "ansible", "crossplane", "pulumi"],
);
