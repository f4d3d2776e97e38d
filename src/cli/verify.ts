import { existsSync, readFileSync } from "node:fs";
import { defused } from "../text/log-commands.ts";
import { join, resolve } from "node:path";
import { checkSignature, isSignature, SIGNATURE_FILE } from "../exporters/bundle/signature.ts";
import { BUNDLE_FILES } from "../exporters/bundle/formats.ts";
import { isProblem } from "../model/problem.ts";
import { readJournal } from "../remedy/journal.ts";
import { visibleLine } from "../text/visible.ts";
import { collect } from "./arguments.ts";
import type { CommandModule } from "./command-module.ts";
import { planIn } from "./fix/plan-input.ts";
import type { Io } from "./io.ts";
import { keyText } from "./key-text.ts";
import { checkFiles } from "./verify/check-files.ts";
import { readPlain, sha256Of } from "./verify/folder.ts";
import { MANIFEST_FILE, readManifest } from "./manifest.ts";
import { SUMS_FILE } from "../exporters/bundle/sums.ts";
import { judgeAgain, signerOf } from "./verify/judge-again.ts";
import { EXIT } from "./exit-codes.ts";

interface VerifyFlags {
  readonly publicKey?: string;
  readonly plugin?: readonly string[];
}

/** One thing that was checked, and what came of it. */
interface Outcome {
  readonly name: string;
  readonly good: boolean;
  readonly says: string;
  readonly details: readonly string[];
}

/** Exit 0: all is as it was written · 1: something is not · 2 and 3: it could not be checked. */
export const build: CommandModule["build"] = (command, io, done) => {
  command
    .argument("<dir>", "the folder that --bundle or -o has written")
    .option("--public-key <file>", "PEM: the signature has to be by this key")
    .option("--plugin <name>", "a plugin that the bundle was judged with, repeatable", collect)
    .action(async (dir: string, flags: VerifyFlags) => {
      const folder = resolve(io.cwd, dir);
      const outcomes = await verify(folder, flags, io);
      io.stdout.write(defused(outcomes.map(outcomeText).join("")));
      done(outcomes.every(({ good }) => good) ? EXIT.done : EXIT.findings);
    });
};

const verify = async (folder: string, flags: VerifyFlags, io: Io): Promise<readonly Outcome[]> => {
  if (!existsSync(join(folder, SUMS_FILE)) && existsSync(join(folder, MANIFEST_FILE)))
    return [await manifestOutcome(folder)];
  const files = await checkFiles(folder);
  const outcomes = [
    {
      name: "files",
      good: files.wrong.length === 0,
      says:
        files.wrong.length === 0
          ? `all ${files.listed} are as they were written`
          : `${files.wrong.length} of ${files.listed} listed or found are not as they were written`,
      details: files.wrong,
    },
    await signatureOutcome(folder, files.sums, flags.publicKey, io),
  ];
  // What was changed is not judged: its settings and its snapshot may be anyone's.
  if (!outcomes.every(({ good }) => good)) return outcomes;
  const fixes = fixesOutcome(folder);
  const plugins = (flags.plugin ?? []).map((name) => ({ name, folder: io.cwd }));
  const { same, differences } = await judgeAgain(folder, plugins);
  const says = same
    ? "judged again, the answer is the same, byte for byte"
    : "judged again, the answer is another";
  return [...outcomes, ...fixes, { name: "results", good: same, says, details: differences }];
};

/** The plan's own hash, and the chain of the journal's lines; nothing where the bundle holds neither. */
const fixesOutcome = (folder: string): readonly Outcome[] => {
  const checks = [
    { file: BUNDLE_FILES.plan, check: (text: string) => void planIn(text, BUNDLE_FILES.plan) },
    { file: BUNDLE_FILES.journal, check: (text: string) => void readJournal(text, BUNDLE_FILES.journal) },
  ].filter(({ file }) => existsSync(join(folder, file)));
  const wrong = checks.flatMap(({ file, check }) => {
    try {
      check(readFileSync(join(folder, file), "utf8"));
      return [];
    } catch (error) {
      if (!isProblem(error)) throw error;
      return [`${error.problem.where ?? file}: ${error.problem.what}`];
    }
  });
  const good = wrong.length === 0;
  const says = good ? "plan and journal hold together" : "plan or journal does not hold together";
  return checks.length === 0 ? [] : [{ name: "fixes", good, says, details: wrong }];
};

/** The folder of `-o`: its files are those of one run, as far as its manifest says; nobody has signed them. */
const manifestOutcome = async (folder: string): Promise<Outcome> => {
  const files = await readManifest(folder);
  const details: string[] = [];
  for (const { name, sha256 } of files)
    if (!existsSync(join(folder, name))) details.push(`${name} is missing`);
    else if ((await sha256Of(join(folder, name))) !== sha256) details.push(`${name} is not of the same run`);
  const says =
    details.length === 0
      ? `all ${files.length} of the manifest are of one run`
      : `${details.length} of ${files.length} are not as the manifest says`;
  return { name: "files", good: details.length === 0, says, details };
};

const LONGEST_SIGNATURE = 1_000;

const signatureOutcome = async (
  folder: string,
  sums: Buffer,
  publicKey: string | undefined,
  io: Io,
): Promise<Outcome> => {
  const name = "signature";
  const path = join(folder, SIGNATURE_FILE);
  const isThere = existsSync(path);
  const signer = signerOf(folder);
  const bad = (says: string): Outcome => ({ name, good: false, says, details: [] });
  if (!isThere && signer !== null) return bad(`none, and the bundle was signed by ${signer}`);
  if (!isThere && publicKey !== undefined) return bad("none, and one by your key was asked for");
  if (!isThere) return { name, good: true, says: "none", details: [] };
  const signature = (await readPlain(path, LONGEST_SIGNATURE)).toString("utf8");
  if (!isSignature(signature)) return bad(`${SIGNATURE_FILE} is no signature`);
  if (publicKey === undefined) {
    const says = "there is one; name the key with --public-key to check it";
    return { name, good: true, says, details: [] };
  }
  const { good, fingerprint } = checkSignature(sums, signature, keyText(publicKey, io));
  return {
    name,
    good,
    says: good ? `good, by ${fingerprint}` : `not by ${fingerprint}`,
    details: [],
  };
};

const outcomeText = ({ name, good, says, details }: Outcome): string =>
  [
    `${good ? "ok " : "BAD"}  ${name.padEnd(10)} ${says}`,
    ...details.map((detail) => `       ${visibleLine(detail)}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
