import { call } from './call.ts'
import { email } from './email.ts'
import { im } from './im.ts'
import type { ChannelKind, MessageKind, TaskKind } from './kind.ts'
import { letter } from './letter.ts'
import { push } from './push.ts'
import { sms } from './sms.ts'
import { social } from './social.ts'
import { visit } from './visit.ts'
import { voicedrop } from './voicedrop.ts'

/** Every way to reach somebody that a law or a strategy may name; the name is the column's value, the queue, the worker and the metric's label. A new one is one file and one line here. */
const CHANNEL = {
  sms,
  im,
  email,
  push,
  social,
  call,
  voicedrop,
  letter,
  visit,
} as const satisfies Record<string, ChannelKind>

export type Channel = keyof typeof CHANNEL
type NamesBy<By> = { [Name in Channel]: (typeof CHANNEL)[Name]['by'] extends By ? Name : never }[Channel]
/** A provider sends the contacts of these channels. */
export type MessageChannel = NamesBy<'message'>
/** A person claims and makes the contacts of these channels. */
export type TaskChannel = NamesBy<'task'>
/** The engine makes contacts on these channels. */
export type ContactChannel = MessageChannel | TaskChannel
/** What a step of a strategy may name: a contact, or a task for a person who contacts nobody. */
export type StepChannel = ContactChannel | 'human'

const KIND: Readonly<Record<Channel, ChannelKind>> = CHANNEL
const NAMES = Object.keys(CHANNEL) as Channel[]

export const CHANNELS: readonly Channel[] = NAMES
export const MESSAGE_CHANNELS: readonly MessageChannel[] = NAMES.filter(isMessage)
export const TASK_CHANNELS: readonly TaskChannel[] = NAMES.filter(isByPerson)
/** Those that a dialer may make. */
export const DIALLED_CHANNELS: readonly TaskChannel[] = TASK_CHANNELS.filter(
  (name) => taskKind(name).dialled === true,
)
export const CONTACT_CHANNELS: readonly ContactChannel[] = NAMES.filter(isContactChannel)
export const STEP_CHANNELS: readonly StepChannel[] = [...CONTACT_CHANNELS, 'human']
/** What an example is about that names no channel. */
export const USUAL_CHANNEL: Channel = 'call'

export function kindOf(channel: Channel): ChannelKind {
  return KIND[channel]
}

export function messageKind(channel: MessageChannel): MessageKind {
  return CHANNEL[channel]
}

export function taskKind(channel: TaskChannel): TaskKind {
  return CHANNEL[channel]
}

export function contactKind(channel: ContactChannel): MessageKind | TaskKind {
  return CHANNEL[channel]
}

export function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNEL, name)
}

/** Contacts that a provider sends. */
export function isMessage(name: string): name is MessageChannel {
  return isChannel(name) && KIND[name].by === 'message'
}

/** Contacts that are printed, and taken together with others. */
export function isOnPaper(name: string): name is MessageChannel {
  return isMessage(name) && messageKind(name).onPaper === true
}

/** Contacts that a person makes. */
export function isByPerson(name: string): name is TaskChannel {
  return isChannel(name) && KIND[name].by === 'task'
}

/** Contacts that the engine makes. */
export function isContactChannel(name: string): name is ContactChannel {
  return isMessage(name) || isByPerson(name)
}

/** Whether a contact on the channel can reach somebody there. */
export function reaches(channel: Channel, { kind, line }: { kind: string; line: string }): boolean {
  const { points, deafLines } = KIND[channel]
  return points.some((one) => one === kind) && !deafLines?.some((one) => one === line)
}
