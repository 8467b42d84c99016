import { expect, test } from 'vitest'
import { causeWords, chainOf } from '../../src/cli/cause.ts'

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
