import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src/core/model/verdict.ts'
import type { Dossier, DossierEvidence } from '../../../src/core/model/dossier.ts'
import { sendReason } from '../../../src/core/deliver/send-reason.ts'
import type { RedeemQuestion } from '../../../src/core/deliver/ask.ts'
import { askAboutText, refusalOfText } from '../../../src/core/deliver/text-check.ts'
import type { Suspicion } from '../../../src/core/wording/reader.ts'
import { claimedCall } from '../../channels/claimed.ts'
import { TEXT_CLEARED } from '../../../src/core/wording/cleared.ts'

const AT = Date.parse('2026-03-02T10:00:00Z')

function question(...evidence: [value: boolean, at: string][]): RedeemQuestion {
  const said = evidence.map(([value, at]): DossierEvidence => {
    return {
      key: TEXT_CLEARED,
      value,
      at: Date.parse(at),
      until: null,
      account: null,
      point: null,
      agent: null,
    }
  })
  const { row } = claimedCall('call', '')
  return {
    contact: row,
    case: { id: row.case } as RedeemQuestion['case'],
    dossier: { evidence: said } as unknown as Dossier,
    at: AT,
  }
}

const suspicion = (token: string, lawful: Suspicion['lawful'] = 'in_context'): Suspicion => {
  return { token, lawful, words: ['Jane Doe'] }
}

/** The law forbids threats. */
function law({ suspects = [] }: RedeemQuestion): Verdict {
  const rest = { duties: [], warnings: [] }
  if (!suspects.includes('threat')) return { answer: 'permit', until: AT + 1, ...rest }
  return {
    answer: 'deny',
    reasons: [{ ...sendReason('forbidden_words'), rule: 'TEST-THREAT' }],
    review: false,
    ...rest,
  }
}

const rules = (found: Suspicion[], asked = question()) =>
  refusalOfText({ found }, asked, law)?.map(({ rule, text }) => `${rule}: ${text}`) ?? null

describe('a text as it is filled in', () => {
  it('a text passes where its values bring nothing, or nothing that the law forbids', () => {
    expect(rules([])).toBeNull()
    expect(rules([suspicion('insult')])).toBeNull()
  })

  it('a text is refused by the rule that forbids it, without a word of it', () => {
    expect(rules([suspicion('insult'), suspicion('threat')])).toEqual([
      expect.stringMatching(/^TEST-THREAT: /) as string,
    ])
    expect(rules([suspicion('insult', 'never')])).toEqual([
      'forbidden_words: as it is filled in, the text has words that no text may have: insult',
    ])
    expect(JSON.stringify(rules([suspicion('threat', 'never')]))).not.toContain('Jane')
  })

  it('a text passes once a human has cleared the person, but for what is lawful nowhere; the latest word counts', () => {
    const cleared = question([true, '2026-03-01T00:00:00Z'])
    expect(rules([suspicion('threat')], cleared)).toBeNull()
    expect(rules([suspicion('insult', 'never')], cleared)).toHaveLength(1)
    const taken = question([true, '2026-03-01T00:00:00Z'], [false, '2026-03-02T00:00:00Z'])
    expect(rules([suspicion('threat')], taken)).toHaveLength(1)
    expect(rules([suspicion('threat')], question([true, '2026-03-03T00:00:00Z']))).toHaveLength(1)
  })

  it('a text is put to a human until he has said one or the other', () => {
    const reasons = [{ ...sendReason('forbidden_words'), rule: 'TEST-THREAT' }]
    const [task] = askAboutText(question(), reasons)
    expect(task).toMatchObject({ kind: 'wording', role: 'compliance', due: AT })
    expect(task?.reason).toContain('TEST-THREAT')
    expect(askAboutText(question([false, '2026-03-01T00:00:00Z']), reasons)).toEqual([])
  })
})
