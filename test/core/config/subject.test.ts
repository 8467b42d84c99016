import { expect, test } from 'vitest'
import { checkTemplates } from '../../../src/core/config/check/templates.ts'
import { readingOf } from '../../../src/core/wording/reading.ts'
import { suspect, wordingOf } from '../../support/wording.ts'
import { packOf } from '../../support/law.ts'
import { templateOf } from '../decide/law.ts'

const A_CAP = { max: 1000, per: ['point'], span: { days: 1 }, counts: 'attempt' }

test('a message that has a subject needs one, and no other text has any', () => {
  const files = [
    { channel: 'email' as const },
    { channel: 'email' as const, subject: 'Account {acount}' },
    { channel: 'email' as const, subject: 'Account {account}' },
    { channel: 'sms' as const, subject: 'Account' },
  ]
  const templates = files.map((own, index) => {
    const value = templateOf({ template: `t${index}`, text: 'Pay {amount}', ...own })
    return { file: `templates/en/t${index}.yaml`, value }
  })
  expect(
    checkTemplates({ templates, packs: [] }).map(({ file, code, path }) => `${file} ${code} ${path}`),
  ).toEqual([
    'templates/en/t0.yaml missing_subject subject',
    'templates/en/t1.yaml unknown_placeholder subject',
    'templates/en/t3.yaml wrong_subject subject',
  ])
})

test('what no text may say, no subject may say either', () => {
  const lists = [wordingOf({ suspects: [suspect('court_threat', ['court'])] })]
  const reading = readingOf(
    templateOf({ channel: 'email', subject: 'See you in court', text: 'Pay.' }),
    lists,
  )
  expect(reading?.tokens).toEqual(['court_threat'])
})

test('a letter proves what a pack has recorded, and nothing else that is sent proves anything', () => {
  const files = [
    { channel: 'letter' as const, subject: 's', proves: ['notice.warning_letter'] },
    { channel: 'letter' as const, subject: 's', proves: ['notice.warning_leter'] },
    { channel: 'letter' as const, subject: 's', proves: ['visit.id_shown'] },
    { channel: 'sms' as const, proves: ['notice.warning_letter'] },
  ]
  const templates = files.map((own, index) => {
    const value = templateOf({ template: `t${index}`, text: 'Pay {amount}', ...own })
    return { file: `templates/en/t${index}.yaml`, value }
  })
  const keys = { 'notice.warning_letter': 'asserted' as const, 'visit.id_shown': 'at_claim' as const }
  const pack = { ...packOf([{ rule: 'XX-NO', kind: 'cap', parameters: A_CAP }]), keys }
  const problems = checkTemplates({ templates, packs: [pack] })
  expect(problems.map(({ file, code, suggestion }) => `${file} ${code}: ${suggestion}`)).toEqual([
    'templates/en/t1.yaml wrong_proof: did you mean notice.warning_letter?',
    'templates/en/t2.yaml wrong_proof: no pack of compliance/ has it recorded',
    'templates/en/t3.yaml wrong_proof: leave proves out',
  ])
})
