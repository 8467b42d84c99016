import { expect, test } from 'vitest'
import { causeWords, chainOf, problemsOf } from '../../src/cli/cause.ts'

test('an error is told with what brought it about, however deep', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const both = new AggregateError([refused, new Error('another')])
  const error = new Error('the engine does not start', { cause: both })
  expect(chainOf(error)).toEqual([error, both, refused])
  expect(causeWords(error)).toBe(
    'Error: the engine does not start, because AggregateError: without a word, because Error: connect ECONNREFUSED 127.0.0.1:5432',
  )
  expect(causeWords('gone')).toBe('gone')
})

test('whoever connects as a service is told that the owner may do it, and not of a defect', () => {
  const denied = Object.assign(new Error('permission denied for table config_content'), { code: '42501' })
  expect(problemsOf(new Error('not published', { cause: denied }))).toMatchObject([
    { code: 'not_permitted', suggestion: expect.stringContaining('DATABASE_OWNER_URL') as string },
  ])
  expect(problemsOf(new Error('odd'))).toMatchObject([{ code: 'unexpected', message: 'Error: odd' }])
})
