// Has a process say what it took when it ends: microseconds and kilobytes. Loaded by `--require`: with a module for `--import`
// Node's loader of modules would come into every figure.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  // Not by the stream, which would have to be loaded.
  Reflect.get(process, "_rawDebug")(`cost ${userCPUTime + systemCPUTime} ${maxRSS}`);
});
