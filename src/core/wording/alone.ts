import type { Replies } from './replies.ts'

/** What a message says by being one word of a list and nothing else. Accents count here: Vietnamese `dừng` is stop, `đúng` is yes. */
export type Alone = (text: string) => 'optout' | 'unclear' | null

export function aloneBy(lists: readonly Replies[]): Alone {
  const out = new Set(lists.flatMap(({ alone }) => alone).map(lettersIn))
  const near = new Set(lists.flatMap(({ aloneNear }) => aloneNear).map(lettersIn))
  return (text) => {
    if (text.length > LONGEST) return null
    const letters = lettersIn(text)
    if (out.has(letters)) return ASKS_OR_SHOWS.test(text) ? 'unclear' : 'optout'
    return near.has(letters) ? 'unclear' : null
  }
}

/** A word has 80 signs at most, and may stand there twice. */
const LONGEST = 200
/** A question mark, a smile or another picture: `koniec?` asks whether it is over. */
const ASKS_OR_SHOWS = /[?？؟;()\p{S}]/u

/** The letters and digits without any blanks, a word that is repeated once. */
function lettersIn(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/['‘’ʼ\p{Cf}]/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(.+?)(?: \1)+$/u, '$1')
    .replaceAll(' ', '')
}
