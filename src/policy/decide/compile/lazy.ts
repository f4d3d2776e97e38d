/** Computes a value on first use and keeps it. */
export const lazy = <T extends object | string>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
