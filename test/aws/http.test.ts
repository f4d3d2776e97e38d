import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { sharedHttp } from "../../src/aws/http.ts";
import { emulated, KEY, type Emulated } from "../support/emulated.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { PROXY_VARIABLES, variables } from "../support/variables.ts";

describe("the shared sockets", () => {
  let world: Emulated;
  let proxy: Proxy;
  const set = variables(PROXY_VARIABLES);

  beforeEach(async () => {
    world = await emulated();
    proxy = await startProxy();
  });
  afterEach(async () => {
    await proxy.close();
    await world.emulator.close();
  });

  const call = async (): Promise<string | undefined> => {
    const http = sharedHttp([]);
    const client = new STSClient({
      region: "us-east-1",
      endpoint: world.emulator.url,
      credentials: KEY,
      requestHandler: http.handler(),
    });
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    http.close();
    return Account;
  };

  it("warns of nothing where many calls go on at once", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error): void => void warnings.push(message);
    process.on("warning", note);
    const http = sharedHttp([new AbortController().signal]);
    const client = new STSClient({
      region: "us-east-1",
      endpoint: world.emulator.url,
      credentials: KEY,
      requestHandler: http.handler(),
    });
    const calls = Array.from({ length: 40 }, async () => client.send(new GetCallerIdentityCommand({})));
    expect(await Promise.all(calls)).to.have.length(40);
    http.close();
    process.off("warning", note);
    expect(warnings).to.deep.equal([]);
  });

  it("goes straight where no proxy is set", async () => {
    expect(await call()).to.equal("111122223333");
    expect(proxy.asked).to.deep.equal([]);
  });

  it("goes through the proxy of the protocol", async () => {
    set({ HTTP_PROXY: proxy.url });
    expect(await call()).to.equal("111122223333");
    expect(proxy.asked).to.deep.equal([new URL(world.emulator.url).host]);
  });

  it("leaves the other protocol's proxy alone", async () => {
    set({ HTTPS_PROXY: proxy.url });
    await call();
    expect(proxy.asked).to.deep.equal([]);
  });

  it("goes straight to a host that NO_PROXY names", async () => {
    set({ HTTP_PROXY: proxy.url, NO_PROXY: "example.com,127.0.0.1" });
    await call();
    expect(proxy.asked).to.deep.equal([]);
  });
});
