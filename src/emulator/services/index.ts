import type { HttpRequest } from "../protocol/http.ts";
import { refusal } from "../protocol/refusal.ts";
import type { Service } from "../protocol/service.ts";
import { parseSignature } from "../protocol/signature.ts";
import { ACCOUNT } from "./account/account.ts";
import { CONFIG } from "./config/config.ts";
import { ORGANIZATIONS } from "./organizations/organizations.ts";
import { S3 } from "./s3/s3.ts";
import { SECURITY_HUB } from "./security-hub/security-hub.ts";
import { SES } from "./ses/ses.ts";
import { SES_V2 } from "./ses/v2/ses-v2.ts";
import { STS } from "./sts/sts.ts";

const SERVICES: readonly Service[] = [SES, SES_V2, SECURITY_HUB, STS, ACCOUNT, ORGANIZATIONS, S3, CONFIG];

/** The service that a request is for: by its credential scope; where it is not signed, by what it looks like. */
export const serviceOf = (request: HttpRequest): Service => {
  const name = parseSignature(request.headers["authorization"] ?? "")?.service;
  if (name !== undefined)
    return (
      SERVICES.find((service) => service.name === name && isOfPath(service, request)) ??
      unknown(name, request)
    );
  return SERVICES.find((service) => knows(service, request)) ?? (request.path === "/" ? SES : SECURITY_HUB);
};

/** Both versions of the SES API sign as `ses`; version 2 has paths. */
const isOfPath = (service: Service, { path }: HttpRequest): boolean =>
  service.name !== "ses" || (service === SES_V2) === /^\/v[12]\/email\//.test(path);

const knows = (service: Service, request: HttpRequest): boolean => {
  try {
    service.route(request);
    return true;
  } catch {
    return false;
  }
};

/** Answers in the protocol that the request is written in, so that its client shows the message. */
const unknown = (name: string, request: HttpRequest): Service => {
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return {
    ...(isForm ? STS : ACCOUNT),
    name,
    route: () => {
      const known = [...new Set(SERVICES.map((service) => service.name))].join(", ");
      throw refusal("NotImplemented", `This emulator has ${known}, but not ${name}.`, 501);
    },
    ...(isForm ? {} : { refuse: jsonRefusal }),
  };
};

/** Clients of both JSON protocols find the code: in the header, or in the body. */
const jsonRefusal: Service["refuse"] = ({ code, message, status }, requestId) => ({
  status,
  headers: { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amzn-errortype": code },
  body: JSON.stringify({ __type: code, message }),
});
