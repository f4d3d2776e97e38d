/** Milliseconds of processor time that this process has taken: a limit in them holds on a machine that does much else. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
