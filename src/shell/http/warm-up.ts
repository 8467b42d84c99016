import { FACT_TYPES, parseFact } from '../../core/fact/parse.ts'
import type { Prepare } from '../../flow/ports/record.ts'
import { nextTurn } from './breath.ts'

const NUMBER = '+12025550100'
const SAMPLE = {
  type: 'account.opened',
  at: '2026-01-01T00:00:00Z',
  account: 'A',
  debtor: 'D',
  creditor: 'C',
  currency: 'USD',
  region: 'US',
  locale: 'en',
  phone: NUMBER,
}

/** Schemas and dialling plans are made ready on their first use, which takes a tenth of a second: before the first request, so that none waits for it. It stores nothing. */
export async function warmUp(prepare: Prepare): Promise<void> {
  for (const type of FACT_TYPES) {
    parseFact({ ...SAMPLE, type })
    await nextTurn()
  }
  const read = parseFact(SAMPLE)
  if ('fact' in read) prepare({ ...read, source: 'warm-up' })
}
