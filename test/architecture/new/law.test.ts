import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { checkCommand } from '../../../src/cli/check.ts'
import { complianceCommand } from '../../../src/cli/compliance/compliance.ts'
import type { Pack } from '../../../src/core/compliance/pack/pack.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'
import { pathsFor, recipe } from '../recipe-table.ts'
import { ROOT } from '../source.ts'

/** The law is for countries that it names together, with a fact of each class that no code has ever heard of. */
const LAW = `pack: xn-neighbours
version: 2026.11.29
title: "Invented: the neighbours' treaty on debts"
jurisdiction: XN
layer: supra
clock: { zone: debtor }
binds: { residence: [NEIGHBOURS] }
groups:
  NEIGHBOURS: [US-NY, US-NJ]
keys:
  adviser.consulted: { class: asserted, title: "an adviser was consulted" }
  talk.filmed: at_claim
  text.heard:
    class: derived
    from:
      contacts: { direction: out, channels: [sms], outcomes: [sent, delivered] }
      within: { days: 30 }
rules:
  - rule: XN-01
    kind: require
    title: Nobody is contacted before an adviser was consulted
    appliesTo: { channels: [all] }
    parameters: { all: [{ evidence: adviser.consulted, per: account, maxAge: { days: 40 } }] }
    effect: block
    state: active
    citation: art. 1
    sources: [the treaty]
    evidenceLevel: official
  - rule: XN-02
    kind: require
    title: A call is filmed, and only after a text
    appliesTo: { channels: [call] }
    parameters: { all: [{ evidence: talk.filmed }, { evidence: text.heard }] }
    effect: block
    state: active
    citation: art. 2
    sources: [the treaty]
    evidenceLevel: official
cases:
  - id: XN-A
    zones: [America/New_York]
    regions: [US-NY]
    facts: { adviser.consulted: "2026-05-01T10:00[America/New_York]", talk.filmed: true }
    history:
      - { at: "2026-05-02T10:00[America/New_York]", ch: sms, outcome: sent }
    intents:
      - { at: "2026-05-05T10:00[America/New_York]" }
      - { at: "2026-05-05T10:00[America/New_York]", accounts: [A2], expect: [XN-02] }
`

const [path = ''] = pathsFor(recipe('a law').make, 'xn-neighbours')
let copy = ''
let said: string[] = []

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
  cpSync(join(ROOT, 'schedules'), join(copy, 'schedules'), { recursive: true })
  writeFileSync(join(copy, path), LAW)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

const schedules = () => join(copy, 'schedules')
const law = (...line: string[]) =>
  runLine(complianceCommand, 'compliance', [...line, '--schedules', schedules()])
async function json(...line: string[]) {
  await law(...line, '--json')
  return JSON.parse(said.at(-1) ?? '')
}

describe('a law that names facts nobody knew, in one file', () => {
  it('the law needs no other file, and the check tells what it declares', async () => {
    expect(recipe('a law')).toMatchObject({ make: [expect.anything()], edit: [] })
    expect(loadSchedules(schedules()).problems).toEqual([])
    await runLine(checkCommand, 'check', [schedules(), '--json'])
    expect(JSON.parse(said[0] ?? '')).toMatchObject({
      problems: [],
      notes: expect.arrayContaining([
        {
          code: 'declared_keys',
          file: join(copy, path),
          path: 'keys',
          message: 'declares adviser.consulted (asserted), talk.filmed (at_claim), text.heard (derived)',
        },
      ]),
    })
  })

  it('the law is listed with its keys', async () => {
    expect((await json('list', 'xn-neighbours')).keys).toMatchObject({
      'adviser.consulted': { class: 'asserted', title: 'an adviser was consulted' },
      'talk.filmed': { class: 'at_claim' },
      'text.heard': { class: 'derived', from: { within: { days: 30 } } },
    })
    await law('list', 'xn-neighbours')
    expect(said.at(-1)).toContain('adviser.consulted (asserted): an adviser was consulted; recorded by')
  })

  it('the law binds the places of its group, and explains what is missing and how it comes', async () => {
    const who = ['--actor', 'first_party', '--product', 'consumer_loan', '--at', '2026-05-05T12:00']
    const residence = (place: string) => ['--residence', place, '--zone', 'America/New_York', ...who]
    const asked = await json('explain', ...residence('US-NJ'), '--channel', 'call')
    expect(asked.answer).toBe('deny')
    expect(asked.reasons).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'XN-01', missing: ['adviser.consulted'] }),
        expect.objectContaining({ rule: 'XN-02', missing: ['text.heard'] }),
      ]),
    )
    expect(asked.duties).toContainEqual(expect.objectContaining({ rule: 'XN-02', key: 'talk.filmed' }))
    expect(asked.keys).toMatchObject({
      'adviser.consulted': { class: 'asserted' },
      'talk.filmed': { class: 'at_claim', how: 'shown by whoever claims the task' },
      'text.heard': { class: 'derived' },
    })
    const shown = ['--evidence', 'adviser.consulted,text.heard']
    expect((await json('explain', ...residence('US-NJ'), '--channel', 'call', ...shown)).answer).toBe(
      'permit',
    )
    const elsewhere = await json('explain', ...residence('US-CT'), '--channel', 'call')
    expect(elsewhere.answer).toBe('permit')
    await expect(
      law('explain', ...residence('US-NJ'), '--channel', 'call', '--evidence', 'adviser.consultd'),
    ).rejects.toThrow('no rule asks for adviser.consultd')
  })

  it('the law is proven by the worked cases that it carries', async () => {
    expect(await json('mutate', 'xn-neighbours')).toMatchObject({ rules: 2, named: 1 })
    expect(await json('test')).toMatchObject({ failed: 0, refused: [] })
  })

  it.each(Object.entries(ENGINES))(
    'the law is judged at the planning and asked for at the claim, %s',
    async (_, open) => {
      const engine = await open(schedulesWith(theLaw()))
      await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1', { dueOn: '2026-02-24' }))
      await engine.at('2026-03-02T11:00:00Z')
      expect(await engine.contacts()).toEqual([])
      expect(await engine.decisions()).toContainEqual(expect.stringContaining('XN-01:block'))
      const recorded = { type: 'evidence.recorded', at: '2026-03-02T12:00:00Z', value: true }
      await engine.record([{ ...recorded, account: 'A1', evidence: 'adviser.consulted' }])
      for (let day = 3; day < 9 && !(await engine.contacts()).includes('call#1 queued'); day++)
        await engine.at(`2026-03-0${day}T11:00:00Z`)
      expect(await engine.contacts()).toEqual(['friendly#1 sent', 'call#1 queued'])
      expect(await engine.claim('call', 'amy')).toMatchObject({
        code: 'evidence_missing',
        message: 'show first: talk.filmed (XN-02)',
      })
      await engine.record([{ ...recorded, agent: 'amy', account: 'A1', evidence: 'talk.filmed' }])
      expect(await engine.claim('call', 'amy')).toMatchObject({ ok: true, task: { account: 'A1' } })
      await engine.close()
    },
  )
})

function theLaw(): Pack {
  const pack = loadSchedules(schedules()).schedules?.packs.find((one) => one.pack === 'xn-neighbours')
  if (!pack) throw new Error('it was not loaded')
  return pack
}
