import { pendingFile } from "../files/pending-file.ts";

/** A file that people edit and others may read, unlike a report. */
const READABLE = 0o644;

/** Puts a text in a file at once or not at all. @throws a problem (exit 4) where it cannot be written. */
export const writeFile = async (path: string, text: string): Promise<void> => {
  const file = await pendingFile(path, READABLE);
  await file.append(text);
  await file.finish();
  await file.commit();
};
