import { isObject, type Json, type JsonObject } from "./json.ts";
import { refusal, type Refusal } from "./refusal.ts";
import type { HttpRequest } from "./http.ts";
import type { Context, Routed, Service } from "./service.ts";

export type JsonOperation = (input: JsonObject, context: Context) => JsonObject;

interface JsonRoute {
  readonly operation: string;
  /** Method and path, `POST /findings`; a part in braces is a member of the input. */
  readonly at: string;
  readonly answer: JsonOperation;
  /** What of the input a fault can be bound to. */
  readonly subjects?: (input: JsonObject) => readonly string[];
}

export interface JsonService {
  readonly name: string;
  readonly regional: boolean;
  readonly routes: readonly JsonRoute[];
  /** Where the operation stands in the header `x-amz-target`, behind this and a dot, and not in the path (AWS JSON 1.1). */
  readonly target?: string;
  /** The member names of an error's body differ by service. */
  readonly errorBody: (error: Refusal) => JsonObject;
}

/** A service that takes and answers JSON, an operation a path. */
export const jsonService = (definition: JsonService): Service => ({
  name: definition.name,
  dialect: "json",
  regional: definition.regional,
  route: (request) => route(definition, request),
  refuse: (error, requestId) => ({
    status: error.status,
    headers: { ...headers(requestId), "x-amzn-errortype": error.code },
    body: JSON.stringify(definition.errorBody(error)),
  }),
});

const route = (definition: JsonService, request: HttpRequest): Routed => {
  const { target } = definition;
  const named = request.headers["x-amz-target"];
  const [found] = definition.routes.flatMap((one) => {
    if (target !== undefined && named !== `${target}.${one.operation}`) return [];
    const labels = labelsOf(one.at, `${request.method} ${request.path}`);
    return labels === null ? [] : [{ ...one, labels }];
  });
  if (found === undefined)
    throw refusal(
      "UnknownOperationException",
      `Unknown operation ${request.method} ${request.path}. This emulator has of ${definition.name} here: ` +
        `${[...new Set(definition.routes.map(({ operation }) => operation))].join(", ")}.`,
      404,
    );
  const input = { ...inputOf(request), ...found.labels };
  return {
    operation: found.operation,
    subjects: found.subjects?.(input) ?? [],
    answer: (context, requestId) => ({
      status: 200,
      headers: headers(requestId),
      body: JSON.stringify(found.answer(input, context)),
    }),
  };
};

/** The members that stand in the path, or null where it is another route's. */
const labelsOf = (route: string, path: string): JsonObject | null => {
  const [wanted, parts] = [route.split("/"), path.split("/")];
  if (wanted.length !== parts.length) return null;
  const pairs = wanted.map((part, index) => [part, parts[index] ?? ""] as const);
  if (pairs.some(([part, given]) => !part.startsWith("{") && part !== given)) return null;
  return Object.fromEntries(
    pairs.flatMap(([part, given]) =>
      part.startsWith("{") ? [[part.slice(1, -1), decodeURIComponent(given)]] : [],
    ),
  );
};

/** Members of the query string, a list where one stands there several times, and of the body together. */
const inputOf = (request: HttpRequest): JsonObject => {
  const given = new URLSearchParams(request.query);
  const query = Object.fromEntries(
    [...given.keys()].map((name): [string, Json] => {
      const all = given.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? "")];
    }),
  );
  if (request.body.length === 0) return query;
  const body = parse(request.body.toString("utf8"));
  if (!isObject(body)) throw refusal("SerializationException", "Start of structure expected");
  return { ...query, ...body };
};

const parse = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw refusal("SerializationException", "The request body is not JSON");
  }
};

const headers = (requestId: string): Readonly<Record<string, string>> => ({
  "content-type": "application/json",
  "x-amzn-requestid": requestId,
});
