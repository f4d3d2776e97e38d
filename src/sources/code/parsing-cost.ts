/**
 * What parsing a program costs at most: for each unit of its text a constant, and the square of how deep brackets are open
 * there. Where an object could be a pattern, the parser follows a dozen readings and copies what is open for each; measured
 * at 1 to 3 seconds for this much.
 */
const MOST = 3e9;
const UNIT = 1_000;

/** Whether a program takes too long to parse, as its brackets tell; those in texts and comments count too. */
export const costsTooMuch = (text: string): boolean => {
  let cost = text.length * UNIT;
  let depth = 0;
  for (let at = 0; at < text.length && cost <= MOST; at += 1) {
    const unit = text.charCodeAt(at);
    if (OPENING.has(unit)) depth += 1;
    else if (CLOSING.has(unit) && depth > 0) depth -= 1;
    cost += depth * depth;
  }
  return cost > MOST;
};

const unitsOf = (text: string): ReadonlySet<number> =>
  new Set(Array.from(text, (char) => char.charCodeAt(0)));

const OPENING = unitsOf("([{");
const CLOSING = unitsOf(")]}");
