import { posix } from "node:path";
import { isTerraformCode, isValueFile } from "../file-kinds.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { TerraformOutcome } from "./outcome.ts";

/** Whether a file is Terraform's, or OpenTofu's. Neither reads hidden files and those that editors leave behind. */
export const isTerraform = (path: string): boolean => {
  const name = posix.basename(path);
  return isTerraformCode(name) && !name.startsWith(".");
};

const LEFT_BEHIND =
  /^\..*\.(?:tf|tofu)(?:\.json)?$|\.(?:tf|tofu)(?:\.json)?(?:~|\.(?:bak|backup|old|orig|save|disabled|off|swp|rej))$|^#.*#$/i;

/** Whether a file is Terraform's by its text and read by no tool: hidden, a copy of an editor's, or put aside by its name. */
export const isLeftBehind = (path: string): boolean => LEFT_BEHIND.test(posix.basename(path));

/** The tool that reads a folder: OpenTofu takes `.tofu` files too, each in place of the `.tf` of its name. */
export type Tool = "Terraform" | "OpenTofu";

export const READS: Readonly<Record<Tool, (names: readonly string[]) => readonly string[]>> = {
  Terraform: (names) => names.filter((name) => isTerraform(name) && !isTofu(name)),
  OpenTofu: (names) => {
    const all = new Set(names);
    return names.filter(
      (name) => isTerraform(name) && (isTofu(name) || !all.has(name.replace(/\.tf(?=$|\.json$)/, ".tofu"))),
    );
  },
};

export const isTofu = (path: string): boolean => /\.tofu(?:\.json)?$/.test(path);

/** An identity that the two tools see alike is one; otherwise each view of it is judged, and its address says whose it is. */
export const bothViews = (terraform: TerraformOutcome, opentofu: TerraformOutcome): TerraformOutcome => {
  const [ours, theirs] = [terraform, opentofu].map(({ identities }) => new Set(identities.map(keyOf)));
  const seenByBoth = new Set(
    opentofu.identities
      .map(idOf)
      .filter((id) => terraform.identities.some((identity) => idOf(identity) === id)),
  );
  const views = (
    [
      ["Terraform", terraform, theirs],
      ["OpenTofu", opentofu, ours],
    ] as const
  ).flatMap(([tool, { identities }, others]) =>
    identities.flatMap((identity) => {
      if (others?.has(keyOf(identity)) === true) return tool === "Terraform" ? [] : [identity];
      return [seenByBoth.has(idOf(identity)) ? viewOf(tool, identity) : identity];
    }),
  );
  const notes = [...opentofu.notes, ...terraform.notes.filter(({ status }) => status !== "skipped")];
  const isJudged = new Set(notes.filter(({ status }) => status === "judged").map(({ path }) => path));
  return {
    identities: views,
    used: new Set([...terraform.used, ...opentofu.used]),
    settables: opentofu.settables,
    notes: [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()].filter(
      ({ path, status, line }) => status !== "skipped" || line !== undefined || !isJudged.has(path),
    ),
  };
};

const viewOf = (tool: Tool, identity: WrittenIdentity): WrittenIdentity => ({
  ...identity,
  address: `${identity.address}@${tool}`,
});

const keyOf = ({ file, address, arn, policies }: WrittenIdentity): string =>
  JSON.stringify([file, address, arn, policies]);

const idOf = ({ file, address }: WrittenIdentity): string => `${file}#${address}`;

/** Whether a file may give values to variables by another tool: the `inputs` of Terragrunt, or what `-var-file` names. */
export const mayGiveValues = (path: string): boolean =>
  isValueFile(path) || (path.endsWith(".hcl") && !/(?:^|\/)\.terraform\.lock\.hcl$/.test(path));

/** The folder of a file; empty for the root's. */
export const folderOf = (path: string): string => (path.includes("/") ? posix.dirname(path) : "");
