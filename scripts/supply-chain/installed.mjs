/** What `npm i postern` brings, by the lockfile: a path below node_modules and its entry each. */
export const installed = ({ packages }) => {
  const found = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true,
  );
  if (found.length === 0) throw new Error("package-lock.json names no package: nothing was checked");
  return found;
};
