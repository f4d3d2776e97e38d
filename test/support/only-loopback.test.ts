import { expect } from "chai";
import { lookup, promises, resolve4 } from "node:dns";
import { request } from "node:http";
import net from "node:net";
import { strayedTo } from "./only-loopback.ts";

/** What the guard caught while `attempt` ran; taken out again, so that the suite stays green. */
const caught = async (attempt: () => unknown): Promise<readonly string[]> => {
  const before = strayedTo.length;
  try {
    await attempt();
  } catch {
    // the guard threw, which `strayedTo` shows
  }
  return strayedTo.splice(before);
};

describe("the guard against leaving this machine", () => {
  it("is loaded for every test", () => {
    expect(() => net.connect(443, "192.0.2.1")).to.throw("stay on this machine");
    expect(strayedTo.splice(-1)).to.deep.equal(["connect to 192.0.2.1"]);
  });

  const attempts: Readonly<Record<string, () => unknown>> = {
    "a socket by address": () => net.connect({ host: "192.0.2.1", port: 80 }),
    "a socket by name": () => net.connect(80, "collector.example"),
    IPv6: () => net.connect({ host: "2001:db8::1", port: 80 }),
    "an http request": () => request("http://collector.example/").end(),
    fetch: () => fetch("https://collector.example/"),
    "a look-up": () => lookup("collector.example", () => undefined),
    "a question to a name server": () => resolve4("collector.example", () => undefined),
    "a look-up by promise": () => promises.lookup("collector.example"),
  };
  for (const [name, attempt] of Object.entries(attempts))
    it(`catches ${name}`, async () => {
      expect(await caught(attempt)).to.have.length.greaterThan(0);
    });

  it("lets loopback and socket files through", async () => {
    const server = net.createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as net.AddressInfo;
    const socket = net.connect(port, "127.0.0.1");
    await new Promise((resolve) => socket.once("close", resolve).resume());
    server.close();
    const file = net.connect("/nowhere/postern.sock");
    await new Promise((resolve) => file.once("error", resolve));
  });
});
