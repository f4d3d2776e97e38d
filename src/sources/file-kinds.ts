/**
 * What a file holds, by the ending of its name: THE table of endings, for whoever finds, parses or edits files. A new ending is a
 * word of ENDINGS. Who reads a kind of file, and what a new kind takes: readers/readers.ts.
 */
const ENDINGS = {
  json: ["json", "tfstate"],
  /** With the comments and trailing commas that editors and compilers take. */
  looseJson: ["jsonc", "json5"],
  yaml: ["ya?ml"],
  /** CloudFormation's, in JSON or YAML. */
  template: ["template"],
  shell: ["(?:ba|z|k)?sh", "command"],
  javascript: ["[cm]?[jt]sx?"],
  python: ["pyi?"],
  /** Programs that are not parsed, and may give values to parameters. */
  otherProgram: ["go", "java", "cs", "rb", "kt", "rs", "php"],
  markdown: ["md", "markdown", "mdx"],
  otherText: ["rst", "adoc", "txt"],
} as const;

type Holds = keyof typeof ENDINGS;

const named = (...kinds: readonly Holds[]): ((path: string) => boolean) => {
  const pattern = new RegExp(`\\.(?:${kinds.flatMap((kind) => ENDINGS[kind]).join("|")})$`, "i");
  return (path) => pattern.test(path);
};

export const isJson: (path: string) => boolean = named("json", "looseJson");
export const isLooseJson: (path: string) => boolean = named("looseJson");
export const isYaml: (path: string) => boolean = named("yaml");
export const isShell: (path: string) => boolean = named("shell");
export const isJavaScript: (path: string) => boolean = named("javascript");
export const isPython: (path: string) => boolean = named("python");
export const isMarkdown: (path: string) => boolean = named("markdown");

/** Programs, in which a bare word is a variable; not those of a shell. */
export const isProgram: (path: string) => boolean = named("javascript", "python", "otherProgram");

/** Prose, whose examples leave open what their reader fills in. */
export const isDocumentation: (path: string) => boolean = named("markdown", "otherText");

/** Files that hold neither JSON nor YAML, also where the user names one. */
export const isNoData: (path: string) => boolean = named("shell", "javascript", "python", "markdown");

/** Endings that say which tool fills a file in, or that it is an example; what stands before them says what it holds. */
const FILLED_IN =
  /(?<=\.(?:jsonc?|ya?ml|sh|bash|py|[cm]?[jt]s))\.(?:j2|jinja2?|erb|tftpl|tpl|tmpl|gotmpl|template|mustache|hbs|ejs|njk|liquid|envsubst|in|dist|example|sample)$/i;

/** The name by which the form of a file is told: without the ending of a template. */
export const formOf = (path: string): string => path.replace(FILLED_IN, "");

const holdsData = named("json", "looseJson", "yaml", "template");

/** Files that hold JSON or YAML by their names. */
export const isDataFile = (path: string): boolean => holdsData(formOf(path));

// Terraform and OpenTofu tell lower case from upper case, and have a syntax in JSON.
/** Resources of Terraform or OpenTofu, in either syntax; which of them a tool reads: terraform/tools.ts. */
export const isTerraformCode = (path: string): boolean => /\.(?:tf|tofu)(?:\.json)?$/.test(path);

/** Resources of Terraform in its own syntax, HCL. */
export const isHcl = (path: string): boolean => /\.(?:tf|tofu)$/.test(path);

/** Values of Terraform's variables, in either syntax. */
export const isValueFile = (path: string): boolean => /\.tfvars(?:\.json)?$/.test(path);
