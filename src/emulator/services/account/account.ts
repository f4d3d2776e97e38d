import type { Pages } from "../../faults.ts";
import { jsonService, type JsonOperation } from "../../protocol/rest-json.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Service } from "../../protocol/service.ts";

/** The most that one page may hold, and what it holds where nothing is asked (API reference of ListRegions). */
const LARGEST_PAGE = 50;

const listRegions: JsonOperation = (input, { account, faults: { pages } }) => {
  if (input["AccountId"] !== undefined && input["AccountId"] !== account.id)
    throw refusal(
      "AccessDeniedException",
      "You are not authorized to perform this operation on another account.",
      403,
    );
  const size = input["MaxResults"] ?? LARGEST_PAGE;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
    throw refusal("ValidationException", "MaxResults must be between 1 and 50");
  const wanted = input["RegionOptStatusContains"];
  const rest = [...account.regions]
    .map(([name, { optStatus }]) => ({ RegionName: name, RegionOptStatus: optStatus }))
    .filter(({ RegionOptStatus }) => !Array.isArray(wanted) || wanted.includes(RegionOptStatus))
    .sort((left, right) => (left.RegionName < right.RegionName ? -1 : 1))
    .filter(({ RegionName }) => isBehind(RegionName, startOf(input["NextToken"]), pages));
  const page = rest.slice(0, Math.min(size, pages.size));
  const last = page.at(-1);
  return {
    Regions: page,
    ...(rest.length > page.length && last !== undefined && { NextToken: tokenOf(last.RegionName) }),
  };
};

const isBehind = (name: string, last: string, { start }: Pages): boolean =>
  start === "first" || (start === "one-before" ? name >= last : name > last);

const tokenOf = (name: string): string => Buffer.from(`after:${name}`).toString("base64url");

const startOf = (token: unknown): string => {
  if (token === undefined) return "";
  const text = typeof token === "string" ? Buffer.from(token, "base64url").toString() : "";
  if (!text.startsWith("after:")) throw refusal("ValidationException", "Invalid NextToken");
  return text.slice("after:".length);
};

/** AWS Account Management: which regions an account has. */
export const ACCOUNT: Service = jsonService({
  name: "account",
  regional: false,
  routes: [{ operation: "ListRegions", at: "POST /listRegions", answer: listRegions }],
  errorBody: ({ message }) => ({ message }),
});
