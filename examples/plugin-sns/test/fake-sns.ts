import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A topic of the fake: its policy, or null where it is refused. */
export type Topics = Readonly<Record<string, string | null>>;

export interface FakeSns {
  readonly url: string;
  /** Names of the operations that were called, in order. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

/** Answers what a scan asks of STS and SNS (query protocol), one topic a page. */
export const startFakeSns = async (topics: Topics): Promise<FakeSns> => {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      const asked = new URLSearchParams(body);
      calls.push(asked.get("Action") ?? "");
      const answer = answerTo(asked, topics);
      response.writeHead(answer === null ? 403 : 200, { "content-type": "text/xml" });
      response.end(answer ?? REFUSED);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => closed(server),
  };
};

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

const REFUSED = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorised</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

const answerTo = (asked: URLSearchParams, topics: Topics): string | null => {
  switch (asked.get("Action") ?? "") {
    case "GetCallerIdentity":
      return answered(
        "GetCallerIdentity",
        "<Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>AIDA</UserId><Account>111122223333</Account>",
      );
    case "ListTopics":
      return answered("ListTopics", page(Object.keys(topics), Number(asked.get("NextToken") ?? 0)));
    case "GetTopicAttributes": {
      const policy = topics[asked.get("TopicArn") ?? ""];
      return typeof policy === "string"
        ? answered(
            "GetTopicAttributes",
            `<Attributes><entry><key>Policy</key><value>${escaped(policy)}</value></entry></Attributes>`,
          )
        : null;
    }
    default:
      return null;
  }
};

const page = (arns: readonly string[], at: number): string =>
  `<Topics>${arns
    .slice(at, at + 1)
    .map((arn) => `<member><TopicArn>${arn}</TopicArn></member>`)
    .join("")}</Topics>` + (at + 1 < arns.length ? `<NextToken>${at + 1}</NextToken>` : "");

const answered = (operation: string, result: string): string =>
  `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${operation}Response>`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
