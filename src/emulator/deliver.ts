import type { ServerResponse } from "node:http";
import type { HttpReply } from "./protocol/http.ts";

/** Sends a reply, or as much of it as its delivery lets through; answers whether all of it was handed over. */
export const deliver = (reply: HttpReply | null, response: ServerResponse): boolean => {
  if (reply === null) {
    response.destroy();
    return false;
  }
  const { status, headers, body, delivery } = reply;
  const bytes = Buffer.from(body);
  const begin = (): void => void response.writeHead(status, { ...headers, "content-length": bytes.length });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  switch (delivery?.kind) {
    case undefined:
      begin();
      response.end(bytes);
      return true;
    case "hang":
      return false;
    case "stall":
      begin();
      response.write(half);
      return false;
    case "cut-body":
      begin();
      response.write(half, () => response.destroy());
      return false;
    case "drip":
      begin();
      drip(bytes, delivery.ms, response);
      return false;
    case "endless":
      response.writeHead(status, headers);
      pour(bytes, response);
      return false;
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
