import type { FlagsOnly } from "./environment.ts";
import type { CommandModule } from "./command-module.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Not read from the environment: a variable of that name is set for another command, and means something else there. */
  readonly flagsOnly?: FlagsOnly;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of the help; each is loaded only when it is called. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "scan", summary: "read live AWS accounts and judge them", load: () => import("./scan.ts") },
  {
    name: "analyze",
    summary: "judge policies, snapshots, Terraform and CloudFormation; no credentials",
    load: () => import("./analyze.ts"),
  },
  {
    name: "demo",
    summary: "scan an embedded AWS with a sample estate and write every report",
    load: () => import("./demo.ts"),
  },
  {
    name: "emulator",
    summary: "an embedded AWS on 127.0.0.1, for the aws command line or any SDK",
    load: () => import("./emulator.ts"),
  },
  {
    name: "push",
    summary: "import findings into AWS Security Hub",
    load: () => import("./push.ts"),
  },
  {
    name: "fix",
    summary: "narrow the policies of what fails: plan, prove, apply, undo",
    flagsOnly: ["format", "output", "toAccount", "toPrincipal", "toOrg", "lockOut", "senders"],
    load: () => import("./fix.ts"),
  },
  {
    name: "diff",
    summary: "what is newly allowed and newly closed between two states, decided",
    flagsOnly: ["format"],
    load: () => import("./diff.ts"),
  },
  {
    name: "rules",
    summary: "every rule, its risk and whether it is on",
    flagsOnly: ["format"],
    load: () => import("./rules.ts"),
  },
  {
    name: "explain",
    summary: "what a rule judges, why, how, and how to mend what it finds",
    flagsOnly: ["format"],
    load: () => import("./explain.ts"),
  },
  {
    name: "doctor",
    summary: "try each call that a scan needs, read-only",
    load: () => import("./doctor.ts"),
  },
  {
    name: "permissions",
    summary: "print the least-privilege policy to ask for",
    flagsOnly: ["format"],
    load: () => import("./permissions.ts"),
  },
  {
    name: "baseline",
    summary: "keep what is known, so that a run can say what is new",
    flagsOnly: ["format"],
    load: () => import("./baseline.ts"),
  },
  {
    name: "except",
    summary: "accept a risk with a reason, an approver and an expiry",
    flagsOnly: "all",
    load: () => import("./except.ts"),
  },
  {
    name: "verify",
    summary: "re-check an evidence bundle: its hashes, its signature, and the judgement itself",
    load: () => import("./verify.ts"),
  },
  {
    name: "init",
    summary: "write a configuration, a workflow, or a package with a rule of your own",
    flagsOnly: "all",
    load: () => import("./init.ts"),
  },
  {
    name: "schema",
    summary: "print a JSON Schema of what Postern reads and writes",
    load: () => import("./schema.ts"),
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    load: () => import("./completion.ts"),
  },
  {
    name: "version",
    summary: "print the version",
    load: () => import("./version.ts"),
  },
];
