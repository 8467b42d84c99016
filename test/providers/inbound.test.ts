import { describe, expect, test } from 'vitest'
import { LONGEST_MESSAGE } from '../../src/core/base/list.ts'
import { meaningOf } from '../../src/core/wording/understand.ts'
import type { Posted } from '../../src/providers/adapter.ts'
import { callbackReader } from '../../src/shell/http/read-callback.ts'
import { shippedReplies } from '../support/shipped-words.ts'
import { type Hearing, HEARINGS, readerOf } from './every-inbound.ts'

const NOW = Date.parse('2026-03-10T15:00:00Z')
const lists = shippedReplies()
const readers = new Map(HEARINGS.map((hearing) => [hearing, readerOf(hearing)]))

/** Letters as wide as Chinese signs. */
const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
const odd = (text: string): string =>
  Array.from(text, (letter, at) => (at % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join('')

/** Ways in which people write one word. */
const WAYS = {
  plain: (word) => word,
  loud: (word) => `  ${word.toUpperCase()}!!!  `,
  odd: (word) => `${odd(word)}.`,
  quoted: (word) => `«${word}»`,
  wide: (word) => `${wide(word)}！`,
  parted: (word) => word.normalize('NFD'),
  joined: (word) => `​${word.normalize('NFC')} 🙏`,
} as const satisfies Record<string, (word: string) => string>

async function heardFrom(hearing: Hearing, text: string): Promise<string> {
  const reader = readers.get(hearing)
  const { path, headers, body } = hearing.post({ id: 'm-1', from: hearing.at(11), text, now: NOW })
  const url = new URL(`/v1/callbacks/${hearing.channel}/${hearing.provider}${path}`, 'http://arrears')
  const posted: Posted = {
    headers,
    query: Object.fromEntries(url.searchParams),
    url: `${url.pathname}${url.search}`,
    body: Buffer.from(body),
  }
  const read = await reader?.read(posted, NOW)
  if (!read?.ok) throw new Error(read?.why)
  const given = callbackReader(hearing.channel)(read.told[0]?.given)
  if ('refused' in given || given.callback.type !== 'inbound') throw new Error(JSON.stringify(given))
  return given.callback.text
}

/** Each word in one of the ways; each provider begins with another way. */
const ways = Object.values(WAYS)
const words = lists.flatMap(({ language, optOut }) => optOut.map((word) => ({ language, word })))

describe.each(HEARINGS.map((hearing, first) => ({ ...hearing, hearing, first })))(
  'what people write to $provider',
  ({ hearing, first }) => {
    test('a word that opts out is one in every language, however it is written', async () => {
      const missed: string[] = []
      for (const [index, { language, word }] of words.entries()) {
        const way = ways[(first + index) % ways.length] ?? String
        if (meaningOf(await heardFrom(hearing, way(word)), lists) !== 'optout')
          missed.push(`${language} ${way(word)}`)
      }
      expect(missed).toEqual([])
    })

    test('nothing, and very much', async () => {
      expect(await heardFrom(hearing, '')).toBe('')
      const much = `${'I pay. '.repeat(1400)} STOP`
      expect(meaningOf(await heardFrom(hearing, much), lists)).toBe('unclear')
      expect((await heardFrom(hearing, 'x'.repeat(30_000))).length).toBe(LONGEST_MESSAGE)
    })
  },
)
