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
    if (width === undefined) return { alphabet: 'UCS-2', count: wideCount(text) }
    septets += width
  }
  return { alphabet: 'GSM-7', count: septets <= NARROW.single ? 1 : narrowCount(text) }
}

const NARROW = { single: 160, each: 153 }
const WIDE = { single: 70, each: 67 }

function narrowCount(text: string): number {
  let [count, used] = [1, 0]
  for (const character of text) {
    const width = SEPTETS.get(character) ?? 2
    if (used + width > NARROW.each) {
      count++
      used = 0
    }
    used += width
  }
  return count
}

/** No character is made a text of its own: most texts of the East have more than one message, and are counted here. */
function wideCount(text: string): number {
  if (text.length <= WIDE.single) return 1
  let [count, used] = [1, 0]
  for (let at = 0; at < text.length; ) {
    const units = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    if (used + units > WIDE.each) {
      count++
      used = 0
    }
    used += units
    at += units
  }
  return count
}
