import type { ServerResponse } from "node:http";
import type { HttpReply } from "./protocol/http.ts";

/** Sends a reply, or as much of it as its delivery lets through. */
export const deliver = (reply: HttpReply | null, response: ServerResponse): void => {
  if (reply === null) {
    response.destroy();
    return;
  }
  const { status, headers, body, delivery } = reply;
  const bytes = Buffer.from(body);
  const begin = (): void => void response.writeHead(status, { ...headers, "content-length": bytes.length });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  switch (delivery?.kind) {
    case undefined:
      begin();
      response.end(bytes);
      return;
    case "hang":
      return;
    case "stall":
      begin();
      response.write(half);
      return;
    case "cut-body":
      begin();
      response.write(half, () => response.destroy());
      return;
    case "drip":
      begin();
      drip(bytes, delivery.ms, response);
      return;
    case "endless":
      response.writeHead(status, headers);
      pour(bytes, response);
      return;
  }
};

const drip = (bytes: Buffer, ms: number, response: ServerResponse): void => {
  let at = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + 1));
    at += 1;
    if (at < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, ms);
  response.on("close", () => clearInterval(timer));
};

/** The body, and then white space for as long as somebody takes it. */
const pour = (bytes: Buffer, response: ServerResponse): void => {
  const more = Buffer.alloc(65_536, " ");
  const go = (): void => {
    while (!response.destroyed && response.write(more));
  };
  response.on("drain", go);
  response.write(bytes);
  go();
};
