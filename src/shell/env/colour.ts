/** Colour codes go to a terminal alone, and not where NO_COLOR says anything. */
export function showsColour(out: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return out.isTTY === true && !env['NO_COLOR']
}
