import { EXITS } from "./exit-codes.ts";

/** Two examples at least of each command, and of what stands below one. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  scan: [
    "postern scan --profile audit -f table -f html=report.html",
    "postern scan --role-arn 'arn:aws:iam::{account}:role/Audit' --account 111122223333 -o reports/",
  ],
  analyze: [
    "postern analyze infra/ --fail-on MEDIUM",
    "aws ses get-identity-policies --identity example.com --policy-names mail | postern analyze -",
  ],
  demo: ["postern demo", "postern demo --fix -o /tmp/demo"],
  emulator: ["postern emulator", "postern emulator --port 4566 --estate empty"],
  push: [
    "postern push security-hub results.jsonl --dry-run",
    "postern push security-hub results.jsonl --role-arn 'arn:aws:iam::{account}:role/Postern' --ledger ledger.jsonl",
  ],
  fix: ["postern fix plan results.json --to-account 444455556666", "postern fix apply plan.json"],
  diff: ["postern diff old/ new/ --fail-on-new", "postern diff main HEAD -f markdown"],
  rules: ["postern rules", "postern rules -f json"],
  explain: ["postern explain SES-003", "postern explain ses-001 -f json"],
  doctor: ["postern doctor --profile audit", "postern doctor --region eu-west-1"],
  permissions: ["postern permissions", "postern permissions --push -f terraform"],
  baseline: [
    "postern baseline create results.json",
    "postern scan --baseline postern-baseline.json --new-only",
  ],
  except: ["postern except list", "postern except prune"],
  verify: ["postern verify bundle/", "postern verify bundle/ --public-key key.pem"],
  init: ["postern init", "postern init --ci github"],
  schema: ["postern schema results", "postern schema config > config.schema.json"],
  completion: ["source <(postern completion bash)", "postern completion fish | source"],
  version: ["postern version", "postern --version --verbose"],
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
  const examples = EXAMPLES[name];
  if (examples === undefined) return "";
  const exits = EXITS[name] ?? EXITS[name.split(" ")[0] ?? ""];
  return `\n${block("Examples:", examples)}${exits === undefined ? "" : `\n\n${block("Exit codes:", exits)}`}`;
};

const block = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`)].join("\n");
