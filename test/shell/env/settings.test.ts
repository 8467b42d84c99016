import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ProblemError } from '../../../src/core/base/problem.ts'
import { readSettings, settingRows } from '../../../src/shell/env/settings.ts'

const needed = {
  DATABASE_URL: 'postgres://e:secret-word@db/arrears',
  REDIS_URL: 'redis://redis',
}

function problemsOf(env: NodeJS.ProcessEnv): { path: string | undefined; message: string }[] {
  try {
    readSettings(env)
    return []
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return error.problems.map(({ path, message }) => ({ path, message }))
  }
}

test('defaults fill in what is not given', () => {
  const settings = readSettings(needed)
  expect(settings).toMatchObject({
    API_PORT: 8460,
    DRAIN_SECONDS: 20,
    REQUIRE_SEPARATION: false,
    QUEUE_PREFIX: '{arrears}',
  })
  expect(settings.SMS_URL).toBeUndefined()
})

test('everything that is missing or bad is told at once', () => {
  expect(problemsOf({}).map(({ path }) => path)).toEqual(Object.keys(needed))
  const bad = { ...needed, API_PORT: 'http', DRAIN_SECONDS: '0' }
  expect(problemsOf(bad).map(({ path }) => path)).toEqual(['DRAIN_SECONDS', 'API_PORT'])
})

test('a secret that is meant as base64 is base64', () => {
  const good = `whsec_${'A'.repeat(31)}=,any other text`
  expect(readSettings({ ...needed, CALLBACK_SECRETS: good }).CALLBACK_SECRETS).toBe(good)
  for (const bad of ['whsec_', 'whsec_a secret', 'whsec_QUJD', 'one,,two'])
    expect(problemsOf({ ...needed, CALLBACK_SECRETS: bad }).map(({ path }) => path)).toEqual([
      'CALLBACK_SECRETS',
    ])
})

test('an empty value counts as not given', () => {
  expect(readSettings({ ...needed, SMS_URL: '', LOG_LEVEL: '' })).toMatchObject({ LOG_LEVEL: 'info' })
})

test('docs/settings.md lists every setting with its default', () => {
  const page = readFileSync('docs/settings.md', 'utf8')
  for (const { name, default: value, about } of settingRows()) {
    expect(page).toContain(`| \`${name}\` | ${about} | ${value} |`)
  }
})
