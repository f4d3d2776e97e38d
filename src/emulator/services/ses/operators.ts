const COMPARISONS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const NAMES = `
  StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
  Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnNotEquals ArnLike ArnNotLike
`;

const PLAIN = NAMES.trim()
  .split(/\s+/)
  .concat(COMPARISONS.flatMap((comparison) => [`Numeric${comparison}`, `Date${comparison}`]));

/** Operator names are compared without regard to case; `Null` has no IfExists (IAM guide, condition operators). */
const KNOWN = new Set(
  [...PLAIN, ...PLAIN.map((name) => `${name}IfExists`), "Null"].map((name) => name.toLowerCase()),
);

export const isOperator = (name: string): boolean =>
  KNOWN.has(name.toLowerCase().replace(/^(?:forallvalues|foranyvalue):/, ""));
