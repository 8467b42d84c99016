import { z } from 'zod'
import { isCurrency } from '../../base/money.ts'
import { applyCurrency } from '../apply/currency.ts'
import { rate } from '../field.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** The account is in another currency from then on: all that was said before is carried over, each amount by itself. */
const redenominated = z.strictObject({
  type: z.literal('account.redenominated'),
  ...onAccount,
  currency: z.string().refine(isCurrency, 'an ISO 4217 currency'),
  rate: rate.describe('units of the old currency for one of the new, as the law states it'),
})
export const accountRedenominated: FactKind<typeof redenominated> = {
  schema: redenominated,
  key: (fact) => [fact.account, when(fact)],
  names: [],
  needs: { money: true, cases: true, promises: true, plans: true, settlements: true },
  supersedes: 'always',
  about: 'account',
  apply: (draft, subject, { currency, rate: given }, prepared) =>
    applyCurrency(draft, subject, { at: prepared.at, currency, rate: given }, prepared),
}
