import { readFileSync } from "node:fs";

/** Whether a process of this machine runs; one that may not be signalled runs too. */
export const isAlive = (id: number): boolean => {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/**
 * When a process began, in clock ticks since the machine did: with it an id that was given out again is told from the
 * one before. Null where the system does not say; Linux does (proc(5), `starttime`).
 */
export const startOf = (id: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    // The second field is the program's name in brackets, and may hold blanks and brackets itself.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
};
