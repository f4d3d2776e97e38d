import { refusal, type Refusal } from "./refusal.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { element, textElement } from "./xml.ts";
import type { Context, Routed, Service } from "./service.ts";

/** The parameters of an awsQuery request. */
export interface Parameters {
  /** Undefined where it was not sent; an empty value is a value. */
  text(name: string): string | undefined;
  /** `Name.member.1`, `Name.member.2`, … */
  list(name: string): readonly string[];
}

/** Answers the elements inside `<OperationResult>`; null where the operation has no result. */
export type QueryOperation = (parameters: Parameters, context: Context) => readonly string[] | null;

export interface QueryService {
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly regional: boolean;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

/** A service that takes forms and answers XML. */
export const queryService = (definition: QueryService): Service => ({
  name: definition.name,
  dialect: "query",
  regional: definition.regional,
  route: (request) => route(definition, request),
  refuse: (error, requestId) => errorReply(definition.namespace, error, requestId),
});

const route = (definition: QueryService, request: HttpRequest): Routed => {
  const form = new URLSearchParams(request.method === "GET" ? request.query : request.body.toString("utf8"));
  const action = form.get("Action");
  if (action === null) throw refusal("MissingAction", "Missing Action parameter");
  const operation = Object.hasOwn(definition.operations, action) ? definition.operations[action] : undefined;
  const version = form.get("Version") ?? definition.version;
  if (operation === undefined || version !== definition.version)
    throw refusal(
      "InvalidAction",
      `Could not find operation ${action} for version ${version}. ` +
        `This emulator has of ${definition.name}: ${Object.keys(definition.operations).join(", ")}.`,
    );
  const parameters = parametersOf(form);
  return {
    operation: action,
    subjects: [...parameters.list("Identities"), parameters.text("Identity") ?? []].flat(),
    answer: (context, requestId) =>
      resultReply(definition.namespace, action, operation(parameters, context), requestId),
  };
};

const parametersOf = (form: URLSearchParams): Parameters => ({
  text: (name) => form.get(name) ?? undefined,
  list: (name) => {
    const values: string[] = [];
    for (let index = 1; ; index++) {
      const value = form.get(`${name}.member.${index}`);
      if (value === null) return values;
      values.push(value);
    }
  },
});

const document = (root: string, namespace: string, ...children: readonly string[]): string =>
  `<${root} xmlns="${namespace}">${children.join("")}</${root}>`;

const resultReply = (
  namespace: string,
  action: string,
  result: readonly string[] | null,
  requestId: string,
): HttpReply =>
  reply(
    200,
    document(
      `${action}Response`,
      namespace,
      ...(result === null ? [] : [element(`${action}Result`, ...result)]),
      element("ResponseMetadata", textElement("RequestId", requestId)),
    ),
    requestId,
  );

const errorReply = (namespace: string, error: Refusal, requestId: string): HttpReply =>
  reply(
    error.status,
    document(
      "ErrorResponse",
      namespace,
      element(
        "Error",
        textElement("Type", error.status < 500 ? "Sender" : "Receiver"),
        textElement("Code", error.code),
        textElement("Message", error.message),
      ),
      textElement("RequestId", requestId),
    ),
    requestId,
  );

const reply = (status: number, body: string, requestId: string): HttpReply => ({
  status,
  headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
  body,
});
