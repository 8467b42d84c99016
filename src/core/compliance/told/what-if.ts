import type { Region } from '../../base/region.ts'
import type { Zone } from '../../base/time.ts'
import type { Circumstances, Question } from '../../model/question.ts'

/** Somebody of whom nothing is known but where he may be: no history, no consent, no wish. */
export function blankFile(regions: readonly Region[], zones: readonly Zone[]): Circumstances {
  return { regions: [...regions], zones: [...zones], closed: [], history: [], statuses: [], evidence: [] }
}

/** A contact with that person about one debt; what is not said is a debtor at home, to collect. */
export function blankQuestion(given: Pick<Question, 'at' | 'channel'> & Partial<Question>): Question {
  return {
    durationMinutes: 0,
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    automation: 'human',
    line: 'mobile',
    actor: null,
    product: null,
    action: 'contact',
    dpd: null,
    person: 'nobody',
    accounts: ['no account'],
    point: 'no point',
    creditor: 'no creditor',
    collector: 'no collector',
    household: null,
    tags: [],
    tokens: null,
    moment: 'plan',
    ...given,
  }
}
