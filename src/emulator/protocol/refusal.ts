/** What AWS answers instead of a result. */
export interface Refusal extends Error {
  readonly code: string;
  /** HTTP status; below 500 the sender is at fault. */
  readonly status: number;
}

export const refusal = (code: string, message: string, status = 400): Refusal =>
  Object.assign(new Error(message), { code, status });

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && "code" in error && "status" in error && typeof error.status === "number";

/** The two families of protocols name the errors that every service shares differently. */
export type Dialect = "query" | "json";

export type CommonError =
  | "unsigned"
  | "unknownKey"
  | "expired"
  | "throttled"
  | "denied"
  | "malformed"
  | "wrongSignature"
  | "internal";

type Common = Readonly<Record<Dialect, readonly [code: string, status: number]>> & { readonly says: string };

// Names and statuses: "Common errors" of the SES, STS and Security Hub API references.
const COMMON: Readonly<Record<CommonError, Common>> = {
  unsigned: {
    query: ["MissingAuthenticationToken", 403],
    json: ["MissingAuthenticationTokenException", 403],
    says: "Missing Authentication Token",
  },
  unknownKey: {
    query: ["InvalidClientTokenId", 403],
    json: ["UnrecognizedClientException", 403],
    says: "The security token included in the request is invalid.",
  },
  expired: {
    query: ["ExpiredToken", 403],
    json: ["ExpiredTokenException", 403],
    says: "The security token included in the request is expired",
  },
  throttled: {
    query: ["Throttling", 400],
    json: ["TooManyRequestsException", 429],
    says: "Rate exceeded",
  },
  denied: { query: ["AccessDenied", 403], json: ["AccessDeniedException", 403], says: "Access denied" },
  malformed: {
    query: ["IncompleteSignature", 403],
    json: ["IncompleteSignatureException", 403],
    says: "The request signature does not conform to AWS standards.",
  },
  wrongSignature: {
    query: ["SignatureDoesNotMatch", 403],
    json: ["InvalidSignatureException", 403],
    says:
      "The request signature we calculated does not match the signature you provided. " +
      "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  internal: {
    query: ["InternalFailure", 500],
    json: ["InternalException", 500],
    says: "The request processing has failed because of an unknown error, exception or failure.",
  },
};

/** An error that every service knows, under the name that this dialect gives it. */
export const commonRefusal = (dialect: Dialect, error: CommonError, message?: string): Refusal => {
  const [code, status] = COMMON[error][dialect];
  return refusal(code, message ?? COMMON[error].says, status);
};
