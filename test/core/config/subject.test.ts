import { expect, test } from 'vitest'
import { checkTemplates } from '../../../src/core/config/check/templates.ts'
import { readingOf } from '../../../src/core/wording/reading.ts'
import { suspect, wordingOf } from '../../support/wording.ts'
import { templateOf } from '../decide/law.ts'

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
