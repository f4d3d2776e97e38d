import type { WrittenFile } from "../../model/exporter.ts";
import type { History } from "../../model/history.ts";
import type { Limits } from "./collect.ts";
import { problem } from "../../model/problem.ts";
import type { Remediation } from "../../model/remediation.ts";

/** What the one who runs the report may say on its cover; all of it is optional. */
export interface HtmlOptions {
  readonly title?: string;
  /** Whose estate it is. */
  readonly entity?: string;
  /** Printed at the head of the page: "Confidential". */
  readonly classification?: string;
  readonly preparedBy?: string;
  /** An image as a data URI: png, jpeg, gif, webp or svg, in base64. */
  readonly logo?: string;
  readonly remediation?: Remediation;
  /** Earlier scans of the observation period. */
  readonly history?: History;
  /** How much the page holds; what a browser shows without delay where it is left out. */
  readonly limits?: Limits;
  /** Called once, at `summary`: the files of this run that were written before. */
  readonly written?: () => readonly WrittenFile[];
}

const LOGO = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/;

/** @throws a problem where the logo is not an image in a data URI: the page may load nothing. */
export const checkLogo = (logo: string | undefined): string | null => {
  if (logo === undefined) return null;
  if (LOGO.test(logo)) return logo;
  throw problem({
    what: "the logo is not an image as a base64 data URI",
    todo: "Give a PNG, JPEG, GIF, WebP or SVG file.",
    kind: "usage",
  });
};
