const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const basic = new Set(BASIC)
const extended = new Set('^{}\\[~]|€\f')

export interface Segments {
  alphabet: 'GSM-7' | 'UCS-2'
  /** Messages that a phone network counts and bills. */
  count: number
}

/** GSM-7: 160 septets in one, 153 each in several, an extended character is two and never split. UCS-2: 70 units in one, 67 each in several, a surrogate pair never split. (3GPP TS 23.038, 23.040.) */
export function segmentsOf(text: string): Segments {
  const characters = Array.from(text)
  if (characters.every((one) => basic.has(one) || extended.has(one))) {
    const units = characters.map((one) => (extended.has(one) ? 2 : 1))
    return { alphabet: 'GSM-7', count: split(units, 160, 153) }
  }
  return {
    alphabet: 'UCS-2',
    count: split(
      characters.map((one) => one.length),
      70,
      67,
    ),
  }
}

function split(units: number[], single: number, each: number): number {
  const total = units.reduce((sum, unit) => sum + unit, 0)
  if (total <= single) return 1
  let count = 1
  let used = 0
  for (const unit of units) {
    if (used + unit > each) {
      count++
      used = 0
    }
    used += unit
  }
  return count
}
