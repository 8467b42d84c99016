import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isolated } from '../../src/flow/ports/isolate.ts'

/** Work over rows in three phases, of which each bad row spoils one; nothing of a part that failed stays. */
function worker(bad: ReadonlyMap<number, string>, saved: number[]) {
  let calls = 0
  const phase = (rows: readonly number[], name: string): void => {
    const row = rows.find((one) => bad.get(one) === name)
    if (row !== undefined) throw Object.assign(new Error(`row ${row}`), { code: '22008' })
  }
  return {
    calls: () => calls,
    work: async (rows: readonly number[]): Promise<number> => {
      calls++
      for (const name of ['load', 'think', 'save']) phase(rows, name)
      saved.push(...rows)
      return rows.length
    },
  }
}

test('exactly the rows that throw are left, in whatever phase, and all others go through once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.constantFrom('load', 'think', 'save'), { nil: null, freq: 3 }), {
        minLength: 1,
        maxLength: 300,
      }),
      async (phases) => {
        const rows = phases.map((_, row) => row)
        const bad = new Map(phases.flatMap((phase, row) => (phase === null ? [] : [[row, phase] as const])))
        const saved: number[] = []
        const { work, calls } = worker(bad, saved)
        const { done, faulty } = await isolated(rows, work)
        expect(faulty.map(({ row }) => row)).toEqual([...bad.keys()])
        expect(saved).toEqual(rows.filter((row) => !bad.has(row)))
        expect(done.reduce((sum, count) => sum + count, 0)).toBe(saved.length)
        if (bad.size === 0) expect(calls()).toBe(1)
        expect(calls()).toBeLessThanOrEqual(1 + 2 * bad.size * Math.ceil(Math.log2(rows.length + 1)))
      },
    ),
  )
})

test('what passes by itself is thrown at once', async () => {
  let calls = 0
  const work = async (): Promise<never> => {
    calls++
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })
  }
  await expect(isolated([1, 2, 3], work)).rejects.toThrow('administrator')
  expect(calls).toBe(1)
})
