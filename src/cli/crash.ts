import type { Problem } from "../model/problem.ts";
import { visibleLine } from "../text/visible.ts";
import { VERSION } from "../version.ts";

/** A problem on one line. */
export const problemLine = ({ what, where, todo }: Problem): string =>
  visibleLine(`${where === undefined ? "" : `${where}: `}${what}. ${todo}`);

/** What is said of an error that nobody foresaw: one line, with all that a report of it needs. */
export const crashLine = (error: unknown): string => {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const frame = error instanceof Error ? /^\s+at (.+)$/m.exec(error.stack ?? "")?.[1] : undefined;
  const at = frame === undefined ? "" : ` at ${frame}`;
  return `postern: ${visibleLine(`${what}${at}. This is a fault of Postern ${VERSION} (Node ${process.versions.node}): report this line and what was run.`)}\n`;
};
