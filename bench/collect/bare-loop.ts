import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Agent } from "node:http";
import { pathToFileURL } from "node:url";
import { accountsOf, ROLE } from "./aws-process.ts";

export interface Loop {
  readonly url: string;
  readonly accounts: number;
  readonly regions: readonly string[];
  readonly concurrency: number;
}

/** The arguments of a process that runs the loop. */
export const bareLoop = (loop: Loop): readonly string[] => [import.meta.filename, JSON.stringify(loop)];

/** What anybody would write with the SDK: the role of each account, a client for each region, one call. */
const run = async ({ url: endpoint, accounts, regions, concurrency }: Loop): Promise<void> => {
  const requestHandler = new NodeHttpHandler({
    httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }),
  });
  const shared = { endpoint, requestHandler };
  const scopes = function* (): Iterable<() => Promise<void>> {
    for (const account of accountsOf({ accounts })) {
      const credentials = fromTemporaryCredentials({
        params: { RoleArn: `arn:aws:iam::${account}:role/${ROLE}`, RoleSessionName: "bench" },
        clientConfig: { ...shared, region: regions[0] ?? "" },
      });
      let asked: ReturnType<typeof credentials> | null = null;
      const once = (): ReturnType<typeof credentials> => (asked ??= credentials());
      for (const region of regions)
        yield async () => {
          const client = new SESClient({ ...shared, region, credentials: once });
          const { Identities } = await client.send(new ListIdentitiesCommand({ MaxItems: 1000 }));
          if (Identities === undefined) throw new Error("the answer has no list");
        };
    }
  };
  const rest = scopes()[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await next.value();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  requestHandler.destroy();
};

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url)
  await run(JSON.parse(process.argv[2] ?? "{}") as Loop);
