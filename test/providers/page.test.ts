import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROVIDER_WORDS } from '../../src/core/deliver/provider-answer.ts'
import { PROVIDER_CLASSES, traitsOf } from '../../src/providers/class.ts'
import { PLACEHOLDERS } from '../../src/providers/http/placeholders.ts'

const page = readFileSync('docs/providers.md', 'utf8')

test('docs/providers.md says what each class has, and how it is settled', () => {
  for (const name of PROVIDER_CLASSES) {
    const { has, settledBy } = traitsOf(name)
    expect(page).toContain(`| ${name} | ${has} | ${settledBy} |`)
  }
})

test('docs/providers.md has every word of an answer and every name in braces', () => {
  const names = new Set(Object.values(PLACEHOLDERS).flat())
  const missing = [...PROVIDER_WORDS, ...[...names].map((name) => `{${name}}`)].filter(
    (word) => !page.includes(`\`${word}\``),
  )
  expect(missing).toEqual([])
})
