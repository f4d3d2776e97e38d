import { createHash } from "node:crypto";
import type { Place } from "../../../model/resource.ts";

/** `iso` is null where the text is no time that HTML could mark up. */
export interface TimeView {
  readonly iso: string | null;
  readonly text: string;
}

const ISO =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{1,9})?Z$/;

export const timeView = (time: string | null, absent = "not recorded"): TimeView => {
  if (time === null) return { iso: null, text: absent };
  const [, day, clock] = ISO.exec(time) ?? [];
  return day === undefined || clock === undefined
    ? { iso: null, text: time }
    : { iso: time, text: `${day} ${clock} UTC` };
};

/** An element's id: a letter and a hash, since names and ARNs break selectors. */
export const anchorOf = (kind: "f" | "r" | "s", name: string): string =>
  `${kind}-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;

/** The address where it is plainly one of the web; else null, and the text is shown without a link. */
export const webAddress = (url: string): string | null => {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
};

export const placeText = (place: Place | null | undefined): string | null =>
  place === null || place === undefined ? null : `${place.file}:${place.startLine}:${place.startColumn}`;

/** Account and region, or source code. */
export interface WhereView {
  readonly first: string;
  /** Stays in one piece; null where there is none. */
  readonly region: string | null;
  /** Of a whole scope. */
  readonly service?: string;
}

/** One that no page would be too narrow for: results can be written by hand. */
const REGION = /^[a-z0-9-]{1,24}$/;

export const whereView = ({
  account,
  region,
}: {
  readonly account: string | null;
  readonly region: string | null;
}): WhereView => {
  if (account === null) return { first: "source code", region: null };
  if (region === null) return { first: `${account} · all regions`, region: null };
  return REGION.test(region) ? { first: account, region } : { first: `${account} · ${region}`, region: null };
};

/** A name and its value, for definition lists. */
export interface Entry {
  readonly name: string;
  readonly value: string;
}
