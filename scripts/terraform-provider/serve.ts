/**
 * A stand-in for Terraform's AWS provider: the resources of SES and the data sources that policies are made with. It speaks
 * version 6 of Terraform's plugin protocol, gRPC over a local socket, as far as `terraform apply` on
 * nothing needs it.
 *
 * Terraform finds it by TF_REATTACH_PROVIDERS, so that neither `init` nor a handshake is needed. Each configuration of the
 * provider comes over a connection of its own.
 */
import { createServer, type Http2Session, type ServerHttp2Stream } from "node:http2";
import { fieldsOf, message, type Field } from "./protobuf.ts";
import { Refused, renderDocument, type DocumentConfig } from "./policy-document.ts";
import { DATA_SOURCES, encodedSchemas, RESOURCES } from "./schema.ts";

/** Terraform's values: null, and `UNKNOWN` for what is known after apply only. */
export interface Packing {
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly encode: (value: unknown) => Uint8Array;
}

type Values = Readonly<Record<string, unknown>>;

/** The account that the provider claims to be in: the one that stands for the code's own. */
const ACCOUNT = "000000000000";
const DEFAULT_REGION = "us-east-1";

interface Session {
  region: string;
}

export interface Serving {
  /** The value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  readonly close: () => void;
}

export const serveProvider = async (socket: string, packing: Packing): Promise<Serving> => {
  const sessions = new Map<Http2Session, Session>();
  const server = createServer();
  server.on("session", (session) => {
    sessions.set(session, { region: DEFAULT_REGION });
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("error", () => stream.close());
    const method = String(headers[":path"]);
    // Terraform opens streams for logs and brokers, which nobody ends.
    if (!method.startsWith("/tfplugin6.Provider/")) return finish(stream, null);
    stream.on("end", () => {
      const session = stream.session === undefined ? undefined : sessions.get(stream.session);
      const request = fieldsOf(Buffer.concat(parts).subarray(5));
      finish(
        stream,
        answer(
          method.slice("/tfplugin6.Provider/".length),
          request,
          session ?? { region: DEFAULT_REGION },
          packing,
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    reattach: JSON.stringify({
      "registry.terraform.io/hashicorp/aws": {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "unix", String: socket },
      },
    }),
    close: () => {
      for (const session of sessions.keys()) session.destroy();
      server.close();
    },
  };
};

/** Null is answered as a method that is not there. */
const finish = (stream: ServerHttp2Stream, body: Buffer | null): void => {
  if (stream.destroyed) return;
  const headers = { ":status": 200, "content-type": "application/grpc" };
  if (body === null) {
    stream.respond({ ...headers, "grpc-status": "12" }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  const length = Buffer.alloc(5);
  length.writeUInt32BE(body.length, 1);
  stream.end(Buffer.concat([length, body]));
};

type Request = ReadonlyMap<number, Buffer>;

const answer = (method: string, request: Request, session: Session, packing: Packing): Buffer | null => {
  const values = (field: number): Values | null => {
    const packed = request.get(field);
    const bytes = packed === undefined ? undefined : fieldsOf(packed).get(1);
    return bytes === undefined ? null : (packing.decode(bytes) as Values | null);
  };
  const value = (given: Values): Buffer => message([1, Buffer.from(packing.encode(given))]);
  const type = String(request.get(1) ?? "");
  switch (method) {
    case "GetProviderSchema":
      return encodedSchemas();
    case "ConfigureProvider": {
      const region = values(2)?.["region"];
      if (typeof region === "string") session.region = region;
      return message();
    }
    case "ValidateProviderConfig":
    case "ValidateResourceConfig":
    case "ValidateDataResourceConfig":
    case "StopProvider":
      return message();
    case "PlanResourceChange": {
      const proposed = values(3);
      return proposed === null ? message() : message([1, value(plannedResource(type, proposed, session))]);
    }
    case "ApplyResourceChange": {
      const planned = values(3);
      return planned === null ? message() : message([1, value(appliedResource(type, planned))]);
    }
    case "UpgradeResourceState": {
      const state = fieldsOf(request.get(3) ?? Buffer.alloc(0)).get(1) ?? Buffer.alloc(0);
      return message([1, message([2, state])]);
    }
    case "ReadDataSource":
      try {
        return message([1, value(readData(type, values(2) ?? {}, session))]);
      } catch (error) {
        if (error instanceof Refused) return message([2, refusal(error.message)]);
        throw error;
      }
    default:
      return null;
  }
};

const refusal = (summary: string): Buffer => {
  const fields: readonly Field[] = [
    [1, 1],
    [2, summary],
  ];
  return message(...fields);
};

/** What only an apply makes known. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A resource as it will be: the provider knows its region now, and what else it makes after apply only. */
const plannedResource = (type: string, proposed: Values, { region }: Session): Values => ({
  ...proposed,
  region: proposed["region"] ?? region,
  ...Object.fromEntries(
    Object.entries(RESOURCES[type]?.attributes ?? {})
      .filter(([, { use }]) => use === "computed")
      .map(([attribute]) => [attribute, UNKNOWN]),
  ),
});

const NAMES = ["domain", "email", "email_identity", "identity"] as const;

const appliedResource = (type: string, planned: Values): Values => {
  const name = NAMES.map((attribute) => planned[attribute]).find((given) => typeof given === "string");
  const made: Values = {
    id: name,
    arn: `arn:aws:ses:${String(planned["region"])}:${ACCOUNT}:identity/${String(name)}`,
    identity_type: "DOMAIN",
    verification_token: "token",
  };
  return {
    ...planned,
    ...Object.fromEntries(
      Object.entries(RESOURCES[type]?.attributes ?? {})
        .filter(([, { use }]) => use === "computed")
        .map(([attribute]) => [attribute, made[attribute] ?? null]),
    ),
  };
};

const readData = (type: string, config: Values, session: Session): Values => {
  const region =
    [config["region"], config["name"]].find((given) => typeof given === "string") ?? session.region;
  const known: Readonly<Record<string, Values>> = {
    aws_caller_identity: {
      id: ACCOUNT,
      account_id: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/postern`,
      user_id: "AIDAEXAMPLE",
    },
    aws_region: { id: region, region, name: region },
    aws_partition: {
      id: "aws",
      partition: "aws",
      dns_suffix: "amazonaws.com",
      reverse_dns_prefix: "com.amazonaws",
    },
  };
  if (type === "aws_iam_policy_document") {
    const { json, minified } = renderDocument(config as unknown as DocumentConfig);
    return { ...config, json, minified_json: minified, id: "document" };
  }
  if (DATA_SOURCES[type] === undefined) throw new Refused(`no data source ${type}`);
  return { ...config, ...known[type] };
};
