import { describe, expect, it } from 'vitest'
import {
  type Channel,
  CHANNELS,
  contactKind,
  CONTACT_CHANNELS,
  isByPerson,
  isContactChannel,
  isMessage,
  kindOf,
  MESSAGE_CHANNELS,
  reaches,
  STEP_CHANNELS,
  TASK_CHANNELS,
  taskKind,
} from '../../../src/core/channel/channel.ts'
import { CHANNEL_GROUPS, CHANNEL_NAMES } from '../../../src/core/compliance/match/channel-names.ts'
import { knownKey } from '../../../src/core/compliance/known/known-keys.ts'
import { meaningOf } from '../../../src/core/channel/disposition.ts'

/** What the first release knew: columns, files and laws hold these names. */
const FIRST: Channel[] = ['sms', 'im', 'email', 'push', 'social', 'call', 'voicedrop', 'letter', 'visit']

describe('the lists of channels', () => {
  it('the lists hold the names that columns, queues and files have had from the first day', () => {
    expect(CHANNELS.filter((channel) => FIRST.includes(channel))).toEqual(FIRST)
    expect(MESSAGE_CHANNELS).toContain('sms')
    expect(TASK_CHANNELS).toEqual(expect.arrayContaining(['call', 'visit']))
    expect(new Set(CONTACT_CHANNELS)).toEqual(new Set([...MESSAGE_CHANNELS, ...TASK_CHANNELS]))
    expect(STEP_CHANNELS).toEqual([...CONTACT_CHANNELS, 'human'])
  })

  it('the lists hold each channel that the engine uses once, by who makes the contact', () => {
    for (const channel of CHANNELS) {
      const { by } = kindOf(channel)
      expect([isMessage(channel), isByPerson(channel)]).toEqual([by === 'message', by === 'task'])
      expect(isContactChannel(channel)).toBe(by !== 'outside')
    }
    expect(isContactChannel('toString')).toBe(false)
  })

  it('the lists give a pack the groups that it may name', () => {
    const { voice, messages, remote, all } = CHANNEL_GROUPS
    expect(voice).toEqual(expect.arrayContaining(['call', 'voicedrop']))
    expect(messages).toEqual(expect.arrayContaining(['sms', 'im', 'email', 'push', 'social']))
    expect(remote).toEqual(CHANNELS.filter((channel) => [...voice, ...messages].includes(channel)))
    expect(remote).not.toContain('letter')
    expect(remote).not.toContain('visit')
    expect(all).toEqual(CHANNELS)
    expect(CHANNEL_NAMES).toEqual(['voice', 'messages', 'remote', 'all', ...CHANNELS])
  })
})

describe('a kind of channel', () => {
  it.each(TASK_CHANNELS)('%s ends with a word of its own when nobody is there', (channel) => {
    const { dispositions, nobodyThere } = taskKind(channel)
    expect(dispositions).toContain(nobodyThere)
    expect(meaningOf(nobodyThere)).toMatchObject({ attempt: true, rightParty: false })
  })

  it.each(CONTACT_CHANNELS)('%s says what a step by it needs, and never forbids that', (channel) => {
    const { needs, never } = contactKind(channel).text
    expect(never).not.toContain(needs)
    expect(never).toContain('task')
  })

  it('a channel gets to what takes it: a text to no landline, a call to any phone, a visit to an address', () => {
    const phone = { kind: 'phone', line: 'mobile' }
    const landline = { kind: 'phone', line: 'landline' }
    const address = { kind: 'address', line: 'mobile' }
    expect([phone, landline, address].map((point) => reaches('sms', point))).toEqual([true, false, false])
    expect([phone, landline, address].map((point) => reaches('call', point))).toEqual([true, true, false])
    expect([phone, landline, address].map((point) => reaches('visit', point))).toEqual([false, false, true])
    expect(reaches('im', phone) && reaches('im', { kind: 'handle', line: 'mobile' })).toBe(true)
    expect(reaches('email', phone)).toBe(false)
  })

  it('a contact takes time where nothing is written, and is stopped with the channel that it stands beside', () => {
    const spoken = CHANNELS.filter((channel) => !kindOf(channel).written)
    expect(FIRST.filter((channel) => spoken.includes(channel))).toEqual(['call', 'voicedrop', 'visit'])
    expect(kindOf('voicedrop').stopsWith).toBe('call')
    for (const channel of CHANNELS) {
      const { stopsWith = 'call' } = kindOf(channel)
      expect(CHANNELS).toContain(stopsWith)
    }
  })

  it('each channel is evidence under keys that laws know, and that history gives', () => {
    const keys = CHANNELS.flatMap((channel) => {
      const { inboundEvidence, homeEvidence } = kindOf(channel)
      return [inboundEvidence ?? [], homeEvidence ?? []].flat()
    })
    expect(keys).toEqual(
      expect.arrayContaining(['point.inbound_text', 'point.inbound_email', 'visit.home_tried']),
    )
    expect(keys.filter((key) => knownKey(key)?.class !== 'derived')).toEqual([])
  })
})
