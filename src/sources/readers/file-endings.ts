/** Endings that say which tool fills a file in, or that it is an example; what stands before them says its form. */
const FILLED_IN =
  /(?<=\.(?:jsonc?|ya?ml|sh|bash|py|[cm]?[jt]s))\.(?:j2|jinja2?|erb|tftpl|tpl|tmpl|gotmpl|template|mustache|hbs|ejs|njk|liquid|envsubst|in|dist|example|sample)$/i;

/** The name by which the form of a file is told: without the ending of a template. */
export const formOf = (path: string): string => path.replace(FILLED_IN, "");

/** Files that hold JSON or YAML by their names. */
export const isDataFile = (path: string): boolean =>
  /\.(?:jsonc?|json5|ya?ml|template|tfstate)$/i.test(formOf(path));

/** Files that hold neither JSON nor YAML, also where the user names one. */
export const isProgram = (path: string): boolean =>
  /\.(?:(?:ba|z|k)?sh|md|markdown|[cm]?[jt]sx?|py)$/i.test(path);
