import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/**
 * Fails the suite when anything speaks to more than this machine.
 *
 * Loaded before the tests. A connection to anything but 127.0.0.0/8, ::1 or a socket file, and the look-up of any name
 * but localhost, throws where it is tried; it is kept too, so that code which swallows the error turns the suite red.
 */
const strayed: string[] = [];

/** Everything that was tried; a test of this guard takes its own attempts out again. */
export const strayedTo: string[] = strayed;

const refuse = (attempt: string): never => {
  strayed.push(attempt);
  throw new Error(`the tests stay on this machine, but something tried to ${attempt}`);
};

const isLoopback = (host: string): boolean =>
  host === "localhost" ||
  host === "::1" ||
  host === "[::1]" ||
  /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(host);

/** The host that `connect` was given, in any of its forms; null for a socket file. */
const hostOf = ([first, second]: readonly unknown[]): string | null => {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === "object" && options !== null) {
    const { path, host } = options as { readonly path?: unknown; readonly host?: unknown };
    if (typeof host === "string") return host;
    return typeof path === "string" ? null : "localhost";
  }
  if (typeof options === "string" && Number.isNaN(Number(options))) return null;
  return typeof second === "string" ? second : "localhost";
};

const { connect } = net.Socket.prototype;

Reflect.set(net.Socket.prototype, "connect", function (this: net.Socket, ...given: unknown[]): unknown {
  const host = hostOf(given);
  if (host !== null && !isLoopback(host)) refuse(`connect to ${host}`);
  return Reflect.apply(connect, this, given);
});

/** Every way to ask for a name. */
const QUESTIONS = ["lookup", "resolve", "resolve4", "resolve6", "resolveAny"] as const;

for (const target of [dns, dns.promises])
  for (const question of QUESTIONS) {
    const ask = target[question];
    Reflect.set(target, question, (name: string, ...given: unknown[]): unknown => {
      if (!isLoopback(name)) refuse(`look up ${name}`);
      return Reflect.apply(ask, target, [name, ...given]);
    });
  }

syncBuiltinESMExports();

export const mochaHooks: Mocha.RootHookObject = {
  afterAll() {
    if (strayed.length > 0)
      throw new Error(`something left this machine: ${[...new Set(strayed)].join(", ")}`);
  },
};
