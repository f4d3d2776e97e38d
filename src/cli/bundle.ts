import type { Command } from "commander";
import { join, relative, resolve } from "node:path";
import { BUNDLE_FILES, BUNDLE_FORMATS } from "../exporters/bundle/formats.ts";
import { readme } from "../exporters/bundle/readme.ts";
import { settings } from "../exporters/bundle/settings.ts";
import { SIGNATURE_FILE, signSums } from "../exporters/bundle/signature.ts";
import { SUMS_FILE, sumsText } from "../exporters/bundle/sums.ts";
import { pendingFile } from "../files/pending-file.ts";
import { writeWhole } from "../files/whole-file.ts";
import type { Piece, WrittenFile } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import type { ResultsRecord } from "../model/results.ts";
import { visibleLine } from "../text/visible.ts";
import { environmentText } from "./bundle/environment-text.ts";
import { abandon, emptyFolder } from "./bundle/folder.ts";
import type { Io } from "./io.ts";
import { keyText } from "./key-text.ts";
import type { OutputFlags } from "./output-options.ts";
import type { OutputRequest } from "./outputs.ts";
import { addRemediationOptions, type GivenRemediation, type RemediationFlags } from "./remediation.ts";
import { sha256Of } from "./verify/folder.ts";

export interface BundleFlags extends RemediationFlags {
  readonly bundle?: boolean;
  readonly key?: string;
}

export const addBundleOptions = (command: Command): Command =>
  addRemediationOptions(command)
    .option("--bundle", "write an evidence bundle into the folder of -o, for an auditor and for verify")
    .option("--key <file>", "Ed25519 private key (PEM) to sign the bundle's hashes with")
    .hook("preAction", (self) => {
      // A key of the environment is for the runs that write bundles.
      const idle = self.getOptionValue("bundle") !== true && self.getOptionValueSource("key") === "env";
      if (idle) self.setOptionValue("key", undefined);
    });

/** Where the snapshot of a bundle lies; undefined where no bundle is asked for. */
export const bundledSnapshot = ({ bundle, output }: BundleFlags & OutputFlags): string | undefined =>
  bundle === true && output !== undefined ? join(output, BUNDLE_FILES.snapshot) : undefined;

/** An evidence bundle being written. */
export interface Bundle {
  readonly requests: readonly OutputRequest[];
  see(record: ResultsRecord): void;
  /** Adds README, settings, environment and hashes to the files that were written; answers all of them. */
  seal(files: readonly WrittenFile[]): Promise<readonly WrittenFile[]>;
  /** Leaves nothing but what was read, beside the folder, and says so. */
  discard(): Promise<void>;
}

/**
 * Begins the bundle that the flags ask for; null where they ask for none.
 *
 * @throws a usage problem where there is no folder or the key is none, an output problem where the folder is not empty: a file
 * of another run would be taken for one of this.
 */
export const bundleOf = async (
  flags: BundleFlags & OutputFlags,
  io: Io,
  {
    fixes = [],
    baseline = null,
  }: { readonly fixes?: GivenRemediation["files"]; readonly baseline?: Buffer | null } = {},
): Promise<Bundle | null> => {
  if (flags.bundle !== true) {
    if (flags.key === undefined) return null;
    throw problem({ what: "--key signs a bundle", todo: "Add --bundle, or leave it out.", kind: "usage" });
  }
  if (flags.output === undefined || (flags.format ?? []).length > 0)
    throw problem({
      what: "a bundle chooses its own files",
      todo: "Name a new folder with -o DIR, and leave -f out.",
      kind: "usage",
    });
  const folder = resolve(io.cwd, flags.output);
  await emptyFolder(folder);
  const pem = flags.key === undefined ? null : keyText(flags.key, io);
  const fingerprint = pem === null ? undefined : signSums("", pem).fingerprint;
  // Open from now to the end: it tells the next run whose leftovers these are, should this one be killed.
  const list = await pendingFile(join(folder, SUMS_FILE));
  const texts = [
    {
      name: BUNDLE_FILES.settings,
      take: settings.open(fingerprint === undefined ? {} : { signedBy: fingerprint }),
    },
    {
      name: BUNDLE_FILES.readme,
      take: readme.open({
        ...cover(flags),
        ...(fingerprint === undefined ? {} : { fingerprint }),
        remediation: fixes.map(({ name }) => name),
      }),
    },
  ].map(({ name, take }) => ({ name, take, pieces: [] as Piece[] }));
  return {
    requests: BUNDLE_FORMATS.map(({ format, file }) => ({ format, path: joined(flags.output, file) })),
    see: (record) => {
      if (record.kind === "run" || record.kind === "summary")
        for (const { take, pieces } of texts) pieces.push(...take(record));
    },
    seal: async (files) => {
      const added: WrittenFile[] = [];
      const add = async (name: string, text: string | Iterable<string>): Promise<void> => {
        added.push({ name, sha256: await writeWhole(join(folder, name), text) });
      };
      for (const { name, pieces } of texts) await add(name, pieces.map(({ text }) => text).join(""));
      await add(BUNDLE_FILES.environment, environmentText(process.argv.slice(2), io));
      for (const { name, text } of fixes) await add(name, text);
      if (baseline !== null) await add(BUNDLE_FILES.baseline, textsOf(baseline));
      added.push({
        name: BUNDLE_FILES.snapshot,
        sha256: await sha256Of(join(folder, BUNDLE_FILES.snapshot)),
      });
      const sums = sumsText([...files, ...added]);
      if (pem !== null) {
        const signature = signSums(sums, pem);
        await writeWhole(join(folder, SIGNATURE_FILE), signature.text);
        io.stderr.write(`signed by ${signature.fingerprint}\n`);
      }
      await list.append(sums);
      await list.finish();
      await list.commit();
      return [...files, ...added];
    },
    discard: async () => {
      await list.discard();
      const kept = await abandon(folder);
      if (kept !== null)
        io.stderr.write(`${visibleLine(`postern: what was read is in ${relative(io.cwd, kept)}`)}\n`);
    },
  };
};

/** In bytes. */
const CHUNK = 65_536;

/** A file of another run may be too large for one text. */
function* textsOf(bytes: Buffer): Iterable<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let start = 0; start < bytes.length; start += CHUNK)
    yield decoder.decode(bytes.subarray(start, start + CHUNK), { stream: true });
  yield decoder.decode();
}

const joined = (folder: string | undefined, file: string): string => `${folder ?? "."}/${file}`;

const cover = ({ reportTitle, entity, classification, preparedBy }: OutputFlags): object => ({
  ...(reportTitle === undefined ? {} : { title: reportTitle }),
  ...(entity === undefined ? {} : { entity }),
  ...(classification === undefined ? {} : { classification }),
  ...(preparedBy === undefined ? {} : { preparedBy }),
});
