import { compileLaw, type Law } from '../../src/core/compliance/pack/law.ts'
import type { Pack, Rule } from '../../src/core/compliance/pack/pack.ts'
import type { Evidence, Circumstances, PastContact, Question } from '../../src/core/model/question.ts'
import { channelsOf } from '../../src/core/compliance/match/channel-names.ts'
import type { Action } from '../../src/core/base/list.ts'
import { DAY_MS, HOUR, instantAt } from '../../src/core/base/time.ts'
import type { Act } from '../../src/core/compliance/rule/parameters.ts'
import { file, past, question, shown, shipped, status } from './law.ts'

/** A Tuesday at ten in the morning by UTC, in a year that every calendar knows. */
export const TUESDAY = Date.parse('2026-05-05T10:00:00Z')
const { calendars } = shipped()

/** A law of one rule, in force whatever its state and its dates. */
export function lawOfOne(rule: Rule, pack: Pack): Law {
  const { inForceFrom: _from, inForceUntil: _until, ...rest } = rule
  return compileLaw({ packs: [{ ...pack, rules: [{ ...rest, state: 'active' }] }], calendars })
}

/** A contact (or another act) that the rule is about, by an agent who claimed it. */
export function questionAbout({ appliesTo }: Rule, with_: Partial<Question> = {}): Question {
  const { channels, roles, places, purposes, automation, lines, actors, products, actions, dpd } = appliesTo
  const [channel] = channels ? channelsOf(channels) : []
  return question(TUESDAY, {
    channel: channel ?? 'call',
    role: roles?.[0] ?? 'debtor',
    place: places?.[0] ?? 'home',
    purpose: purposes?.[0] ?? 'collect',
    automation: automation?.[0] ?? 'human',
    line: lines?.[0] ?? 'mobile',
    actor: actors?.[0] ?? null,
    product: products?.[0] ?? null,
    action: actions?.[0] ?? 'contact',
    dpd: dpd?.min ?? 10,
    household: 'H1',
    moment: 'claim',
    ...with_,
  })
}

/** What is known of somebody whom the rule protects at that moment: the rule refuses. */
export function breachOf(rule: Rule, { clock }: Pack): { question: Question; file: Circumstances } {
  const asked = questionAbout(rule)
  const known = (with_: Partial<Circumstances>) => file({ regions: [], zones: ['UTC'], ...with_ })
  switch (rule.kind) {
    case 'window': {
      const { open, zone = clock.zone === 'debtor' ? 'UTC' : clock.zone } = rule.parameters
      const night = { ...asked, at: instantAt(zone, '2026-05-06', '03:00') }
      const closed = open === 'person_hours' ? [{ days: 'daily', hours: null }] : []
      return { question: night, file: known({ closed }) }
    }
    case 'cap': {
      const { max, onlyUnanswered } = rule.parameters
      const outcome = onlyUnanswered ? 'no_answer' : 'conversation'
      return {
        question: asked,
        file: known({ history: Array.from({ length: max }, () => made(asked, outcome)) }),
      }
    }
    case 'gap':
      return {
        question: asked,
        file: known({
          history: [made(asked, 'conversation')],
          evidence: [dated(rule.parameters.after.event)],
        }),
      }
    case 'hold': {
      const held = { ...status(rule.parameters.while, '2026-05-01T10:00'), at: TUESDAY - 4 * DAY_MS }
      const { stops } = rule.parameters
      const act = stops && !stops.includes('contact') ? { action: actBy(stops), channel: null } : {}
      return { question: { ...asked, ...act }, file: known({ statuses: [held] }) }
    }
    case 'content': {
      const { never = [] } = rule.parameters
      return { question: { ...asked, tokens: [...never] }, file: known({}) }
    }
    case 'require':
    case 'retain':
      return { question: asked, file: known({ history: [letter(asked)] }) }
  }
}

/** The fact was recorded an hour ago, and an hour later than anything in the breach. */
export function dated(key: string, with_: Partial<Evidence> = {}): Evidence {
  return shown(key, { at: TUESDAY - HOUR, ...with_ })
}

function actBy(stops: readonly Act[]): Action {
  return stops.includes('enforcement') ? 'sue' : 'sell'
}

function made(asked: Question, outcome: PastContact['outcome']): PastContact {
  const { channel, role, place, purpose } = asked
  return past(TUESDAY - 2 * HOUR, {
    channel: channel ?? 'call',
    role,
    place,
    purpose,
    outcome,
    household: 'H1',
  })
}

/** It did get through to somebody once: nothing is the first communication any more. */
function letter(asked: Question): PastContact {
  return past(TUESDAY - 90 * DAY_MS, { channel: 'letter', outcome: 'delivered', role: asked.role })
}
