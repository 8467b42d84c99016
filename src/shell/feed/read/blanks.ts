const BLANK_LINES = /^(?:[^\S\r\n]*[\r\n])+/
const LINE_END = /[\r\n]+$/
const NONE: ReadonlySet<number> = new Set()

/** The places of cells from which a parser took blanks. Blanks outside of quotes belong to no cell. */
export function blanksIn(raw: string, cells: readonly string[], delimiter = ','): ReadonlySet<number> {
  const { blankAtEnd, cell } = patternsOf(delimiter)
  const text = textIn(raw)
  if (!blankAtEnd.test(text)) return NONE
  const written = [...text.matchAll(cell)].map(([, plain]) => plain)
  return new Set(cells.flatMap((read, index) => ((written[index] ?? read) === read ? [] : [index])))
}

/** The line alone. */
export function textIn(raw: string): string {
  return raw.replace(BLANK_LINES, '').replace(LINE_END, '')
}

interface Patterns {
  /** The parser gives back half of a blank that takes several bytes. */
  blankAtEnd: RegExp
  /** A cell in quotes, or without. */
  cell: RegExp
}

const patterns = new Map<string, Patterns>()

function patternsOf(delimiter: string): Patterns {
  const known = patterns.get(delimiter)
  if (known) return known
  const sign = `\\u{${delimiter.charCodeAt(0).toString(16)}}`
  const blank = `[^\\S${sign}]`
  const made = {
    blankAtEnd: new RegExp(`(?:^|${sign})(?:${blank}|\\uFFFD)|${blank}(?:${sign}|$)`, 'u'),
    cell: new RegExp(`(?:${blank}*"(?:[^"]|"")*"${blank}*|([^${sign}]*))(?:${sign}|$)`, 'gyu'),
  }
  patterns.set(delimiter, made)
  return made
}
