import type { PushOptions } from "../../deliver/security-hub/push.ts";

type Settings = Pick<PushOptions, "all" | "archiveResolved" | "suppressExcepted">;

const SETTINGS: ReadonlyMap<string, Settings> = new Map([
  ["all", { all: true }],
  ["archive-resolved", { archiveResolved: true }],
  ["suppress-excepted", { suppressExcepted: true }],
]);

/** What `POSTERN_PUSH` says, with commas between. */
export const pushSettings = (text: string): Settings => {
  const names = text.split(",").map((name) => name.trim());
  return names.reduce<Settings>((chosen, name) => {
    const found = name === "" ? {} : SETTINGS.get(name);
    if (found !== undefined) return { ...chosen, ...found };
    throw new Error(`POSTERN_PUSH takes ${[...SETTINGS.keys()].join(", ")}, and not ${JSON.stringify(name)}`);
  }, {});
};
