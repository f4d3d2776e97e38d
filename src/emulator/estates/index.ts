import { demoEstate } from "./demo.ts";
import { emptyEstate } from "./empty.ts";
import type { Estate } from "./estate.ts";
import { hostileEstate } from "./hostile.ts";

/** Every estate that can be asked for by name. */
export const ESTATES: Readonly<Record<"demo" | "empty" | "hostile", () => Estate>> = {
  demo: demoEstate,
  empty: emptyEstate,
  hostile: hostileEstate,
};
