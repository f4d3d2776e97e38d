import { pendingFile, type PendingFile } from "./pending-file.ts";

/** What people edit or commit, and others may read; a report is for its owner alone. */
export const READABLE = 0o644;

/**
 * Puts a text, or its pieces, in a file at once or not at all, for the owner alone unless told otherwise; answers its sha256.
 *
 * @throws an output problem where it cannot be written; then nothing is left.
 */
export const writeWhole = async (
  path: string,
  text: string | Iterable<string>,
  mode?: number,
): Promise<string> => {
  const file = await pendingFile(path, mode);
  try {
    return await written(file, text);
  } catch (error) {
    await file.discard();
    throw error;
  }
};

const written = async (file: PendingFile, text: string | Iterable<string>): Promise<string> => {
  for (const piece of typeof text === "string" ? [text] : text) await file.append(piece);
  const sha256 = await file.finish();
  await file.commit();
  return sha256;
};
