/** Lines of the recipient as an envelope shows them. */

/** Commas part the lines of an address that was written on one. */
const PARTS = /\s*[,，;；]\s*/

/** The name and the address, in lines that fit; null = it does not fit into the window. `fits` says whether a line is narrow enough. */
export function addressLines(
  name: string | null,
  written: string,
  { lines, fits }: { lines: number; fits: (line: string) => boolean },
): string[] | null {
  const head = name === null ? [] : folded(cleaned(name), fits)
  const rows = written.split(/\r?\n/)
  const own = (rows.length > 1 ? rows : written.split(PARTS)).map(cleaned).filter((line) => line !== '')
  const wrapped = own.flatMap((line) => folded(line, fits))
  const room = lines - head.length
  const body = joined(wrapped, { room, fits })
  const all = [...head, ...body]
  return body.length > 0 && all.length <= lines && all.every(fits) ? all : null
}

function cleaned(line: string): string {
  return line.replaceAll(/\s+/g, ' ').trim()
}

/** Where there are too many lines, short ones stand together, as few as need be and from the top: the town and the country, which are sorted by, keep their lines. */
function joined(
  lines: readonly string[],
  { room, fits }: { room: number; fits: (line: string) => boolean },
): string[] {
  const out: string[] = []
  for (const [at, line] of lines.entries()) {
    const together = out.length > 0 ? `${out.at(-1)}, ${line}` : line
    const isCrowded = out.length + lines.length - at > room
    if (out.length > 0 && isCrowded && fits(together)) out[out.length - 1] = together
    else out.push(line)
  }
  return out
}

/** A line that is too wide goes on in the next, at a blank or, in a script without blanks, anywhere. */
function folded(line: string, fits: (line: string) => boolean): string[] {
  if (fits(line)) return [line]
  const signs = Array.from(line)
  let last = 1
  for (let at = 1; at < signs.length && fits(signs.slice(0, at).join('')); at++) {
    if (signs[at] === ' ' || isHan(signs[at] ?? '')) last = at
  }
  const [first, rest] = [signs.slice(0, last).join('').trim(), signs.slice(last).join('').trim()]
  return last <= 1 || rest === '' ? [line] : [first, ...folded(rest, fits)]
}

function isHan(sign: string): boolean {
  return /\p{Script=Han}/u.test(sign)
}
