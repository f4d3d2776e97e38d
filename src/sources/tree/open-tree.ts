import type { Tree } from "../readers/reader.ts";
import type { Repository } from "../terraform/read-terraform.ts";
import { fileText } from "../written/text.ts";

/** A repository as readers use it, and the files that they used. */
export const openTree = (
  repository: Repository,
): Tree & { readonly used: ReadonlySet<string>; readonly adopted: ReadonlySet<string> } => {
  const used = new Set<string>();
  const adopted = new Set<string>();
  return {
    used,
    adopted,
    names: repository.namesIn,
    adopt: (path) => {
      const file = repository.read(path);
      if (file !== null) adopted.add(file.path);
      return file;
    },
    use: (path) => {
      const file = repository.read(path);
      if (file === null) return null;
      used.add(file.path);
      return fileText(file);
    },
  };
};
