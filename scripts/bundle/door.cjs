#!/usr/bin/env node
// The command. Node finds, reads, compiles and links each module by itself, at each start; so the modules are joined into parts,
// and what Node has once compiled of them lies beside them. Only the version of Node that compiled it takes it; another one
// compiles the parts anew, and is slower by that.
"use strict";
const VERSION = "";
const BUILD = "";

const { fstatSync, openSync, readFileSync, readSync, writeSync } = require("node:fs");

const folder = `${__dirname}/command/`;

/** Takes from the file of what was compiled (scripts/bundle/compile.mjs) what is of one part. */
const compiledParts = () => {
  try {
    const { version, platform, arch } = process;
    const file = openSync(`${folder}${BUILD}-${version}-${platform}-${arch}.bin`);
    const { size } = fstatSync(file);
    const read = (from, length) => {
      if (from + length > size) return undefined;
      const bytes = Buffer.allocUnsafeSlow(length);
      return readSync(file, bytes, 0, length, from) === length ? bytes : undefined;
    };
    const start = 4 + read(0, 4).readUInt32LE();
    const places = JSON.parse(read(4, start - 4).latin1Slice());
    return (name) => places[name] && read(start + places[name][0], places[name][1]);
  } catch {
    return () => undefined;
  }
};

// late.js stands here.

/** Answers the exports of a part, and by name the scripts of those that were loaded. */
const load = () => {
  const { pathToFileURL } = require("node:url");
  const { Script } = require("node:vm");
  const bundleUrl = `${pathToFileURL(folder)}start.cjs`;
  const compiled = compiledParts();
  const loaded = new Map();
  const scripts = new Map();
  const part = (path) => {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    if (!path.startsWith("./")) return (module.exports = moduleOf(path, require));
    const name = path.slice(2);
    const script = new Script(readFileSync(folder + name, "latin1"), {
      filename: folder + name,
      cachedData: compiled(name),
    });
    scripts.set(name, script);
    try {
      script.runInThisContext()(module, module.exports, part, later, bundleUrl, folder);
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    return module.exports;
  };
  // A plugin is a module of Node, and nothing else is.
  const later = async (path) => (/^(?:\.\/|node:)/.test(path) ? part(path) : import(path));
  return { part, scripts };
};

/** Says the version without loading anything; false where it is not asked for alone, or cannot be said. */
const saysVersion = ([word, ...more]) => {
  if (more.length > 0 || !["--version", "-V", "version"].includes(word)) return false;
  try {
    writeSync(1, `${VERSION}\n`);
    return true;
  } catch {
    // The whole command knows how a closed pipe or a full disk is told.
    return false;
  }
};

const main = async () => {
  try {
    await load().part("./start.cjs").start();
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    const todo = /^E[MN]FILE/.test(why ?? "") ? "Allow more, as `ulimit -n 4096`" : "Install it again";
    process.stderr.write(`postern: it cannot be loaded: ${why ?? ""}. ${todo}, and run it again.\n`);
    process.exit(4);
  }
};

if (require.main !== module) module.exports = { load };
else if (!saysVersion(process.argv.slice(2))) void main();
