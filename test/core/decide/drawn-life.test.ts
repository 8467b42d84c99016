import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { LADDERS } from '../../property/ladders.ts'
import { drawnLife } from './drawn-life.ts'

const FILE = 'test/fixtures/lives/digests.txt'
const LIVES = 25

/** `LIVES=write` takes what is decided now as right: only after a change that was meant to change decisions. */
it('a change of how it is decided changes nothing of what is decided', () => {
  const strategies = [...(loadSchedules('schedules').schedules?.strategies ?? []), ...LADDERS]
  const digests = Array.from({ length: LIVES }, (_, seed) => {
    const lines = drawnLife(strategies, seed)
    return `${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)} ${lines.length}`
  })
  if (process.env['LIVES'] === 'write') writeFileSync(FILE, `${digests.join('\n')}\n`)
  expect(readFileSync(FILE, 'utf8').trim().split('\n')).toEqual(digests)
})
