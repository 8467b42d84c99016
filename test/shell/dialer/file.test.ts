import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/core/base/problem.ts'
import type { DialerSaid } from '../../../src/flow/dialer-word.ts'
import { takeDispositionFile } from '../../../src/shell/dialer/disposition-file.ts'

const ONE = '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11'
const TWO = '0b7e5c1a-6a52-4a53-8f0c-3f1d2b9a7c44'

async function taken(text: string, hear: (said: DialerSaid) => 'taken' | 'seen' = () => 'taken') {
  const [said, problems]: [DialerSaid[], Problem[]] = [[], []]
  const counts = await takeDispositionFile(
    async (one) => {
      said.push(one)
      const outcome = hear(one)
      return outcome === 'taken' ? { outcome, marks: [] } : { outcome }
    },
    { input: Readable.from([text]), file: 'calls.csv', reject: async (some) => void problems.push(...some) },
  )
  return { counts, said, problems: problems.map(({ code, line, column }) => [code, line, column]) }
}

describe('a file of what came of calls', () => {
  it('each line is a word, and what a line does not say is absent', async () => {
    const { said, counts } = await taken(
      `entry,result,dialledAt,amount,by\n${ONE},rpc_promise,2026-03-10T15:00:00Z,120.00,2026-03-20\n${TWO},not_dialled,,,\n`,
    )
    expect(said).toEqual([
      {
        entry: ONE,
        result: 'rpc_promise',
        dialledAt: Date.parse('2026-03-10T15:00:00Z'),
        promise: { amount: '120.00', by: '2026-03-20' },
      },
      { entry: TWO, result: 'not_dialled' },
    ])
    expect(counts).toEqual({ rows: 2, taken: 2, same: 0, rejected: 0, marked: 0 })
  })

  it('a plan has columns of its own', async () => {
    const { said, problems } = await taken(
      `entry,result,plan_sum,plan_first,plan_every,plan_number,plan_rate,plan_kind\n${ONE},rpc_plan,300.00,2026-03-20,week,3,,long\n${TWO},rpc_plan,300.00,20.3.,week,3,,\n`,
    )
    const plan = { sum: '300.00', first: '2026-03-20', every: 'week', number: 3, kind: 'long' }
    expect(said).toEqual([{ entry: ONE, result: 'rpc_plan', plan }])
    expect(problems).toEqual([['bad_disposition', 3, 'plan_first']])
  })

  it('a line that cannot be understood hurts itself alone, and is named with its column', async () => {
    const { problems, counts } = await taken(
      `entry,result,dialledAt,amount,by\n${ONE},sent,,,\nx,busy,,,\n${ONE},busy,today,,\n${ONE},rpc_promise,,5,\n${TWO},busy,,,\n`,
      () => 'seen',
    )
    expect(problems).toEqual([
      ['bad_disposition', 2, 'result'],
      ['bad_disposition', 3, 'entry'],
      ['bad_disposition', 4, 'dialledAt'],
      ['bad_disposition', 5, 'by'],
    ])
    expect(counts).toEqual({ rows: 5, taken: 0, same: 1, rejected: 4, marked: 0 })
  })

  it('a header without what is needed is refused whole', async () => {
    await expect(taken('entry,outcome\n')).rejects.toThrow()
    await expect(taken(`entry,result\n"${ONE},busy\n`)).rejects.toMatchObject({
      problems: [{ code: 'bad_csv' }],
    })
  })
})
