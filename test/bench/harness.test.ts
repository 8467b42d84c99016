import { describe, expect, it } from 'vitest'
import { type Figure, measure, type Side, spreadOf } from '../../bench/harness.ts'
import { linesOf } from '../../bench/report.ts'
import type { Servers } from '../../bench/servers.ts'

const servers: Servers = {
  folder: '',
  adminUrl: '',
  redisUrl: '',
  atStop: () => {},
  stop: () => Promise.resolve(),
}

describe('the harness', () => {
  it('the harness warms up, alternates who begins, and compares medians', async () => {
    const order: string[] = []
    const side = (name: string, rates: number[]): Side => ({
      name,
      round: (number) => {
        order.push(`${name}${number}`)
        return Promise.resolve({ units: rates[number] ?? 0, millis: 1000 })
      },
    })
    const figure: Figure = {
      id: 'B0',
      title: 'nothing',
      unit: 'things/s',
      reach: 3,
      rounds: 3,
      prepare: () =>
        Promise.resolve({
          ours: side('ours', [1, 30, 50, 40]),
          against: side('plain', [9, 10, 12, 11]),
          close: () => Promise.resolve(),
        }),
    }
    const result = await measure(figure, servers)
    expect(order).toEqual(['ours0', 'plain0', 'plain1', 'ours1', 'ours2', 'plain2', 'plain3', 'ours3'])
    expect(result.ours).toEqual({ name: 'ours', min: 30, median: 40, max: 50 })
    expect(result.against).toEqual({ name: 'plain', min: 10, median: 11, max: 12 })
    expect(result.ratio).toEqual({ min: 3, median: 40 / 11, max: 50 / 12 })
    expect(result.reached).toBe(true)
    expect(linesOf(result).at(-1)).toBe('    ratio 3.64x (rounds 3.00x to 4.17x), to reach 3.00x: reached')
  })

  it('what lies beyond what nobody can do without is not asked for', async () => {
    const side = (name: string, rate: number): Side => ({
      name,
      round: () => Promise.resolve({ units: rate, millis: 1000 }),
    })
    const reachOf = async (bound: number, reach: number): Promise<[number, boolean]> => {
      const contest = { ours: side('ours', 45), against: side('plain', 100), floor: side('bound', bound) }
      const figure: Figure = {
        id: 'B0',
        title: 'nothing',
        unit: 'things/s',
        reach,
        ofFloor: 0.8,
        rounds: 1,
        prepare: () => Promise.resolve({ ...contest, close: () => Promise.resolve() }),
      }
      const result = await measure(figure, servers)
      return [result.reach, result.reached]
    }
    expect(await reachOf(50, 0.6)).toEqual([0.4, true])
    expect(await reachOf(90, 0.6)).toEqual([0.6, false])
  })

  it('the harness closes the contest and fails when a side did nothing', async () => {
    let closed = false
    const idle: Side = { name: 'idle', round: () => Promise.resolve({ units: 0, millis: 1 }) }
    const figure: Figure = {
      id: 'B0',
      title: 'nothing',
      unit: 'things/s',
      reach: 1,
      rounds: 1,
      prepare: () =>
        Promise.resolve({ ours: idle, against: idle, close: () => Promise.resolve(void (closed = true)) }),
    }
    await expect(measure(figure, servers)).rejects.toThrow('did no work')
    expect(closed).toBe(true)
  })

  it('the median is the mean of the two in the middle where rounds are even', () => {
    expect(spreadOf('x', [4, 1, 3, 2])).toEqual({ name: 'x', min: 1, median: 2.5, max: 4 })
  })

  it('sides that are compared more than once run once a round, and every goal counts', async () => {
    const runs: string[] = []
    const side = (name: string, rate: number, cpu: number): Side => ({
      name,
      round: () => {
        runs.push(name)
        return Promise.resolve({ units: rate, millis: 1000, cpu })
      },
    })
    const [ours, plain, byHand, floor] = [
      side('ours', 1000, 1.1),
      side('plain', 2000, 0.5),
      side('by hand', 800, 1),
      side('in pages', 1500, 0.6),
    ]
    const figure: Figure = {
      id: 'B0',
      title: 'nothing',
      unit: 'things/s',
      reach: 0.5,
      cpu: 1,
      rounds: 1,
      prepare: () =>
        Promise.resolve({
          ours,
          against: plain,
          duels: [
            { ours, against: byHand, reach: 1.2 },
            { ours, against: floor, reach: null },
          ],
          close: () => Promise.resolve(),
        }),
    }
    const dear = await measure(figure, servers)
    expect(runs).toEqual(['ours', 'plain', 'by hand', 'in pages', 'in pages', 'by hand', 'plain', 'ours'])
    expect(dear.duels?.map(({ ratio }) => ratio.median)).toEqual([1.25, 1000 / 1500])
    expect(dear.reached).toBe(false)
    expect((await measure({ ...figure, cpu: 1.2 }, servers)).reached).toBe(true)
    expect(linesOf(dear).slice(-4)).toEqual([
      '    ratio 0.50x (rounds 0.50x to 0.50x), to reach 0.50x: ours / plain',
      '    ratio 1.25x (rounds 1.25x to 1.25x), to reach 1.20x: ours / by hand',
      '    ratio 0.67x (rounds 0.67x to 0.67x): ours / in pages',
      '    at most 1.00 CPU s per 1,000; all of it: NOT reached',
    ])
  })
})
