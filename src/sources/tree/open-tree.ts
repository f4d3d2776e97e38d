import type { Tree } from "../readers/reader.ts";
import type { Repository } from "../terraform/read-terraform.ts";
import { fileText } from "../written/text.ts";

/** A repository as readers use it, and the files that they used. */
export const openTree = (repository: Repository): Tree & { readonly used: ReadonlySet<string> } => {
  const used = new Set<string>();
  return {
    used,
    use: (path) => {
      const file = repository.read(path);
      if (file === null) return null;
      used.add(file.path);
      return fileText(file);
    },
  };
};
