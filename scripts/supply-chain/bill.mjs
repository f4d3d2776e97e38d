/**
 * A bill of all packages, cut down to what users install; throws where one of those is not in it.
 *
 * npm's own `--omit dev` (11.19.1) leaves out every package that a development dependency needs too: 31 of 58 here,
 * `@smithy/core` and `yaml` among them.
 */
export const billOfProduction = (whole, packages) => {
  const { serialNumber: _number, ...bill } = whole;
  const { timestamp: _time, ...metadata } = bill.metadata;
  const wanted = new Set(packages.map(([path, { version }]) => `${nameOf(path)}@${version}`));
  const isWanted = (reference) => wanted.has(reference);
  const components = bill.components.filter(({ name, version }) => isWanted(`${name}@${version}`));
  const own = bill.metadata.component["bom-ref"];
  const dependencies = bill.dependencies
    .filter(({ ref }) => ref === own || isWanted(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isWanted) }));
  const missing = [...wanted].filter(
    (one) => !components.some(({ name, version }) => `${name}@${version}` === one),
  );
  if (missing.length > 0) throw new Error(`the bill of materials lacks ${missing.join(", ")}`);
  return { ...bill, metadata, components, dependencies };
};

/** `node_modules/a/node_modules/@b/c` is of `@b/c`. */
const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
