import type { Place } from "../../model/resource.ts";

/**
 * A file's path as a relative uri from the repository's root, as GitHub resolves it: percent-encoded, with forward
 * slashes, without `./`. A path that leaves the repository is cut to its last segment, so that no local path is shown.
 */
export const relativeUri = (file: Place["file"]): string => {
  const segments = file
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".");
  const inside = !isAbsolute(file) && !segments.includes("..");
  const kept = inside ? segments : segments.filter((segment) => segment !== "..").slice(-1);
  return kept.map(encodeSegment).join("/") || "unknown";
};

const isAbsolute = (file: string): boolean => /^([\\/]|[A-Za-z]:[\\/])/.test(file);

/** `@` and `+` are legal in a path (RFC 3986) and common in addresses; `:` is encoded, for it would make a scheme. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replaceAll("%40", "@").replaceAll("%2B", "+");
