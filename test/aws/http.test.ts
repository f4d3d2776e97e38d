import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { sharedHttp } from "../../src/aws/http.ts";
import { emulated, KEY, type Emulated } from "../support/emulated.ts";

const VARIABLES = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];

describe("the shared sockets", () => {
  let world: Emulated;
  let proxy: Server;
  let asked: string[];
  const before = { ...process.env };

  beforeEach(async () => {
    world = await emulated();
    asked = [];
    proxy = createServer().on("connect", (request, socket, head) => {
      asked.push(request.url ?? "");
      const [host = "", port = "80"] = (request.url ?? "").split(":");
      const upstream = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      socket.on("error", () => upstream.destroy());
      upstream.on("error", () => socket.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    for (const name of VARIABLES) delete process.env[name];
  });
  afterEach(async () => {
    for (const name of VARIABLES) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    proxy.closeAllConnections();
    await new Promise((done) => proxy.close(done));
    await world.emulator.close();
  });

  const call = async (): Promise<string | undefined> => {
    const http = sharedHttp();
    const client = new STSClient({
      region: "us-east-1",
      endpoint: world.emulator.url,
      credentials: KEY,
      requestHandler: http.handler,
    });
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    http.close();
    return Account;
  };
  const proxyUrl = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  it("goes straight where no proxy is set", async () => {
    expect(await call()).to.equal("111122223333");
    expect(asked).to.deep.equal([]);
  });

  it("goes through the proxy of the protocol", async () => {
    process.env["HTTP_PROXY"] = proxyUrl();
    expect(await call()).to.equal("111122223333");
    expect(asked).to.deep.equal([new URL(world.emulator.url).host]);
  });

  it("leaves the other protocol's proxy alone", async () => {
    process.env["HTTPS_PROXY"] = proxyUrl();
    await call();
    expect(asked).to.deep.equal([]);
  });

  it("goes straight to a host that NO_PROXY names", async () => {
    process.env["HTTP_PROXY"] = proxyUrl();
    process.env["NO_PROXY"] = "example.com,127.0.0.1";
    await call();
    expect(asked).to.deep.equal([]);
  });
});
