/** What must not be in the markup of a page that opens without asking anyone for anything; a sentence for each breach. */
export const markupProblems = (page: string): readonly string[] => {
  const problems: string[] = [];
  const tags = [...withoutRawText(page).matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
  for (const tag of tags) {
    if (/\son[a-z]+\s*=/i.test(outsideQuotes(tag))) problems.push(`an event handler: ${tag}`);
    if (/\sstyle\s*=/i.test(outsideQuotes(tag))) problems.push(`a style attribute: ${tag}`);
    const address = /\s(?:href|src|action|data|poster|formaction)\s*=\s*"([^"]*)"/i.exec(tag)?.[1];
    if (address !== undefined && !isHarmless(tag, address)) problems.push(`an address: ${tag}`);
  }
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
  if (policy === undefined) problems.push("no Content-Security-Policy");
  else
    for (const part of [
      "default-src &#x27;none&#x27;",
      "base-uri &#x27;none&#x27;",
      "form-action &#x27;none&#x27;",
    ])
      if (!policy.includes(part) && !policy.includes(part.replaceAll("&#x27;", "'")))
        problems.push(`the policy lacks ${part}`);
  for (const word of ["[object Object]", "undefined", "NaN", "Invalid Date"])
    if (shownText(page).includes(word)) problems.push(`the text says ${word}`);
  return problems;
};

const withoutRawText = (page: string): string => page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "");

const outsideQuotes = (tag: string): string => tag.replace(/"[^"]*"/g, '""');

/** The page itself, a place in it, a picture in the page, or a link that a reader follows by choice. */
const isHarmless = (tag: string, address: string): boolean => {
  if (address.startsWith("#") || address === "data:,") return true;
  if (/^<a\s/i.test(tag)) return /^https?:\/\//.test(address) && tag.includes('rel="noopener noreferrer"');
  return /^<img\s/i.test(tag) && address.startsWith("data:image/");
};

export const shownText = (page: string): string =>
  withoutRawText(page)
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#x3D;", "=")
    .replaceAll("&#x60;", "`")
    .replaceAll("&amp;", "&");
