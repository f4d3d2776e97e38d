import { problem } from "../model/problem.ts";

/**
 * The same moment as `YYYY-MM-DDTHH:MM:SS.sssZ`. A time without a zone would mean another moment on each machine.
 *
 * @throws a usage problem where the text is no time with a zone.
 */
export const utc = (time: string): string => {
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(time);
  const date = new Date(time);
  if (!zoned || Number.isNaN(date.getTime()))
    throw problem({
      what: `${JSON.stringify(time)} is not a time`,
      todo: "Give a date and time with a zone, such as 2026-11-23T16:00:00Z.",
      kind: "usage",
    });
  return date.toISOString();
};
