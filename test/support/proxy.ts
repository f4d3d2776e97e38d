import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** An HTTP proxy on the loopback interface that tunnels to it alone, and remembers whom it was asked for. */
export interface Proxy {
  readonly url: string;
  /** `host:port`, in the order of the calls. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param answer its first line to whoever is asked for elsewhere. */
export const startProxy = async (answer = "403 Forbidden"): Promise<Proxy> => {
  const asked: string[] = [];
  const server = createServer().on("connect", (request, socket, head) => {
    asked.push(request.url ?? "");
    const [host = "", port = "80"] = (request.url ?? "").split(":");
    socket.on("error", () => socket.destroy());
    if (host !== "127.0.0.1") {
      socket.end(`HTTP/1.1 ${answer}\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on("error", () => upstream.destroy());
    upstream.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
