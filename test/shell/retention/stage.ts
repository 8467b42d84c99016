import type { PersonId } from '../../../src/core/base/id.ts'
import { type EraseAnswer, erasePerson, type EraseRequest } from '../../../src/flow/erase.ts'
import type { RawCleared, RetentionTx } from '../../../src/flow/ports/retention.ts'
import type { Transactions } from '../../../src/flow/ports/transactions.ts'
import { type Purged, type PurgeOptions, purgePage, purgeRaw } from '../../../src/flow/purge.ts'
import { type RecordDeps, recordFacts } from '../../../src/flow/record.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { packOf, type TestRule } from '../../support/law.ts'
import { kept } from '../../core/retention/records.ts'
import { HASH, type RecordStage, schedulesOf } from '../record/stage.ts'

/** A ledger whose law keeps texts three years after the last activity, and who somebody is one year after the end. */
export interface RetentionStage extends RecordStage {
  purge(options?: Partial<PurgeOptions>): Promise<Purged>
  /** What belongs to nobody. */
  purgeRaw(): Promise<RawCleared>
  erase(debtor: string, request?: EraseAsked): Promise<EraseAnswer>
  law(rules: TestRule[], house?: TestRule[]): void
  /** `<debtor> <kind> held|gone`, sorted. */
  texts(): Promise<string[]>
  /** `<debtor> name|<kind of point> held|gone`, sorted. */
  values(): Promise<string[]>
  /** What a human is to decide. */
  conflicts(): Promise<string[]>
}

export interface EraseAsked extends Partial<EraseRequest> {
  /** True = the process is killed after collection was ended. */
  stopBeforeTheEnd?: boolean
}

const KEEP = [
  kept(['message', 'contact_log', 'complaint'], { min: { years: 3 }, from: 'last_activity' }),
  kept(['personal_data'], { min: { years: 1 }, from: 'close' }),
]

interface Parts {
  store: Transactions<RetentionTx>
  recording: RecordDeps
  person: (debtor: string) => Promise<PersonId>
}

/** What both kinds of store are asked to do. */
export function retentionActs({
  store,
  recording,
  person,
}: Parts): Pick<RetentionStage, 'purge' | 'purgeRaw' | 'erase' | 'law'> {
  let config = configOf(KEEP)
  return {
    law: (rules, house) => void (config = configOf(rules, house)),
    purge: (options = {}) => purgePage({ store, config }, { by: 'test', limit: 100, ...options }),
    purgeRaw: () => purgeRaw({ store, config }),
    erase: async (debtor, { stopBeforeTheEnd = false, ...request } = {}) => {
      const record = async (facts: Parameters<typeof recordFacts>[1]) => {
        const recorded = await recordFacts(recording, facts)
        if (stopBeforeTheEnd) throw new Error('stopped')
        return recorded
      }
      const asked = { by: 'officer', reason: 'request', waiveHouse: false, dry: false, ...request }
      return erasePerson({ store, config, record }, { person: await person(debtor), ...asked })
    },
  }
}

function configOf(rules: TestRule[], house: TestRule[] = []) {
  const packs = [packOf(rules, { layer: 'national' })]
  if (house.length > 0) packs.push(packOf(house, { pack: 'xx-own' }))
  return memoryConfig({ ...schedulesOf([]), packs }, HASH)
}
