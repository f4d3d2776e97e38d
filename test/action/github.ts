import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** A stand-in for GitHub's REST API on loopback: answers by method and path, and remembers what it was asked. */
export interface FakeGithub {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The SARIF files that were uploaded, as text. */
  readonly uploads: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** `answer` gives null for what is answered as GitHub does when all is well: accepted, processed, no such file; `break` cuts the connection. */
export const fakeGithub = async (answer: (call: Call) => Answer | "break" | null): Promise<FakeGithub> => {
  const calls: Call[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const call: Call = {
        method: request.method ?? "",
        path: request.url ?? "",
        authorization: request.headers.authorization ?? "",
        body: text === "" ? null : (JSON.parse(text) as Readonly<Record<string, unknown>>),
      };
      calls.push(call);
      const answered = answer(call) ?? usual(call);
      if (answered === "break") {
        request.socket.destroy();
        return;
      }
      const { status, body } = answered;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    uploads: () =>
      calls
        .filter(({ method }) => method === "POST")
        .map(({ body }) => gunzipSync(Buffer.from(String(body?.["sarif"]), "base64")).toString("utf8")),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
};

const usual = ({ method, path }: Call): Answer => {
  if (method === "POST") return { status: 202, body: { id: "47177e22" } };
  if (path.includes("/code-scanning/sarifs/"))
    return { status: 200, body: { processing_status: "complete" } };
  return { status: 404, body: { message: "Not Found" } };
};
