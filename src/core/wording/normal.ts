/** A text as it is compared: full-width letters are letters, case and Latin accents do not count, nothing invisible, one blank for every run of them, one kind of apostrophe. */
export function normalOf(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  const lower = text.normalize('NFKC').toLowerCase()
  if (SETTLED.test(lower)) return lower.replaceAll(/\s+/g, ' ').trim()
  return lower
    .normalize('NFD')
    .replaceAll(UNSEEN, '')
    .replaceAll(WITH_STROKE, (letter) => PLAIN_LETTER[letter] ?? letter)
    .replaceAll(/[‘’ʼ`´]/g, "'")
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const PLAIN = /^[\t\n\r\x20-\x5f\x61-\x7e]*$/
/** The same and Chinese: none of these is taken apart, put together or left out. */
const SETTLED = /^[\t\n\r\x20-\x5f\x61-\x7e\u3001-\u3029\u4e00-\u9fff]*$/
/** Accents of Latin, Greek and Cyrillic letters, and what has no width. A mark of another script is a letter of its own. */
const UNSEEN = /[\u0300-\u036f\ufe00-\ufe0f]|\p{Cf}/gu
/** Letters that Unicode does not take apart, and that people without their keyboard write so; upper case of the first is that of `i`. */
const PLAIN_LETTER: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', đ: 'd', ø: 'o' }
const WITH_STROKE = /[ıłđø]/g
