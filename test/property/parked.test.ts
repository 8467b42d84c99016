import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { detectPage, retryDetect } from '../../src/flow/detect.ts'
import type { DetectTx } from '../../src/flow/ports/detect.ts'
import type { RecordTx } from '../../src/flow/ports/record.ts'
import type { Transactions } from '../../src/flow/ports/transactions.ts'
import { recordFacts } from '../../src/flow/record.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../src/shell/replay/memory/config.ts'
import { memoryDetectStore } from '../../src/shell/replay/memory/detect.ts'
import { memoryRecordStore } from '../../src/shell/replay/memory/record/record.ts'
import { clearVault } from '../../src/shell/replay/memory/record/vault.ts'
import { emptyWorld, type World } from '../../src/shell/replay/memory/world.ts'
import { HASH, incoming, schedulesOf, strategy } from '../shell/record/stage.ts'
import { anAccount } from '../support/story-facts.ts'
import { drawn } from './drawn.ts'

type Phase = 'load' | 'think' | 'save'
/** What is wrong with each row of a page, if anything. */
const pages = (phases: Phase[]) =>
  fc.array(fc.option(fc.constantFrom(...phases), { nil: null, freq: 3 }), { minLength: 1, maxLength: 40 })

const nameOf = (index: number): string => `A${index}`

function stop(names: readonly string[], bad: ReadonlyMap<string, Phase>, phase: Phase): void {
  const name = names.find((one) => bad.get(one) === phase)
  if (name !== undefined) throw Object.assign(new Error(`it quotes ${name}`), { code: '22008' })
}

function badOf(phases: readonly (Phase | null)[]): Map<string, Phase> {
  return new Map(phases.flatMap((phase, index) => (phase === null ? [] : [[nameOf(index), phase] as const])))
}

function openingFacts(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) =>
    anAccount(nameOf(index), { debtor: `D${index}`, phone: `+1202555${String(1000 + index)}` }),
  ).flat()
}

function recording(world: World, store: Transactions<RecordTx> = memoryRecordStore(world)) {
  return { store, prepare: prepareWith(clearVault), replies: async () => [] }
}

function spoiltDetect(world: World, bad: ReadonlyMap<string, Phase>): Transactions<DetectTx> {
  const store = memoryDetectStore(world)
  return {
    transaction: (work) =>
      store.transaction((tx) =>
        work({
          ...tx,
          lockDue: async (...asked) => {
            const page = await tx.lockDue(...asked)
            stop(
              page.due.map(({ account }) => account.externalId),
              bad,
              'load',
            )
            return page
          },
          lockThese: async (...asked) => {
            const due = await tx.lockThese(...asked)
            stop(
              due.map(({ account }) => account.externalId),
              bad,
              'load',
            )
            return due
          },
          saveReviews: async (changes, decided) => {
            stop(
              changes.accounts.map(({ externalId }) => externalId),
              bad,
              'save',
            )
            return tx.saveReviews(changes, decided)
          },
        }),
      ),
  }
}

test('detect: exactly the accounts that throw in some phase are put aside; all others are opened, and mended they too', async () => {
  await fc.assert(
    fc.asyncProperty(
      pages(['load', 'think', 'save']),
      fc.integer({ min: 1, max: 50 }),
      async (phases, limit) => {
        const world = emptyWorld(Date.parse('2026-02-01T00:00:00Z'))
        await recordFacts(recording(world), incoming(openingFacts(phases.length)))
        const bad = badOf(phases)
        for (const row of world.accounts.values())
          if (bad.get(row.externalId) === 'think') row.zones = ['Nowhere/Land']
        world.now = Date.parse('2026-03-02T12:00:00Z')
        const config = memoryConfig(schedulesOf([strategy('all')]), HASH)
        const store = spoiltDetect(world, bad)
        const parked: string[] = []
        for (let more = true; more; ) {
          const page = await detectPage({ store, config }, limit)
          parked.push(...page.parked.map(({ id }) => id))
          more = page.more
        }
        const names = new Map(
          [...world.accounts.values()].map(({ id, externalId }) => [String(id), externalId]),
        )
        expect(new Set(parked.map((id) => names.get(id)))).toEqual(new Set(bad.keys()))
        expect(parked).toHaveLength(bad.size)
        expect(world.cases.size).toBe(phases.length - bad.size)
        expect(world.humanTasks.filter(({ kind }) => kind === 'parked')).toHaveLength(bad.size)
        expect(JSON.stringify(world.humanTasks)).not.toContain('quotes')

        for (const row of world.accounts.values()) row.zones = ['UTC']
        world.now += 24 * 3_600_000
        await retryDetect({ store: memoryDetectStore(world), config })
        expect(world.cases.size).toBe(phases.length)
        expect([...world.parked.values()].filter(({ clearedAt }) => clearedAt === null)).toEqual([])
      },
    ),
    drawn(30),
  )
})

test('record: exactly the facts that throw are given back with their lines; all others are taken, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(pages(['load', 'save']), async (phases) => {
      const world = emptyWorld(Date.parse('2026-02-01T00:00:00Z'))
      await recordFacts(recording(world), incoming(openingFacts(phases.length)))
      const bad = badOf(phases)
      const store = memoryRecordStore(world)
      const spoilt: Transactions<RecordTx> = {
        transaction: (work) =>
          store.transaction((tx) =>
            work({
              ...tx,
              loadLedger: async (needs) => {
                stop(needs.accounts, bad, 'load')
                return tx.loadLedger(needs)
              },
              saveLedger: async (changes) => {
                stop(
                  changes.accounts.map(({ externalId }) => externalId),
                  bad,
                  'save',
                )
                return tx.saveLedger(changes)
              },
            }),
          ),
      }
      const paid = phases.map((_, index) => {
        const account = nameOf(index)
        return { type: 'payment.received', at: '2026-01-20T10:00:00Z', account, payment: 'P', amount: '1.00' }
      })
      const recorded = await recordFacts(recording(world, spoilt), incoming(paid))
      const lines = phases.flatMap((phase, index) => (phase === null ? [] : [index + 1]))
      expect(recorded.rejected.map(({ code, line }) => [code, line])).toEqual(
        lines.map((line) => ['not_stored', line]),
      )
      expect(recorded.taken).toBe(phases.length - lines.length)
      expect(recorded.parked.map(({ kind, id }) => `${kind} ${id}`)).toEqual(
        lines.map(
          (line) => expect.stringContaining(`fact ledger/`) && expect.stringMatching(`A${line - 1}\\b`),
        ),
      )
    }),
    drawn(30),
  )
})
