import { concat, hole, slice, spanOf, type Text } from "../written/text.ts";

/**
 * What tools put in the place of a value that they fill in later. In JSON none of these is anything else: a policy has no
 * braces in braces, no markup and no parentheses in dollars.
 */
const PLACEHOLDERS: readonly RegExp[] = [
  // {{ x }}, ${{ x }}, {% if x %} of Jinja, Helm, GitHub and many more; {{- x -}} too
  /\$?\{\{[^]{0,500}?\}\}/g,
  /\{%[^]{0,500}?%\}/g,
  // <%= x %>
  /<%[^]{0,500}?%>/g,
  // ${x} of Terraform, envsubst, Serverless and shells, as far as it is no policy variable
  /\$\{[^{}]{0,500}\}/g,
  // $(x) of MSBuild and Azure Pipelines, ((x)) of Concourse
  /\$\([\w.-]{1,200}\)/g,
  /\(\([\w./-]{1,200}\)\)/g,
  // $NAME of envsubst
  /\$[A-Z_][A-Z0-9_]{1,100}/g,
  // #{x}, #{x}# of Ruby and Octopus
  /#\{[^{}"]{1,200}\}#?/g,
  // {x} of Python's format
  /\{[A-Za-z_]\w{0,100}\}/g,
  // <ACCOUNT_ID>, <your account>
  /<[A-Za-z][\w .:/-]{0,100}>/g,
  // %NAME%, __NAME__, @NAME@, @@NAME@@; `__ .Values.name __` is what is left of Helm's in YAML
  /%[A-Za-z_]\w{1,100}%/g,
  /__[\w .-]{1,200}?__/g,
  /@@?[A-Z_][A-Z0-9_]{1,100}@@?/g,
  // [[NAME]]
  /\[\[\s{0,5}[A-Za-z_][\w.-]{0,100}\s{0,5}\]\]/g,
];

/** Prefixes of variables that a tool fills in; any other `${prefix:name}` is a policy variable of IAM. */
const TOOLS_VARIABLES: ReadonlySet<string> = new Set(
  "self opt env ssm cf file sls param strToBool git output var local data module".split(" "),
);

/**
 * Whether `${…}` is IAM's own: a policy variable (`${aws:PrincipalTag/team}`, with a default too), or an escape of a
 * character (`${*}`, `${?}`, `${$}`).
 */
export const isPolicyVariable = (written: string): boolean => {
  const inner = /^\$\{([^]*)\}$/.exec(written)?.[1] ?? "";
  if (/^[*?$]$/.test(inner)) return true;
  const variable = /^\s*([A-Za-z][\w.-]*):([\w.:/@+=-]+)\s*(?:,\s*'[^']*'\s*)?$/.exec(inner);
  // `${NAME:-x}` and its like are a shell's.
  return variable !== null && !TOOLS_VARIABLES.has(variable[1] ?? "") && !/^[-+=?]/.test(variable[2] ?? "");
};

/** The text with a hole for every placeholder; policy variables of IAM stay text. */
export const withPlaceholders = (text: Text, patterns: readonly RegExp[] = PLACEHOLDERS): Text => {
  const found = patterns
    .flatMap((pattern) => [...text.text.matchAll(pattern)])
    .filter(({ 0: written }) => !isPolicyVariable(written))
    .map(({ 0: written, index }) => ({ written, from: index, to: index + written.length }))
    .toSorted((a, b) => a.from - b.from || b.to - a.to);
  if (found.length === 0) return text;
  const parts: Text[] = [];
  let at = 0;
  for (const { written, from, to } of found) {
    const span = spanOf(text, from, to);
    // Inside of a longer one.
    if (from < at || span === null) continue;
    parts.push(slice(text, at, from), hole(written, span));
    at = to;
  }
  return concat([...parts, slice(text, at, text.text.length)]);
};

/** `{{ x }}` and `${{ x }}` alone, which no shell understands. */
export const withTemplateHoles = (text: Text): Text => withPlaceholders(text, PLACEHOLDERS.slice(0, 2));
