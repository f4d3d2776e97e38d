/** What a pure rule has no use for: other answers at other times. */
const REACHES: readonly string[] = ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"];

/** Runs a synchronous function in which the clock, chance, the network and timers throw when they are touched. */
export const inSealedWorld = <T>(run: () => T): T => {
  const scope: Record<string, unknown> = globalThis;
  const { random } = Math;
  const saved = new Map(["Date", ...REACHES].map((name) => [name, scope[name]]));
  try {
    scope["Date"] = sealedDate;
    Math.random = () => touched("Math.random()");
    for (const name of REACHES) scope[name] = () => touched(`${name}()`);
    return run();
  } finally {
    for (const [name, value] of saved) scope[name] = value;
    Math.random = random;
  }
};

const touched = (what: string): never => {
  throw new Error(`a rule is pure, and this one calls ${what}`);
};

/** A date that is given is data; the current one is the clock. */
const sealedDate = new Proxy(Date, {
  construct: (target, given, self) =>
    given.length === 0 ? touched("new Date()") : (Reflect.construct(target, given, self) as object),
  apply: () => touched("Date()"),
  get: (target, name) =>
    name === "now" ? () => touched("Date.now()") : (Reflect.get(target, name) as unknown),
});
