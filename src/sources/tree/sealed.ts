import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { FileNote } from "../../model/snapshot.ts";
import { isTerraform } from "../terraform/tools.ts";
import type { CodeKind } from "../written/code-kind.ts";

/** How a file begins, or what it says, that stands for a text which is not there. */
const SEALS: readonly (readonly [RegExp, string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    "a pointer of Git LFS, and what it points to is not here",
  ],
  [/^\0GITCRYPT\0/, "encrypted by git-crypt"],
  [/^\$ANSIBLE_VAULT;/, "encrypted by Ansible Vault"],
  [/^(?:-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)-----|age-encryption\.org\/)/, "encrypted"],
  [/\bENC\[AES256_GCM,data:/, "encrypted by SOPS"],
];

/** Bytes of a file that are looked at. */
const FIRST_LOOK = 16_384;

/**
 * The notes on files that cannot be read because their text is elsewhere or encrypted: those of Terraform, and those whose
 * path speaks of the service. Others are secrets far more often than policies.
 */
export const sealedNotes = (root: string, paths: readonly string[], kind: CodeKind): readonly FileNote[] =>
  paths
    .filter((path) => isTerraform(path) || kind.speaksOf.test(path))
    .flatMap((path): readonly FileNote[] => {
      const begin = beginOf(join(root, path));
      const seal = SEALS.find(([pattern]) => pattern.test(begin));
      return seal === undefined
        ? []
        : [
            {
              path,
              status: "not-understood",
              reason: `it is ${seal[1]}, so that what it holds is not known`,
            },
          ];
    });

/** The first bytes as they are; nothing of a file that cannot be read, which is named for that. */
const beginOf = (absolute: string): string => {
  try {
    const descriptor = openSync(absolute, "r");
    try {
      const bytes = Buffer.alloc(FIRST_LOOK);
      return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, FIRST_LOOK, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return "";
  }
};
