import { EXIT, JUDGED, PRINTED, WRITTEN } from "./exit-codes.ts";

/** How a command is used, below its options: two examples at least, and what its exit code says. */
interface Usage {
  readonly examples: readonly string[];
  readonly exits: readonly string[];
}

const USAGES: Readonly<Record<string, Usage>> = {
  scan: {
    examples: [
      "postern scan --profile audit -f table -f html=report.html",
      "postern scan --role-arn 'arn:aws:iam::{account}:role/Audit' --account 111122223333 -o reports/",
    ],
    exits: JUDGED,
  },
  analyze: {
    examples: [
      "postern analyze infra/ --fail-on MEDIUM",
      "aws ses get-identity-policies --identity example.com --policy-names mail | postern analyze -",
    ],
    exits: JUDGED,
  },
  demo: {
    examples: ["postern demo", "postern demo --fix -o /tmp/demo"],
    exits: [
      `${EXIT.done}  it found exactly what it planted`,
      `${EXIT.findings}  it did not`,
      `${EXIT.usage}  wrong use`,
    ],
  },
  emulator: {
    examples: ["postern emulator", "postern emulator --port 4566 --estate empty"],
    exits: [`${EXIT.done}  stopped`, `${EXIT.usage}  wrong use`],
  },
  push: {
    examples: [
      "postern push security-hub results.jsonl --dry-run",
      "postern push security-hub results.jsonl --role-arn 'arn:aws:iam::{account}:role/Postern' --ledger ledger.jsonl",
    ],
    exits: [
      `${EXIT.done}  all was delivered`,
      `${EXIT.usage}  wrong use or credentials`,
      `${EXIT.incomplete}  the results are incomplete`,
      `${EXIT.output}  something was not delivered`,
    ],
  },
  fix: {
    examples: ["postern fix plan results.json --to-account 444455556666", "postern fix apply plan.json"],
    exits: ["See `postern fix plan --help` and those of its siblings."],
  },
  diff: {
    examples: ["postern diff old/ new/ --fail-on-new", "postern diff main HEAD -f markdown"],
    exits: [
      `${EXIT.done}  compared`,
      `${EXIT.findings}  something is newly allowed (--fail-on-new)`,
      `${EXIT.usage}  wrong use`,
      `${EXIT.incomplete}  undecided or incomplete`,
    ],
  },
  rules: { examples: ["postern rules", "postern rules -f json"], exits: PRINTED },
  explain: { examples: ["postern explain SES-003", "postern explain ses-001 -f json"], exits: PRINTED },
  doctor: {
    examples: ["postern doctor --profile audit", "postern doctor --region eu-west-1"],
    exits: [
      `${EXIT.done}  everything was answered`,
      `${EXIT.usage}  wrong use or credentials`,
      `${EXIT.incomplete}  something was refused`,
    ],
  },
  permissions: {
    examples: ["postern permissions", "postern permissions --push -f terraform"],
    exits: PRINTED,
  },
  baseline: {
    examples: [
      "postern baseline create results.json",
      "postern scan --baseline postern-baseline.json --new-only",
    ],
    exits: WRITTEN,
  },
  except: {
    examples: ["postern except list", "postern except prune"],
    exits: WRITTEN,
  },
  verify: {
    examples: ["postern verify bundle/", "postern verify bundle/ --public-key key.pem"],
    exits: [
      `${EXIT.done}  everything holds`,
      `${EXIT.findings}  something does not`,
      `${EXIT.usage}  wrong use`,
      `${EXIT.incomplete}  it cannot be judged again`,
    ],
  },
  init: { examples: ["postern init", "postern init --ci github"], exits: WRITTEN },
  schema: {
    examples: ["postern schema results", "postern schema config > config.schema.json"],
    exits: PRINTED,
  },
  completion: {
    examples: ["source <(postern completion bash)", "postern completion fish | source"],
    exits: PRINTED,
  },
  version: { examples: ["postern version", "postern --version --verbose"], exits: PRINTED },
};

/** Examples of what stands below a command; its exit codes are the command's. */
const SUBCOMMAND_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "push security-hub": [
    "postern push security-hub results.jsonl --dry-run",
    "postern push security-hub results.jsonl --home-region eu-west-1 --ledger ledger.jsonl",
  ],
  "fix plan": ["postern fix plan results.json --rule SES-003", "postern fix plan infra/"],
  "fix apply": [
    "postern fix apply plan.json --backup before/",
    "postern fix apply plan.json --only 1 --max 1",
  ],
  "fix verify": ["postern fix verify plan.json", "postern fix verify plan.json --plugin ./own"],
  "fix undo": ["postern fix undo before/journal.jsonl", "postern fix undo before/journal.jsonl --only 1"],
  "baseline create": [
    "postern baseline create results.json",
    "postern baseline create results.json known.json",
  ],
  "baseline show": ["postern baseline show", "postern baseline show known.json -f json"],
  "except add": [
    "postern except add SES-003 --resource '*:identity/old.example.com' --reason retired --approver Ada --expires 2027-06-30 --ticket SEC-1",
    "postern except add SES-001 --account 111122223333 --reason sandbox --approver Ada --expires 2027-06-30 --ticket SEC-2",
  ],
  "except list": ["postern except list", "postern except list --results results.json -f json"],
  "except prune": ["postern except prune", "postern except prune --results results.json"],
};

/** The text below a command's options; nothing for one that is not known. A subcommand is named behind its command. */
export const usageText = (name: string): string => {
  const below = SUBCOMMAND_EXAMPLES[name];
  if (below !== undefined) return `\n${block("Examples:", below)}`;
  const usage = USAGES[name];
  return usage === undefined
    ? ""
    : `\n${block("Examples:", usage.examples)}\n\n${block("Exit codes:", usage.exits)}`;
};

const block = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`)].join("\n");
