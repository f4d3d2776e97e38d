import { InvalidArgumentError } from "commander";

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

export const positive = (value: string): number => {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError("It has to be a number above 0.");
  return number;
};

/** A number of things at a time. */
export const count = (value: string): number => {
  const number = positive(value);
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError("It has to be a whole number.");
  return number;
};

export const url = (value: string): string => {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new InvalidArgumentError("It has to be an http or https URL.");
  return value;
};
