import { createHash, createHmac } from "node:crypto";

/** A request as it is to be sent: what is left out is signed rightly for SES. */
export interface RawRequest {
  readonly url: string;
  readonly method?: string;
  readonly path?: string;
  readonly service?: string;
  readonly region?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly body?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  /** Put over the signed headers, after signing. */
  readonly forge?: Readonly<Record<string, string>>;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Signs as the AWS documentation describes and sends, with nothing of the SDK in between. */
export const send = async (request: RawRequest): Promise<RawReply> => {
  const { method = "POST", path = "/", body = "" } = request;
  const response = await fetch(`${request.url}${path}`, {
    method,
    headers: { ...signedHeaders(request), ...request.forge },
    ...(method !== "GET" && { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const signedHeaders = (request: RawRequest): Record<string, string> => {
  const { method = "POST", path = "/", service = "ses", region = "eu-west-1", body = "" } = request;
  const stamp = new Date(request.at ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    host: new URL(request.url).host,
    "x-amz-date": stamp,
    ...(request.sessionToken !== undefined && { "x-amz-security-token": request.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const [pathname = "/", query = ""] = path.split("?");
  const canonical = [
    method,
    pathname,
    query,
    ...names.map((name) => `${name}:${headers[name] ?? ""}`),
    "",
    names.join(";"),
    sha256(method === "GET" ? "" : body),
  ].join("\n");
  let key: string | Buffer = `AWS4${request.secretAccessKey}`;
  for (const part of scope.split("/")) key = hmac(key, part);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n")).toString(
    "hex",
  );
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    "content-type":
      service === "ses" || service === "sts" ? "application/x-www-form-urlencoded" : "application/json",
    authorization:
      `AWS4-HMAC-SHA256 Credential=${request.accessKeyId}/${scope}, ` +
      `SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
};
