import { expect, test } from 'vitest'
import { z } from 'zod'
import { suggestionFor } from '../../../src/core/base/meant.ts'

const KINDS = ['call', 'visit']

const one = z.enum(KINDS)
const several = z.string().superRefine((_, context) => {
  context.addIssue({ code: 'custom', message: 'one of call, visit', params: { words: KINDS } })
})

test.each([
  ['vist', 'did you mean visit?'],
  ['visit ', 'did you mean visit?'],
  ['visit,', 'did you mean visit?'],
  ['vist,call', null],
  ['letter', null],
])('where one word is taken, %j is compared as it stands', (text, suggestion) => {
  expect(told(one, text)).toEqual([suggestion])
})

test.each([
  ['vist', 'did you mean visit?'],
  ['call,vist', 'did you mean visit?'],
  ['call, vist', 'did you mean visit?'],
  ['call,visit', null],
])('where several words are taken, the first wrong one in %j is compared', (text, suggestion) => {
  expect(told(several, text)).toEqual([suggestion])
})

test('what is no text, and what was refused for another reason, has no suggestion', () => {
  expect([told(one, 7), told(z.string().max(2), 'visit')]).toEqual([[null], [null]])
})

test.each([
  [z.coerce.number().int().min(1).max(500), '0', 'at least 1'],
  [z.coerce.number().int().min(1).max(500), '501', 'at most 500'],
  [z.number().gt(0), 0, 'more than 0'],
  [z.number().lt(1), 1, 'less than 1'],
])('a number that is too small or too large is told its bound', (schema, value, suggestion) => {
  expect(told(schema, value)).toEqual([suggestion])
})

function told(schema: z.ZodType, value: unknown): (string | null)[] | undefined {
  return schema.safeParse(value).error?.issues.map((issue) => suggestionFor(issue, value))
}
