import { nearest } from '../core/base/nearest.ts'

/** The number of words that are listed where nothing is near. */
const LISTED = 20

/** The nearest word of a closed list; where none is near, the list. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const near = nearTo(word, known)
  if (near !== null) return `did you mean ${prefix}${near}?`
  if (known.length === 0) return 'see --help'
  const more = known.length > LISTED ? `, and ${known.length - LISTED} more` : ''
  const listed = known.slice(0, LISTED).map((one) => `${prefix}${one}`)
  return `one of ${listed.join(', ')}${more}`
}

/** Anything would be near a word of two letters. */
function nearTo(word: string, known: readonly string[]): string | null {
  const begins = known.filter((one) => word.length > 1 && one.toLowerCase().startsWith(word.toLowerCase()))
  if (begins.length === 1) return begins[0] ?? null
  return word.length > 2 ? nearest(word, known) : null
}
