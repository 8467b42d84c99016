import { expect, test } from 'vitest'
import { judgeAlarms } from '../../src/core/alarm/ringing.ts'
import { addDays, weekdayOf } from '../../src/core/base/time.ts'
import { measureAll, measuresOf } from '../../src/shell/alarm/measures.ts'
import { resumeBrake, stopBrake } from '../../src/shell/pg/door/brake.ts'
import { invariantCounts } from '../../src/shell/pg/watch/invariants.ts'
import { readHealth } from '../../src/shell/http/health.ts'
import { office } from '../support/office.ts'
import { realEngine } from '../support/real-engine.ts'
import { anAccount } from '../support/story-facts.ts'

/** The days go from a Friday over two weekends; the agent takes one call on a workday and leaves the others alone. */
const FIRST = '2026-03-06'
const DAYS = Array.from({ length: 11 }, (_, day) => addDays(FIRST, day))
const ACCOUNTS = Array.from({ length: 8 }, (_, index) => index + 1)
const BRAKE = { channel: 'sms' as const, strategy: null, creditor: null }

test('a week in which people leave calls alone, talk long, tell late and pull a brake rings nothing', async () => {
  const real = await realEngine()
  const { db } = real
  const desk = office(real)
  const clock = { now: () => Date.now() }
  const measures = measuresOf({
    db,
    clock,
    pingRedis: async () => true,
    invariants: () => invariantCounts(db),
  })
  const rang: string[] = []
  let leftAlone = 0
  let told = 0

  async function look(instant: string): Promise<void> {
    const measured = await measureAll(measures)
    for (const { alarm, place, rings, measure } of judgeAlarms(measured, { virtual: false }))
      if (rings) rang.push(`${instant} ${alarm} ${JSON.stringify(place)} ${measure}`)
  }
  async function sentNow(): Promise<string[]> {
    const rows = await db.query<{ account: string }>(
      `select a.external_id as account from contact c join account a on a.person_id = c.person_id and a.id = c.account_id
       where c.at = business_now() and c.channel = 'sms' order by c.id limit 1`,
    )
    return rows.map(({ account }) => account)
  }
  async function at(day: string, time: string): Promise<void> {
    await desk.work(`${day}T${time}:00Z`)
    await look(`${day} ${time}`)
  }

  try {
    await real.at('2026-03-01T09:00:00Z')
    for (const [index, n] of ACCOUNTS.entries()) {
      const phone = `+120255501${String(n).padStart(2, '0')}`
      await real.take(
        ...anAccount(`A${n}`, { debtor: `D${n}`, phone, dueOn: addDays('2026-02-27', index % 7) }),
      )
    }
    for (const [number, day] of DAYS.entries()) {
      const isWorkday = weekdayOf(day) % 6 !== 0
      await desk.work(`${day}T00:06:00Z`)
      await at(day, '10:00')
      // What is told late, at the very instant of a send.
      const texted = await sentNow()
      told += texted.length
      for (const account of texted) await real.take(heldSince(account, addDays(day, -1)))
      if (number === 4) await stopBrake(db, { brake: BRAKE, why: 'a drill', by: 'ann' })
      if (number === 5) await resumeBrake(db, { brake: BRAKE, all: false, by: 'ann' })
      await at(day, '11:00')
      const call = isWorkday ? await desk.dial() : null
      if (call !== null) {
        await db.query(
          `update contact set lease_until = clock_timestamp() - interval '38 minutes' where id = ${call}`,
        )
        await at(day, '11:39')
        await desk.hangUp(call)
      }
      leftAlone += await desk.offered()
      await at(day, '21:10')
    }
    expect(rang).toEqual([])
    const health = await readHealth({ db, clock, measures, separated: true })
    expect([health.status, health.problems, health.warnings]).toEqual(['ok', [], []])
    // The week was one: messages went out, calls were made, and others were left alone.
    const [done] = await db.query<{ texts: number; calls: number }>(
      `select count(*) filter (where channel = 'sms') as texts, count(*) filter (where channel = 'call') as calls
       from contact where at is not null`,
    )
    expect(done?.texts).toBeGreaterThan(10)
    expect(done?.calls).toBeGreaterThan(2)
    expect(leftAlone).toBeGreaterThan(5)
    expect(told).toBeGreaterThan(3)
  } finally {
    await real.close()
  }
})

function heldSince(account: string, since: string): Record<string, unknown> {
  const hold = `${account} ${since}`
  return { type: 'hold.placed', at: `${since}T12:00:00Z`, account, hold, reason: 'hardship', until: since }
}
