const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(BASIC, (one): [string, number] => [one, 1]),
  ...Array.from('^{}\\[~]|€\f', (one): [string, number] => [one, 2]),
])

export interface Segments {
  alphabet: 'GSM-7' | 'UCS-2'
  /** Messages that a phone network counts and bills. */
  count: number
}

/** GSM-7: 160 septets in one, 153 each in several, an extended character is two and never split. UCS-2: 70 units in one, 67 each in several, a surrogate pair never split. (3GPP TS 23.038, 23.040.) */
export function segmentsOf(text: string): Segments {
  let septets = 0
  for (const character of text) {
    const width = SEPTETS.get(character)
    if (width === undefined) return { alphabet: 'UCS-2', count: split(text, WIDE) }
    septets += width
  }
  return { alphabet: 'GSM-7', count: septets <= NARROW.single ? 1 : split(text, NARROW) }
}

interface Alphabet {
  /** Units in a lone message, and in each of several. */
  single: number
  each: number
  width: (character: string) => number
}
const NARROW: Alphabet = { single: 160, each: 153, width: (character) => SEPTETS.get(character) ?? 2 }
const WIDE: Alphabet = { single: 70, each: 67, width: (character) => character.length }

function split(text: string, { single, each, width }: Alphabet): number {
  let [total, count, used] = [0, 1, 0]
  for (const character of text) {
    const units = width(character)
    total += units
    if (used + units > each) {
      count++
      used = 0
    }
    used += units
  }
  return total <= single ? 1 : count
}
