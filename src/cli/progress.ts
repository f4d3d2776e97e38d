import type { Progress } from "../sources/aws/read-scope.ts";
import type { Io } from "./io.ts";

/** How a line begins that takes the place of the one before on a terminal. */
export const REWRITTEN = "\r\u001B[2K";

/** Milliseconds between two lines where stderr is not a terminal. */
const LOG_EVERY = 15_000;

/** One line on stderr that shows how far the reading is; rewritten on a terminal, now and then a new one elsewhere. */
export const progress = (
  io: Io,
  quiet: boolean,
): { readonly show: (event: Progress) => void; readonly end: () => void } => {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const terminal = io.stderr.isTTY === true && io.env["CI"] === undefined;
  let scopes = 0;
  let closed = 0;
  let resources = 0;
  let last = performance.now();
  return {
    show: (event) => {
      if (event.kind === "planned") scopes = event.scopes;
      if (event.kind === "closed") closed += 1;
      if (event.kind === "resource") resources += 1;
      const text = `${closed} of ${scopes} scopes read, ${resources} resources`;
      if (terminal) io.stderr.write(`${REWRITTEN}${text}`);
      else if (performance.now() - last > LOG_EVERY) {
        last = performance.now();
        io.stderr.write(`${text}\n`);
      }
    },
    end: () => {
      if (terminal) io.stderr.write(REWRITTEN);
    },
  };
};
