import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../../src/core/base/time.ts'
import { factKeysOf, marksOf } from '../../../../src/core/compliance/rule/kinds.ts'
import { keyFileOf, namesIn } from '../../../../src/core/compliance/known/key.ts'
import {
  EARLIER_KEYS,
  ENGINE_KEYS,
  ENGINE_MARK,
  KNOWN_KEYS,
  knownKey,
} from '../../../../src/core/compliance/known/known-keys.ts'
import { judgeAt } from '../../../../src/core/compliance/judgement.ts'
import type { Rule, RuleOf } from '../../../../src/core/compliance/pack/pack.ts'
import type { Need } from '../../../../src/core/compliance/rule/parameters.ts'
import type { Evidence, Circumstances, Question } from '../../../../src/core/model/question.ts'
import { breachOf, dated, lawOfOne, questionAbout, TUESDAY } from '../../../support/breach.ts'
import { shipped } from '../../../support/law.ts'

const { packs } = shipped()
const rules = packs.flatMap((pack) => pack.rules.map((rule) => ({ id: rule.rule, rule, pack })))
type Placed = (typeof rules)[number]

/** What the rule finds against it, whatever its effect. */
function findings(
  { rule, pack }: Placed,
  question: Question,
  file: Circumstances,
): { rule: string; missing?: string[] }[] {
  const { refusals, warnings, duties } = judgeAt(question, file, lawOfOne(rule, pack))
  return [...refusals, ...warnings, ...duties]
}

const ofKind = <K extends Rule['kind']>(kind: K) =>
  rules.flatMap(({ id, rule, pack }) => (rule.kind === kind ? [{ id, rule: rule as RuleOf<K>, pack }] : []))

describe('every fact that a rule of any pack names', () => {
  it.each(packs)(
    'a fact of $pack is declared there or is a word of the engine, and no fact is declared that nobody names',
    (pack) => {
      const declared = Object.keys(pack.keys ?? {})
      const named = new Set(pack.rules.flatMap(factKeysOf))
      expect([...named].filter((key) => !declared.includes(key) && !(key in ENGINE_KEYS))).toEqual([])
      const sources = Object.values(pack.keys ?? {}).flatMap((key) => namesIn(keyFileOf(key).from))
      expect(declared.filter((key) => !named.has(key) && !sources.includes(key))).toEqual([])
    },
  )

  it('a declared key means what it meant before packs declared it', () => {
    for (const { keys = {} } of packs)
      for (const [key, declared] of Object.entries(keys))
        expect([key, keyFileOf(declared)]).toEqual([key, EARLIER_KEYS[key]])
  })

  it('a known key has a class: derived, asserted, or shown at the claim', () => {
    const known = [
      'first_communication_pending',
      'consent.sms',
      'agent.trained',
      'consent.smss',
      'constructor',
    ]
    const classes = known.map((key) => knownKey(key)?.class ?? null)
    expect(classes).toEqual(['derived', 'asserted', 'at_claim', null, null])
    expect(new Set(KNOWN_KEYS).size).toBe(KNOWN_KEYS.length)
  })

  it('every other word is a mark of a contact that the pack declares, or a wrong number', () => {
    for (const { rules, marks = [] } of packs) {
      const named = new Set(rules.flatMap(marksOf))
      named.delete(ENGINE_MARK)
      expect([...named].sort()).toEqual([...marks].sort())
    }
  })
})

describe('a requirement', () => {
  const required = ofKind('require')
  const each = required.flatMap(({ id, rule, pack }) =>
    (rule.parameters.all ?? []).map((need) => ({ id, key: need.evidence, rule, pack, need })),
  )

  it.each(each)(
    'the requirement of $id refuses while $key is absent, and names it',
    ({ rule, pack, need, id }) => {
      const others = (rule.parameters.all ?? []).filter((one) => one !== need)
      const { question, file } = breachOf(rule, pack)
      const known = { ...file, evidence: others.map((one) => satisfying(one, question)) }
      const [finding] = findings({ id, rule, pack }, question, known)
      expect(finding).toMatchObject({ rule: id, missing: [need.evidence] })
      const all = { ...known, evidence: [...known.evidence, satisfying(need, question)] }
      expect(findings({ id, rule, pack }, question, all)).toEqual([])
    },
  )

  it.each(required.filter(({ rule }) => rule.parameters.any))(
    'the requirement of $id refuses while none of its alternatives is there',
    ({ id, rule, pack }) => {
      const { any = [] } = rule.parameters
      const { question, file } = breachOf(rule, pack)
      const [finding] = findings({ id, rule, pack }, question, file)
      expect(finding).toMatchObject({ rule: id, missing: any.map(({ evidence }) => evidence) })
      for (const need of any) {
        const known = { ...file, evidence: [satisfying(need, question)] }
        expect([need.evidence, findings({ id, rule, pack }, question, known)]).toEqual([need.evidence, []])
      }
    },
  )

  const atClaim = each.filter(({ key }) => knownKey(key)?.class === 'at_claim')

  it.each(atClaim)(
    'the requirement of $id makes $key a duty at planning and at the send, and refuses at the claim',
    ({ id, rule, pack, need, key }) => {
      const others = (rule.parameters.all ?? []).filter((one) => one !== need)
      const channel = rule.appliesTo.channels?.some((one) => one === 'call') ? 'call' : 'visit'
      const asked = (moment: Question['moment']) => {
        const question = questionAbout(rule, { moment, channel })
        const evidence = others.map((one) => satisfying(one, question))
        return judgeAt(question, { ...breachOf(rule, pack).file, evidence }, lawOfOne(rule, pack))
      }
      for (const moment of ['plan', 'redeem'] as const) {
        expect(asked(moment)).toMatchObject({ refusals: [], duties: [{ rule: id, key }] })
      }
      expect(asked('claim').refusals).toMatchObject([{ rule: id, missing: [key] }])
    },
  )

  it('every key that is shown at the claim is asked for', () => {
    const asked = new Set([...atClaim.map(({ key }) => key), 'debtor_happy_to_talk_now'])
    expect([...asked].sort()).toEqual(KNOWN_KEYS.filter((key) => knownKey(key)?.class === 'at_claim'))
  })
})

describe('an exception', () => {
  const lifted = rules.flatMap((placed) => (placed.rule.unless ?? []).map((key) => ({ ...placed, key })))

  it.each(lifted)(
    'the exception of $id lifts the rule by $key, and not while that is absent',
    ({ id, rule, pack, key }) => {
      const { question, file } = breachOf(rule, pack)
      expect(findings({ id, rule, pack }, question, file).map((one) => one.rule)).toEqual([id])
      const known = { ...file, evidence: [...file.evidence, dated(key)] }
      expect(findings({ id, rule, pack }, question, known)).toEqual([])
    },
  )
})

describe('a hold', () => {
  const ends = ofKind('hold').flatMap(({ id, rule, pack }) =>
    (rule.parameters.lasts.until ?? [])
      .filter((key) => key !== 'never')
      .map((key) => ({ id, key, rule, pack })),
  )

  it.each(ends)('the hold of $id goes on until $key, however long that takes', ({ id, rule, pack, key }) => {
    const { question, file } = breachOf(rule, pack)
    const later = { ...question, at: TUESDAY + 400 * DAY_MS }
    const timed = 'for' in rule.parameters.lasts && rule.parameters.lasts.from === undefined
    if (!timed) expect(findings({ id, rule, pack }, later, file)).toHaveLength(1)
    const known = { ...file, evidence: [dated(key)] }
    expect(findings({ id, rule, pack }, question, file)).toHaveLength(1)
    expect(findings({ id, rule, pack }, question, known)).toEqual([])
  })

  const starts = ofKind('hold').flatMap(({ id, rule, pack }) => {
    const { lasts, while: name } = rule.parameters
    const from = 'for' in lasts ? (lasts.from ?? name) : name
    return from === name ? [] : [{ id, key: from, rule, pack }]
  })

  it.each(starts)('the hold of $id has no end before $key is known', ({ id, rule, pack, key }) => {
    const { question, file } = breachOf(rule, pack)
    const later = { ...question, at: TUESDAY + 400 * DAY_MS }
    expect(findings({ id, rule, pack }, later, file)).toHaveLength(1)
    const known = { ...file, evidence: [dated(key)] }
    expect(findings({ id, rule, pack }, question, known)).toHaveLength(1)
    expect(findings({ id, rule, pack }, later, known)).toEqual([])
  })
})

/** Evidence that meets the need alone: large, old or young enough. */
function satisfying({ evidence, min, minAge, per }: Need, question: Question): Evidence {
  const days = minAge ? ('months' in minAge ? minAge.months * 31 : 'days' in minAge ? minAge.days : 400) : 1
  const value = min ?? (per === 'channel' ? (question.channel ?? true) : true)
  return dated(evidence, { at: TUESDAY - (days + 1) * DAY_MS, value })
}
