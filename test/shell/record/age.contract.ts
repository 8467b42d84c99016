import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened, paid, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** Figures grow old: of a whole creditor, and of an account that its files leave out. */
export function ageContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`the age of figures on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const detectAll = async (): Promise<void> => {
      while ((await stage.detect()).more);
    }
    /** A day at that instant: facts, then detect. */
    const at = async (now: string, ...facts: Record<string, unknown>[]) => {
      await stage.at(now)
      const recorded = await stage.record(...facts)
      expect(recorded.rejected).toEqual([])
      await detectAll()
    }
    const line = (account: string, day: string, amount = '100.00', due: string | null = '2026-02-20') =>
      snapshot(account, `2026-${day}T02:00:00Z`, amount, due)
    const stale = async () =>
      (await stage.see()).holds
        .filter((hold) => hold.includes('feed_stale'))
        .map((hold) => hold.replace(/\S+\//, ''))
    const completed = (asOf: string, day = asOf) =>
      fact('feed.completed', `${day}T03:00:00Z`, { creditor: 'acme', asOf })

    /** Two accounts in daily files of Monday 2 and Tuesday 3 March. */
    const twoDays = async () => {
      await at(
        '2026-03-02T02:00:00Z',
        opened('A1'),
        opened('A2', { debtor: 'D2' }),
        line('A1', '03-02'),
        line('A2', '03-02'),
      )
      await at('2026-03-03T02:00:00Z', line('A1', '03-03'), line('A2', '03-03'))
    }

    test('files that stop make every account of the creditor stale, and nothing opens on them', async () => {
      await twoDays()
      await at('2026-03-06T23:00:00Z')
      expect(await stale()).toEqual([])
      await at('2026-03-07T00:05:00Z', opened('A3', { debtor: 'D3' }), line('A3', '03-03'))
      expect(await stale()).toEqual([
        'D1 hold 2026-03-07T00:05:00Z on',
        'D2 hold 2026-03-07T00:05:00Z on',
        'D3 hold 2026-03-07T00:05:00Z on',
      ])
      const seen = await stage.see()
      expect(seen.cases.map((one) => one.name)).toEqual(['A1/1', 'A2/1'])
      expect(seen.cases.every((one) => one.due && one.epoch > 0)).toBe(true)
      expect(seen.facts.filter((kind) => kind === 'account.figures_stale')).toHaveLength(3)
      await at('2026-03-08T00:05:00Z')
      expect((await stage.see()).facts.filter((kind) => kind === 'account.figures_stale')).toHaveLength(3)
    })

    test('a healthy week is quiet: a weekend without files, and a holiday in the middle', async () => {
      await twoDays()
      for (const day of ['05', '06', '09', '11']) {
        for (const hour of ['00:05', '01:59']) await at(`2026-03-${day}T${hour}:00Z`)
        await at(`2026-03-${day}T02:00:00Z`, line('A1', `03-${day}`), line('A2', `03-${day}`))
      }
      const { facts } = await stage.see()
      expect(await stale()).toEqual([])
      expect(facts.filter((kind) => kind === 'account.snapshot')).toHaveLength(2)
      expect(facts.filter((kind) => kind === 'feed.lines_seen')).toHaveLength(6)
    })

    test('monthly files are quiet for a month and a half', async () => {
      await at('2026-03-01T02:00:00Z', opened('A1'), line('A1', '03-01'))
      for (const day of ['04-01', '05-01']) await at(`2026-${day}T02:00:00Z`, line('A1', day))
      await at('2026-06-15T12:00:00Z')
      expect(await stale()).toEqual([])
      await at('2026-06-16T00:05:00Z')
      expect(await stale()).toEqual(['D1 hold 2026-06-16T00:05:00Z on'])
    })

    test('one file says nothing about the next: it goes on', async () => {
      await at('2026-03-02T02:00:00Z', opened('A1'), line('A1', '03-02'))
      await at('2026-06-01T02:00:00Z')
      expect(await stale()).toEqual([])
    })

    test('events only never grow old; a creditor that says when its file is whole does', async () => {
      await at('2026-03-02T02:00:00Z', opened('A1'), billed('A1', 'o1', '2026-02-20'))
      await at('2026-04-01T02:00:00Z')
      expect(await stale()).toEqual([])
      await at('2026-04-02T03:00:00Z', completed('2026-04-01'), completed('2026-04-02'))
      await at('2026-04-05T23:00:00Z')
      expect(await stale()).toEqual([])
      await at('2026-04-06T00:05:00Z')
      expect(await stale()).toEqual(['D1 hold 2026-04-06T00:05:00Z on'])
      await at('2026-04-06T03:00:00Z', completed('2026-04-06'))
      expect(await stale()).toEqual(['D1 hold 2026-04-06T00:05:00Z off'])
      expect((await stage.see()).facts.slice(-1)).toEqual(['account.figures_fresh'])
    })

    test('a stray line does not make files fresh that are said to be whole', async () => {
      await twoDays()
      await at('2026-03-03T03:00:00Z', completed('2026-03-02'), completed('2026-03-03'))
      await at('2026-03-05T02:00:00Z', line('A1', '03-05'))
      await at('2026-03-07T00:05:00Z')
      expect(await stale()).toHaveLength(2)
    })

    test('an account that newer files leave out is stale alone, and its next line lifts that', async () => {
      await twoDays()
      for (const day of ['04', '05', '06']) await at(`2026-03-${day}T02:00:00Z`, line('A2', `03-${day}`))
      await at('2026-03-06T23:59:00Z')
      expect(await stale()).toEqual([])
      await at('2026-03-07T00:05:00Z', line('A2', '03-07'))
      expect(await stale()).toEqual(['D1 hold 2026-03-07T00:05:00Z on'])
      await at('2026-03-08T02:00:00Z', line('A1', '03-08'), line('A2', '03-08'))
      expect(await stale()).toEqual(['D1 hold 2026-03-07T00:05:00Z off'])
      expect((await stage.see()).facts.slice(-2).sort()).toEqual(['account.figures_fresh', 'feed.lines_seen'])
      await at('2026-03-12T00:05:00Z')
      expect(await stale()).toEqual([
        'D1 hold 2026-03-07T00:05:00Z off',
        'D1 hold 2026-03-12T00:05:00Z on',
        'D2 hold 2026-03-12T00:05:00Z on',
      ])
    })

    test('a creditor that sends changes only leaves accounts out as it likes', async () => {
      await stage.publish({ creditors: { creditors: [{ creditor: 'acme', figures: { sends: 'changes' } }] } })
      await twoDays()
      for (const day of ['04', '05', '06', '07', '08'])
        await at(`2026-03-${day}T02:00:00Z`, line('A2', `03-${day}`))
      expect(await stale()).toEqual([])
    })

    test('a stated age holds, also from one file on, and from the day on which it is published', async () => {
      await at('2026-03-02T02:00:00Z', opened('A1'), line('A1', '03-02'))
      await at('2026-03-20T02:00:00Z')
      await stage.publish({
        creditors: { creditors: [{ creditor: 'acme', figures: { staleAfter: { days: 30 } } }] },
      })
      await at('2026-04-01T12:00:00Z')
      expect(await stale()).toEqual([])
      await at('2026-04-02T00:05:00Z')
      expect(await stale()).toHaveLength(1)
    })

    test('payments are heard meanwhile, and a cure ends the hold', async () => {
      await at(
        '2026-03-02T02:00:00Z',
        opened('A1'),
        billed('A1', 'o1', '2026-02-20'),
        completed('2026-03-01'),
        completed('2026-03-02'),
      )
      await at('2026-03-06T00:05:00Z')
      expect(await stale()).toHaveLength(1)
      await at('2026-03-06T10:00:00Z', paid('A1', 'P1', '100.00'))
      expect((await stage.see()).accounts['A1']).toMatchObject({ pastDue: 0, bucket: 0 })
      expect(await stale()).toEqual(['D1 hold 2026-03-06T00:05:00Z off'])
    })

    test('each zone has its own first stale day', async () => {
      const far = [
        opened('A1', { zone: 'Pacific/Auckland' }),
        opened('A2', { debtor: 'D2', zone: 'America/Los_Angeles' }),
      ]
      await at('2026-03-02T02:00:00Z', ...far, line('A1', '03-02'), line('A2', '03-02'))
      await at('2026-03-03T02:00:00Z', line('A1', '03-03'), line('A2', '03-03'))
      await at('2026-03-06T11:05:00Z')
      expect(await stale()).toEqual(['D1 hold 2026-03-06T11:05:00Z on'])
      await at('2026-03-07T07:59:00Z')
      expect(await stale()).toHaveLength(1)
      await at('2026-03-07T08:05:00Z')
      expect(await stale()).toHaveLength(2)
    })
  })
}
