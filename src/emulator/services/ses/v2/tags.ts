import { isObject, textAt, textsAt, type JsonObject } from "../../../protocol/json.ts";
import { refusal } from "../../../protocol/refusal.ts";
import type { JsonOperation } from "../../../protocol/rest-json.ts";
import type { Context } from "../../../protocol/service.ts";
import { identityOf } from "./identity.ts";

/** The tags of a request. @throws a refusal where one has no key */
export const tagsIn = (input: JsonObject): readonly (readonly [key: string, value: string])[] => {
  const tags = input["Tags"] ?? [];
  const all = Array.isArray(tags) ? tags.filter(isObject) : [];
  if (!Array.isArray(tags) || all.length < tags.length || all.some((tag) => textAt(tag, "Key") === ""))
    throw refusal("BadRequestException", "A tag has a Key and a Value.");
  return all.map((tag) => [textAt(tag, "Key"), textAt(tag, "Value")]);
};

/** The tags of the identity that the ARN names; other resources are not here. */
const tagsOf = (input: JsonObject, context: Context): Map<string, string> => {
  const arn = textAt(input, "ResourceArn");
  const start = `arn:aws:ses:${context.regionName}:${context.account.id}:identity/`;
  if (!arn.startsWith(start)) throw refusal("NotFoundException", `Resource ${arn} does not exist.`, 404);
  return identityOf(arn.slice(start.length), context).settings.tags;
};

export const listTagsForResource: JsonOperation = (input, context) => ({
  Tags: [...tagsOf(input, context)].map(([Key, Value]) => ({ Key, Value })),
});

export const tagResource: JsonOperation = (input, context) => {
  const tags = tagsOf(input, context);
  for (const [key, value] of tagsIn(input)) tags.set(key, value);
  return {};
};

export const untagResource: JsonOperation = (input, context) => {
  const tags = tagsOf(input, context);
  for (const key of textsAt(input, "TagKeys")) tags.delete(key);
  return {};
};
