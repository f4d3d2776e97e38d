import { isRefusal, isUnread, type Fact } from "../model/fact.ts";
import { isPlace, type Hole, type PolicyDocument } from "../model/resource.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";

/** What a member of a record has to look like, for the machine and for people. */
export interface Shape<T> {
  /** Completes "is not …": "a text", "a list of policies". */
  readonly says: string;
  is(value: unknown): value is T;
}

type Facts<T> = { readonly [K in keyof T]: Fact<T[K]> };

/**
 * Reads the facts of a record strictly.
 *
 * A member that is missing is an absent fact, `{"unread":{…}}` a refused one, and a wrong one a problem that names it;
 * nothing is ever filled in. Records of snapshots are handed on as they are: members that no shape names stay.
 */
export const readFacts = <T extends object>(
  record: ResourceRecord,
  shapes: { readonly [K in keyof T & string]: Shape<T[K]> },
): { readonly facts: Facts<T> } | { readonly problem: string } => {
  const entries: [string, unknown][] = [];
  for (const [name, shape] of Object.entries<Shape<unknown>>(shapes)) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (value !== undefined && !isRefused(value) && !shape.is(value)) {
      return { problem: `"${name}" is not ${shape.says} and not {"unread":{…}}` };
    }
    entries.push([name, value]);
  }
  return { facts: Object.fromEntries(entries) as Facts<T> };
};

const isRefused = (value: unknown): boolean =>
  isUnread(value) && Object.keys(value).length === 1 && isRefusal(value.unread);

/** A string. */
export const TEXT: Shape<string> = {
  says: "a text",
  is: (value) => typeof value === "string",
};

/** An object whose values are strings: tags and the like. */
export const TEXTS_BY_NAME: Shape<Readonly<Record<string, string>>> = {
  says: "an object of texts",
  is: (value): value is Readonly<Record<string, string>> =>
    isObject(value) && Object.values(value).every((text) => typeof text === "string"),
};

/** Policies as they were returned or written: `[{"name", "document", "places"?, "unresolved"?}]`. */
export const POLICIES: Shape<readonly PolicyDocument[]> = {
  says: 'a list of policies, each {"name","document"} with the document as a text',
  is: (value): value is readonly PolicyDocument[] => Array.isArray(value) && value.every(isPolicy),
};

const isPolicy = (value: unknown): value is PolicyDocument =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  typeof value["document"] === "string" &&
  (value["places"] === undefined ||
    (isObject(value["places"]) && Object.values(value["places"]).every(isPlace))) &&
  (value["unresolved"] === undefined ||
    (Array.isArray(value["unresolved"]) && value["unresolved"].every(isHole)));

const isHole = (value: unknown): value is Hole =>
  isObject(value) &&
  typeof value["at"] === "string" &&
  typeof value["expression"] === "string" &&
  (value["place"] === undefined || isPlace(value["place"])) &&
  (value["parts"] === undefined || (Array.isArray(value["parts"]) && value["parts"].every(isPart)));

const isPart = (value: unknown): boolean =>
  typeof value === "string" || (isObject(value) && typeof value["expression"] === "string");
