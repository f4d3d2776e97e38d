import { InvalidArgumentError, Option } from "commander";

/** For an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** A 12-digit account id, several times. */
export const collectAccounts = (value: string, before: readonly string[] = []): readonly string[] => {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError("An account id has 12 digits.");
  return [...before, value];
};

/** An organisation's id, several times. */
export const collectOrganizations = (value: string, before: readonly string[] = []): readonly string[] => {
  if (!/^o-[a-z0-9]{10,32}$/.test(value))
    throw new InvalidArgumentError("An organisation's id is o- and 10 to 32 letters and digits.");
  return [...before, value];
};

/** A place to write to: a variable that was never set must not become the working directory. */
export const place = (value: string): string => {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return value;
};

export const positive = (value: string): number => {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError("It has to be a number above 0.");
  return number;
};

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Longest time that Node's timers take, in milliseconds: some 24 days. */
const LONGEST = 2 ** 31 - 1;

/** `90s`, `10m`, `2h`, or seconds alone; in milliseconds. */
export const duration = (value: string): number => {
  const [, count = "", unit = "s"] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(value) ?? [];
  const milliseconds = Math.round(Number(count) * (MILLISECONDS[unit] ?? 1000));
  if (count === "" || milliseconds < 1 || milliseconds > LONGEST)
    throw new InvalidArgumentError("It has to be a time, as 90s, 10m or 2h.");
  return milliseconds;
};

/** A number of things at a time. */
export const count = (value: string): number => {
  const number = positive(value);
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError("It has to be a whole number.");
  return number;
};

/** Most threads that may be asked for: each holds tens of MB. */
const MOST_THREADS = 64;

export const threadCount = (value: string): number => {
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < 0 || number > MOST_THREADS)
    throw new InvalidArgumentError(`It has to be a whole number from 0 to ${MOST_THREADS}.`);
  return number;
};

export const url = (value: string): string => {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new InvalidArgumentError("It has to be an http or https URL.");
  return value;
};

/** An option that takes one of some values, in any case. */
export const oneOf = (flags: string, description: string, values: readonly string[]): Option =>
  new Option(flags, description).choices(values).argParser((value: string) => {
    const wanted = value.toLowerCase().replaceAll("-", "_");
    const known = values.find((one) => one.toLowerCase().replaceAll("-", "_") === wanted);
    if (known === undefined) throw new InvalidArgumentError(`Allowed choices are ${values.join(", ")}.`);
    return known;
  });

/** What STS takes as the name of a session. Source: API reference of AssumeRole. */
export const sessionName = (value: string): string => {
  if (!/^[\w+=,.@-]{2,64}$/.test(value))
    throw new InvalidArgumentError("It has to be 2 to 64 letters, digits and any of _+=,.@-");
  return value;
};

/** From 0 up to, but not including, 100. */
export const percentage = (value: string): number => {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number < 0 || number >= 100)
    throw new InvalidArgumentError("It has to be a number from 0 up to 99.");
  return number;
};

/** `a,b,c`, each once. */
export const commaSeparated = (value: string): readonly string[] => [
  ...new Set(
    value
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ),
];
