import type { Apart } from '../../../core/model/debt-part.ts'
import type { ObligationWord } from '../../../core/model/ledger-money.ts'
import type { CurrencyWord, SaidAmount } from '../../../core/model/ledger-money.ts'
import { RatesSchema } from '../../../core/fact/offer-terms.ts'
import type { GrantWord, SettlementRates } from '../../../core/model/settlement.ts'
import { json, jsonOrNull } from '../base/cell.ts'
import { fieldsIn, isObject, listIn } from '../base/read-json.ts'

/** What rows of money keep as JSON, which most of them have none of. */

const saidIn = fieldsIn<SaidAmount>({ amount: 'string', currency: 'string?', rate: 'string?' })

export const SAID = jsonOrNull(saidIn)
export const APART = jsonOrNull(fieldsIn<Apart>({ disputed: 'number', interest: 'number', fees: 'number' }))
export const CURRENCIES = jsonOrNull(
  listIn(fieldsIn<CurrencyWord>({ at: 'number?', currency: 'string', rate: 'string?' })),
)
export const GRANTS = json(
  listIn(fieldsIn<GrantWord>({ by: 'string', at: 'number', grants: 'boolean' })),
  'jsonb',
)
export const RATES = jsonOrNull(ratesIn)

function ratesIn(value: unknown): SettlementRates {
  const { first, every, number } = RatesSchema.parse(value)
  return { first, every, number }
}

export const WORDS = jsonOrNull(listIn(wordIn))

function wordIn(value: unknown): ObligationWord {
  if (isWord(value)) return value
  throw new RangeError('not what was said of an obligation')
}

function isWord(value: unknown): value is ObligationWord {
  return isObject(value) && typeof value['is'] === 'string' && typeof value['at'] === 'number'
}
