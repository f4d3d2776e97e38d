import { createHash } from "node:crypto";
import { madeText } from "../../written/value.ts";
import { known, refusedCall, textOf, type TerraformFunction } from "./arguments.ts";
import { jsondecode, jsonencode } from "./json-value.ts";

/** Null where Terraform refuses the text. */
const ofText = (compute: (text: string) => string | null): TerraformFunction =>
  known({ parameters: ["string"] }, (args, call) => {
    const result = compute(textOf(args[0]));
    return result === null ? refusedCall(call) : madeText(result, args[0]?.span ?? call.span);
  });

const hash = (algorithm: string, encoding: "hex" | "base64"): TerraformFunction =>
  ofText((text) => createHash(algorithm).update(text, "utf8").digest(encoding));

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const base64decode = (text: string): string | null => {
  const plain = text.replace(/[\r\n]/g, "");
  if (!BASE64.test(plain)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(plain, "base64"));
  } catch {
    return null;
  }
};

const urlencode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");

/** Terraform's functions of encodings and hashes. A new function is a member here, made as its neighbours are, and nothing else. */
export const ENCODING_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  jsonencode,
  jsondecode,
  base64encode: ofText((text) => Buffer.from(text, "utf8").toString("base64")),
  base64decode: ofText(base64decode),
  urlencode: ofText(urlencode),
  md5: hash("md5", "hex"),
  sha1: hash("sha1", "hex"),
  sha256: hash("sha256", "hex"),
  sha512: hash("sha512", "hex"),
  base64sha256: hash("sha256", "base64"),
  base64sha512: hash("sha512", "base64"),
};
