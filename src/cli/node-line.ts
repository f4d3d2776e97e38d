/**
 * The last day on which a major version of Node gets security fixes.
 *
 * Source: the table of the README of github.com/nodejs/Release, which says that dates may change. Versions that it does
 * not name with a date are not known here.
 */
const LAST_DAY: Readonly<Record<string, string>> = {
  20: "2026-04-30",
  22: "2027-04-30",
  24: "2028-04-30",
};

/** Which Node it is and until when it is supported, for `doctor`; `now` is ISO 8601. */
export const nodeLine = (version: string, now: string): string => {
  const [major = ""] = version.split(".");
  const last = LAST_DAY[major];
  if (last === undefined) return `Node ${version}: when its support ends is not known here.`;
  const sdk = Number(major) < 22 ? " AWS SDK versions of 2027 and later need Node 22." : "";
  return now.slice(0, 10) > last
    ? `Node ${version}: it works, and its support ended on ${last}; Node 22 or newer still gets security fixes.${sdk}`
    : `Node ${version}: supported until ${last}.${sdk}`;
};
