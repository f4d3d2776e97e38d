/** What the workflow asked for, checked. */
export interface Inputs {
  readonly command: "scan" | "analyze";
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  readonly regions: readonly string[];
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly accounts: readonly string[];
  readonly failOn: string;
  readonly allow: readonly string[];
  readonly trustedAccounts: readonly string[];
  readonly trustedOrganizations: readonly string[];
  readonly config: string | null;
  /** Where a pull request's configuration is taken from. */
  readonly configFrom: "base" | "workspace";
  readonly iac: string | null;
  readonly inventory: string | null;
  readonly redact: boolean;
  readonly uploadSarif: boolean;
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly token: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the inputs from the environment that action.yml sets. @throws an error that names the first wrong one. */
export const inputsOf = (env: Env): Inputs => {
  const text = (name: string): string =>
    (env[`INPUT_${name.toUpperCase().replaceAll("-", "_")}`] ?? "").trim();
  const one = (name: string, form: RegExp, says: string): string | null => {
    const value = text(name);
    if (value === "") return null;
    if (!form.test(value)) throw wrong(name, value, says);
    return value;
  };
  const many = (name: string, form: RegExp, says: string): readonly string[] =>
    text(name)
      .split(/[\s,]+/)
      .filter((value) => value !== "")
      .map((value) => {
        if (!form.test(value)) throw wrong(name, value, says);
        return value;
      });
  const choice = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name);
    const found = choices.find((each) => each === value);
    if (value !== "" && found === undefined) throw wrong(name, value, `one of ${choices.join(", ")}`);
    return found ?? fallback;
  };
  const flag = (name: string, fallback: boolean): boolean =>
    choice(name, ["true", "false"], fallback ? "true" : "false") === "true";
  return {
    command: choice("command", ["scan", "analyze"], "analyze"),
    paths: pathsOf(text("paths")),
    workingDirectory: pathOf("working-directory", text("working-directory")) ?? ".",
    regions: many("regions", /^[a-z]{2}(-[a-z]+)+-\d$/, "region names"),
    roleArn: one(
      "role-arn",
      /^arn:aws[a-z-]*:iam::(?:\d{12}|\{account\}):role\/[\w+=,.@/-]+$/,
      "the ARN of a role, with {account} for several accounts",
    ),
    externalId: one("external-id", /^[\w+=,.@:/-]{2,1224}$/, "an external id"),
    accounts: many("accounts", /^\d{12}$/, "account ids of 12 digits"),
    failOn: choice("fail-on", ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "EXTREME", "never"], "HIGH"),
    allow: many("allow", /^(undecided|unread)$/, "undecided, unread"),
    trustedAccounts: many("trusted-accounts", /^\d{12}$/, "account ids of 12 digits"),
    trustedOrganizations: many("trusted-organizations", /^o-[a-z0-9]{10,32}$/, "organisation ids"),
    config: pathOf("config", text("config")),
    configFrom: choice("config-from", ["base", "workspace"], "base"),
    iac: pathOf("iac", text("iac")),
    inventory: pathOf("inventory", text("inventory")),
    redact: flag("redact", false),
    uploadSarif: flag("upload-sarif", true),
    annotations: flag("annotations", true),
    summary: flag("summary", true),
    token: text("token"),
  };
};

const pathsOf = (text: string): readonly string[] => {
  const paths = text.split("\n").flatMap((line) => pathOf("paths", line.trim()) ?? []);
  return paths.length === 0 ? ["."] : paths;
};

/** Inside the workspace: what is outside belongs to the runner. */
const pathOf = (name: string, path: string): string | null => {
  if (path === "") return null;
  const leaves = path.startsWith("/") || path.split(/[\\/]/).includes("..");
  // eslint-disable-next-line no-control-regex
  if (leaves || path.startsWith("-") || /[\u0000-\u001F]/.test(path))
    throw wrong(name, path, "a path inside the workspace");
  return path;
};

const wrong = (name: string, value: string, says: string): Error =>
  new Error(`The input ${name} is ${JSON.stringify(value.slice(0, 200))}; give ${says}.`);
