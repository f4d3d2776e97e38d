import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/resource.ts";

/** What is wrong, else the resource as a whole; null where no file is known. */
export const placeOf = ({ location, resource }: Pick<Finding, "location" | "resource">): Place | null =>
  location ?? resource.place ?? null;
