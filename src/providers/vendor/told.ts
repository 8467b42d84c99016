import { type Disposition, DISPOSITIONS, meaningOf, saidByProvider } from '../../core/channel/disposition.ts'
import { asksToStop, isAboutNumber } from '../../core/deliver/provider-answer.ts'
import { type CodeTable, wordFor } from './codes.ts'

/** A message did not arrive, and why: what the code says of the number acts in a receipt as it does in an answer. */
export interface NotTaken {
  status: Disposition
  /** Whoever has the number told the vendor to stop: that is told as if he had written it. */
  stopped: boolean
}

/** What the code of a receipt that tells of no arrival means, by the vendor's own table. */
export function notTakenBy(table: CodeTable, code: string | null): NotTaken {
  const word = wordFor(table, code)
  const stopped = asksToStop(word)
  const isNowhere = word !== null && isAboutNumber(word) && !stopped
  return { status: isNowhere ? NOWHERE : saidByProvider('refused'), stopped }
}

const NOWHERE = firstNowhere()

function firstNowhere(): Disposition {
  const found = DISPOSITIONS.find((one) => {
    const { byProvider, nowhere } = meaningOf(one)
    return byProvider === 'refused' && nowhere === true
  })
  if (found === undefined) throw new Error('no disposition says that nobody is reached there')
  return found
}
