import { describe, expect, it } from 'vitest'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { matchSender } from '../../src/flow/human-task.ts'
import type { HumanTaskTx, HumanTaskView, UnmatchedMessage } from '../../src/flow/ports/human-task.ts'

const now = Date.parse('2026-06-20T10:00:00Z')
const at = Date.parse('2026-03-01T11:00:00Z')

/** What is recorded of a message of nobody whose text was erased, once somebody says whose it is. */
async function recordedOf(understood: UnmatchedMessage['understood']): Promise<FactInput | undefined> {
  const told: FactInput[] = []
  const task = {
    id: 7,
    person: 0,
    kind: 'unknown_sender',
    reply: 'm-1',
    claimedBy: null,
    resolvedAt: null,
  } as HumanTaskView
  const message = { at, channel: 'sms', disposition: 'replied', understood, from: null, text: null } as const
  const tx: Partial<HumanTaskTx> = {
    now,
    lockTask: async () => task,
    messageOf: async () => message,
    isKnown: async () => true,
    matchTo: async () => true,
    refusedHolds: async () => [],
    claim: async () => {},
    resolve: async () => {},
  }
  const record = async (facts: { fact: FactInput }[]) => {
    told.push(...facts.map(({ fact }) => fact))
    return { rejected: [] }
  }
  const store = { transaction: <T>(work: (given: HumanTaskTx) => Promise<T>) => work(tx as HumanTaskTx) }
  await matchSender({ store, record }, { id: 7, by: 'ann', owner: { debtor: 'D1' } })
  return told[0]
}

describe('a message of nobody that nobody can read any more', () => {
  it.each([
    ['optout', 'replied_stop'],
    ['unclear', 'replied_stop'],
    ['other', 'replied'],
    [null, 'replied'],
  ] as const)(
    'what was understood as %s when it came is %s of its debtor',
    async (understood, disposition) => {
      expect(await recordedOf(understood)).toMatchObject({ debtor: 'D1', disposition })
    },
  )
})
