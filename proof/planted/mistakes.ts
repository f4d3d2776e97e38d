/** A mistake to plant: one text of one file of src/policy, and what to put in its place. */
export interface Mistake {
  readonly name: string;
  /** Below src/policy. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const MISSING = 'whenMissing: ifExists || (qualifier === null ? negated : qualifier === "ForAllValues"),';

export const MISTAKES: readonly Mistake[] = [
  {
    name: "IfExists is read as the plain operator",
    file: "decide/compile/predicate.ts",
    find: MISSING,
    replace: 'whenMissing: qualifier === null ? negated : qualifier === "ForAllValues",',
  },
  {
    name: "ForAllValues is false on a missing key",
    file: "decide/compile/predicate.ts",
    find: MISSING,
    replace: "whenMissing: ifExists || (qualifier === null ? negated : false),",
  },
  {
    name: "ForAnyValue is true on a missing key",
    file: "decide/compile/predicate.ts",
    find: MISSING,
    replace: "whenMissing: ifExists || (qualifier === null ? negated : true),",
  },
  {
    name: "a negated operator is false on a missing key",
    file: "decide/compile/predicate.ts",
    find: MISSING,
    replace: 'whenMissing: ifExists || (qualifier === null ? false : qualifier === "ForAllValues"),',
  },
  {
    name: "a positive operator is true on a missing key",
    file: "decide/compile/predicate.ts",
    find: MISSING,
    replace: 'whenMissing: ifExists || (qualifier === null ? true : qualifier === "ForAllValues"),',
  },
  {
    name: "ForAllValues and ForAnyValue are exchanged on keys that are there",
    file: "decide/compile/predicate.ts",
    find: 'every: qualifier === null ? negated : qualifier === "ForAllValues",',
    replace: 'every: qualifier === null ? negated : qualifier === "ForAnyValue",',
  },
  {
    name: "Null is turned round",
    file: "decide/compile/predicate.ts",
    find: 'whenMissing: fixed ?? says("true"),',
    replace: 'whenMissing: fixed ?? says("false"),',
  },
  {
    name: "Null heeds no set operator",
    file: "decide/compile/predicate.ts",
    find: "whenMissing: fixed ?? says(",
    replace: "whenMissing: says(",
  },
  {
    name: "variables stand in string operators only",
    file: "decide/compile/predicate.ts",
    find: 'operator.startsWith("String") || operator.startsWith("Arn");',
    replace: 'operator.startsWith("String");',
  },
  {
    name: "variables are expanded under 2008-10-17",
    file: "decide/compile/statement.ts",
    find: 'const variables = policy.version === "2012-10-17";',
    replace: "const variables = true;",
  },
  {
    name: "variables are never expanded",
    file: "decide/compile/statement.ts",
    find: 'const variables = policy.version === "2012-10-17";',
    replace: "const variables = false;",
  },
  {
    name: "an escaped star is a wildcard",
    file: "decide/compile/policy-variables.ts",
    find: 'if (inner === "*" || inner === "?" || inner === "$") return { exact: literal(inner) };',
    replace: 'if (inner === "*" || inner === "?" || inner === "$") return textPiece(inner);',
  },
  {
    name: "a variable's default is not used",
    file: "decide/compile/policy-variables.ts",
    find: "valueOf(piece.variable) ?? piece.fallback;",
    replace: "valueOf(piece.variable);",
  },
  {
    name: "a variable without a value is empty text",
    file: "decide/compile/policy-variables.ts",
    find: "return value === null ? null : literal(value);",
    replace: 'return literal(value ?? "");',
  },
  {
    name: "only the first block of a list of CIDR blocks counts",
    file: "decide/compile/operand.ts",
    find: "addresses: blocks(texts) };",
    replace: "addresses: blocks(texts.slice(0, 1)) };",
  },
  {
    name: "a star crosses colons in ARN operators",
    file: "decide/compile/operand.ts",
    find: 'if (operator.startsWith("Arn")) return { form: "arn", patterns };',
    replace: 'if (operator.startsWith("Arn")) return { form: "glob", patterns };',
  },
  {
    name: "a star is a wildcard in StringEquals",
    file: "decide/compile/operand.ts",
    find: 'if (operator === "StringLike" || operator === "StringNotLike")',
    replace: 'if (operator.startsWith("String"))',
  },
  {
    name: "IgnoreCase is ignored",
    file: "decide/compile/operand.ts",
    find: 'fold: operator.endsWith("IgnoreCase")',
    replace: "fold: false",
  },
  {
    name: "the zone of a date is ignored",
    file: "decide/compile/operand.ts",
    find: "seconds(`${minute}:${second}${zone}`, Number(`0${fraction}`));",
    replace: "seconds(`${minute}:${second}Z`, Number(`0${fraction}`));",
  },
  {
    name: "LessThan takes the bound itself",
    file: "decide/compile/operand.ts",
    find: 'if (operator.endsWith("LessThan")) return [[LEAST, value]];',
    replace: 'if (operator.endsWith("LessThan")) return [[LEAST, above(value)]];',
  },
  {
    name: "NotAction is read as Action",
    file: "decide/compile/statement.ts",
    find: "if (!not) return bits;",
    replace: "if (!not || bits > 0) return bits;",
  },
  {
    name: "NotResource is read as Resource",
    file: "decide/compile/statement.ts",
    find: "element.values.some((value) => fitsResource(value.text, resource)) !== element.not;",
    replace: "element.values.some((value) => fitsResource(value.text, resource));",
  },
  {
    name: "action names are compared with regard to case",
    file: "decide/compile/actions.ts",
    find: "matching(pattern.toLowerCase(), asked);",
    replace: "matching(pattern, asked);",
  },
  {
    name: "NotPrincipal means nobody",
    file: "decide/search/principal.ts",
    find: "if (caller.account === null) return element.not;",
    replace: "if (caller.account === null) return false;",
  },
  {
    name: "NotPrincipal does not spare a listed account",
    file: "decide/search/principal.ts",
    find: "const names = namesIn(element, account);",
    replace: "const names = element.not ? [] : namesIn(element, account);",
  },
  {
    name: "a Deny is not weighed",
    file: "decide/search/query.ts",
    find: "    denies,",
    replace: "    denies: [],",
  },
  {
    name: "only the first Deny is weighed",
    file: "decide/search/query.ts",
    find: "    denies,",
    replace: "    denies: denies.slice(0, 1),",
  },
  {
    name: "only the first Allow is weighed",
    file: "decide/search/query.ts",
    find: "    allows,",
    replace: "    allows: allows.slice(0, 1),",
  },
  {
    name: "a trusted account is an outsider",
    file: "decide/who/named-account.ts",
    find: ".filter((account) => account !== owner && !trust.accounts.includes(account))",
    replace: ".filter((account) => account !== owner)",
  },
  {
    name: "a request may be made in the past",
    file: "decide/solve/solve-range.ts",
    find: "[[Math.max(now, first), 2 ** 53]]",
    replace: "[[first, 2 ** 53]]",
  },
  {
    name: "SourceIp holds private addresses",
    file: "decide/solve/solve-range.ts",
    find: "const left = addressesLeft(constraints, space);",
    replace: "const left = addressesLeft(constraints, ALL_ADDRESSES);",
  },
  {
    name: "a network as wide as /7 is a fixed place",
    file: "sets/addresses.ts",
    find: "filling(addresses.v4, 0, V4_END, 2 ** 24)",
    replace: "filling(addresses.v4, 0, V4_END, 2 ** 25)",
  },
  {
    name: "an IAM path holds no colon",
    file: "decide/request/value-formats.ts",
    find: 'const PATH: Tokens = [many("[!-~]"), "/"];',
    replace: 'const PATH: Tokens = [many("[!-9;-~]"), "/"];',
  },
  {
    name: "the account is chosen apart from the principal's ARN",
    file: "keys.ts",
    find: 'variable: "principal",\n    part: "account",\n',
    replace: "",
  },
  {
    name: "the organisation is chosen apart from its paths",
    file: "keys.ts",
    find: '    name: "aws:PrincipalOrgPaths",\n    class: "caller",\n    type: "string",\n    variable: "organization",',
    replace: '    name: "aws:PrincipalOrgPaths",\n    class: "caller",\n    type: "string",',
  },
  {
    name: "EpochTime is chosen apart from CurrentTime",
    file: "keys.ts",
    find: 'variable: "time",\n    part: "epoch",\n',
    replace: "",
  },
  {
    name: "user names are anybody's",
    file: "keys.ts",
    find: 'variable: "principal",\n    part: "user name",\n',
    replace: "",
  },
  {
    name: "a key that is compared with itself may be another",
    file: "decide/relations/equalities.ts",
    find: "  if (empty.length === 0) return relation.sign ? [] : null;",
    replace: "  if (empty.length === 0) return [];",
  },
  {
    name: "the parts of a known text are not what a variable can be",
    file: "decide/relations/substring.ts",
    find: "if (from <= to && isMet(fits, value, tokens)) texts.add(text);",
    replace: "if (from > to && isMet(fits, value, tokens)) texts.add(text);",
  },
  {
    name: "what must not be as a variable must be as it",
    file: "decide/search/assume.ts",
    find: "({ key, sign, operator, segments })",
    replace: "({ key, sign: true, operator, segments })",
  },
  {
    name: "a key that nobody knows is never there",
    file: "decide/readings/open-questions.ts",
    find: ".filter(({ open }) => open);",
    replace: ".filter(() => false);",
  },
  {
    name: "a key that nobody knows has one value at most",
    file: "decide/readings/present-values.ts",
    find: "return cells.flatMap((value) =>",
    replace: "return cells.slice(0, 1).flatMap((value) =>",
  },
  {
    name: "ForAnyValue with IfExists is true on a missing key, for sure",
    file: "decide/readings/open-questions.ts",
    find: '{ is: "without the key", holds: false },',
    replace: '{ is: "without the key", holds: true },',
  },
  {
    name: "a failure needs the first reading of ForAnyValue with IfExists",
    file: "decide/readings/combine.ts",
    find: "const open = rows.find(({ tried }) =>",
    replace: "const open = rows.slice(0, 1).find(({ tried }) =>",
  },
  {
    name: "a list key without a set operator raises no question",
    file: "decide/readings/read-predicate.ts",
    find: "  key.meaning?.multivalued === true &&\n",
    replace: '  key.name === "" &&\n',
  },
  {
    name: "a list key without a set operator always holds on some value",
    file: "decide/readings/open-questions.ts",
    find: '    { is: "always", holds: false },\n  ],\n  "short ARN"',
    replace: '  ],\n  "short ARN"',
  },
  {
    name: "a pattern of fewer than six fields fits no ARN, for sure",
    file: "decide/readings/open-questions.ts",
    find: '"short ARN": [{ is: "as written" }, { is: "as text" }],',
    replace: '"short ARN": [{ is: "as written" }],',
  },
  {
    name: "an operator in another case is that operator, for sure",
    file: "decide/readings/open-questions.ts",
    find: 'operator: [{ is: "as written" }, { is: "always", holds: false }, { is: "always", holds: true }],',
    replace: 'operator: [{ is: "as written" }],',
  },
  {
    name: "an operator in another case is passed over, for sure",
    file: "decide/readings/open-questions.ts",
    find: 'operator: [{ is: "as written" }, { is: "always", holds: false }, { is: "always", holds: true }],',
    replace: 'operator: [{ is: "always", holds: true }],',
  },
  {
    name: "the anatomy page is never weighed",
    file: "decide/readings/combine.ts",
    find: "!standardMatters(answer.decision)) return",
    replace: "answer !== null) return",
  },
  {
    name: "a pass is a pass, whatever the anatomy page says",
    file: "decide/readings/combine.ts",
    find: 'if (statusOf(answer.decision) === "pass" && others',
    replace: 'if (exposure === "invalid" && others',
  },
  {
    name: "by the anatomy page variables keep their values",
    file: "decide/readings/read-predicate.ts",
    find: "find: (name) => never(variables.find(name)),",
    replace: "find: variables.find,",
  },
  {
    name: "a list key read as ForAnyValue is what its operator says without the key",
    file: "decide/readings/read-predicate.ts",
    find: "whenMissing: predicate.condition?.ifExists === true,",
    replace: "whenMissing: predicate.whenMissing,",
  },
  {
    name: "a service that acts for the owner is the owner",
    file: "decide/request/domain.ts",
    find: '(source === "unnamed" ? familiarAccounts(environment) : [])',
    replace: '(source === "unnamed" ? familiarAccounts(environment) : [environment.owner])',
  },
  {
    name: "ARNs of any service may have any colons",
    file: "decide/request/domain.ts",
    find: "...servicesByWildcard(environment).map(",
    replace: "...servicesByWildcard(environment).slice(0, 0).map(",
  },
  {
    name: "the ARNs that a session carries are of any account",
    file: "decide/request/domain.ts",
    find: "if (!key.restricts || (isOfNetwork(key)",
    replace: "if (key.restricts || (isOfNetwork(key)",
  },
  {
    name: "the account of a VPC endpoint is chosen by the caller",
    file: "keys.ts",
    find: 'class: "network",\n    type: "string",\n    format: "account",',
    replace: 'class: "chosen",\n    type: "string",\n    format: "account",',
  },
  {
    name: "what a SAML provider says is in no table",
    file: "keys.ts",
    find: '    ["saml:", "a SAML identity provider"],\n',
    replace: "",
  },
  {
    name: "the MCP server that is called through is in no table",
    file: "keys.ts",
    find: 'name: "aws:CalledViaAWSMCP",',
    replace: 'name: "aws:CalledViaAnother",',
  },
  {
    name: "a mail address may hold a wildcard",
    file: "decide/request/value-formats.ts",
    find: 'family([many("[^*?]")])',
    replace: 'family([many("[^]")])',
  },
];
