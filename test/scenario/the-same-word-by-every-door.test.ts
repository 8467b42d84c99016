import { describe, expect, test } from 'vitest'
import { ENGINES } from '../support/small-engines.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { schedulesWith } from '../support/two-engines.ts'

type Door = (at: string) => Record<string, unknown>

const A1 = { account: 'A1' }
const called =
  (disposition: string, more = {}): Door =>
  (at) => ({ type: 'contact.recorded', at, ...A1, channel: 'call', disposition, ...more })
const visited = (disposition: string, more = {}): Door => called(disposition, { channel: 'visit', ...more })
const wrote = (more: object): Door => called('replied', { channel: 'sms', direction: 'in', ...more })
const held =
  (reason: string): Door =>
  (at) => ({ type: 'hold.placed', at, ...A1, hold: 'H1', reason })
const PROMISE = { amount: '40.00', by: '2026-03-20' }

/** A word, and the facts that mean it: of a call, of a visit, of a message, of the ledger. */
const WORDS: Record<string, readonly Door[]> = {
  dispute: [
    called('rpc_dispute'),
    visited('rpc_dispute'),
    (at) => ({ type: 'dispute.opened', at, ...A1, dispute: 'X1' }),
  ],
  hardship: [called('rpc_hardship'), visited('rpc_hardship'), held('hardship')],
  attorney: [called('rpc_attorney'), visited('rpc_attorney'), held('attorney')],
  bankruptcy: [called('rpc_bankrupt'), visited('rpc_bankrupt'), held('bankruptcy')],
  death: [
    called('third_deceased'),
    visited('third_deceased'),
    called('returned_deceased', { channel: 'letter' }),
    held('deceased'),
  ],
  cease: [called('rpc_cease'), visited('rpc_cease'), (at) => ({ type: 'cease.received', at, ...A1 })],
  'opt-out': [
    wrote({ disposition: 'replied_stop' }),
    wrote({ text: 'STOP' }),
    called('complained', { channel: 'sms' }),
    (at) => ({ type: 'optout.received', at, ...A1 }),
  ],
  promise: [
    called('rpc_promise', { promise: PROMISE }),
    visited('met_promise', { promise: PROMISE }),
    (at) => ({ type: 'promise.made', at, ...A1, promise: 'P1', ...PROMISE }),
  ],
}

/** What is told when, as of when; the case was closed by a payment that is taken back later. */
const SITUATIONS: Record<string, { told: readonly string[]; at: string; closed?: true }> = {
  'on an open case': { told: ['2026-03-04T09:00:00Z'], at: '2026-03-04T09:00:00Z' },
  'as of before the case': { told: ['2026-03-04T09:00:00Z'], at: '2026-02-10T09:00:00Z' },
  'as of before the last contact': { told: ['2026-03-04T09:00:00Z'], at: '2026-03-02T08:00:00Z' },
  twice: { told: ['2026-03-04T09:00:00Z', '2026-03-05T09:00:00Z'], at: '2026-03-04T09:00:00Z' },
  'after the case': { told: ['2026-03-05T09:00:00Z'], at: '2026-03-05T09:00:00Z', closed: true },
}
const TABLE = Object.keys(WORDS).flatMap((word) =>
  Object.keys(SITUATIONS).map((when) => [word, when] as const),
)

describe.each(Object.entries(ENGINES))('a word has one effect, by whatever door it comes, %s', (_, open) => {
  test.each(TABLE)('%s, told %s', async (word, when) => {
    const { told, at, closed } = SITUATIONS[when] ?? { told: [], at: '' }
    const ends: unknown[] = []
    for (const door of WORDS[word] ?? []) {
      const engine = await open(schedulesWith())
      await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
      await engine.at('2026-03-02T10:00:00Z')
      if (closed) await engine.at('2026-03-04T08:00:00Z', pays('A1', '2026-03-04T07:00:00Z'))
      for (const now of told) await engine.at(now, door(at))
      if (closed)
        await engine.at('2026-03-20T22:00:00Z', {
          type: 'payment.reversed',
          at: '2026-03-20T22:00:00Z',
          ...A1,
          payment: 'P1',
        })
      for (const day of ['06', '16', '22', '28'])
        if (!closed || day > '20') await engine.at(`2026-03-${day}T10:00:00Z`)
      const [made, state] = [await engine.made(), await engine.state()]
      ends.push({
        made: made.filter((line) => line.includes('#') && !line.includes('null#')),
        state: state.filter((line) => /^(hold|promise|case) /.test(line)).map(unnamed),
        tasks: await engine.tasks(),
      })
      await engine.close()
    }
    for (const end of ends) expect(end).toEqual(ends[0])
    expect(JSON.stringify(ends[0])).toMatch(/hold|promise/)
  })
})

/** What is agreed in a contact has a name of the engine's, and a dispute or a hardship that was only spoken of ends by itself. */
function unnamed(line: string): string {
  return line.replace(/"externalId":"[^"]*"/, '').replace(/"until":("[^"]*"|null)/, '')
}
