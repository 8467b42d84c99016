import type { Channel } from '../../channel/channel.ts'
import { channelsOf } from './channel-names.ts'
import type { Selector } from '../rule/base.ts'
import type { PastKind } from '../rule/parameters.ts'
import type { PastContact, Question } from '../../model/question.ts'

/** Whether a rule is about this question; what is not known about it counts as meant. */
export function questionFilter(selector: Selector): (question: Question) => boolean {
  const { dpd, actors, products, automation, lines, actions } = selector
  const past = contactFilter(selector)
  return (question) =>
    past(question) &&
    among(automation, question.automation) &&
    among(lines, question.line) &&
    among(actions, question.action) &&
    (question.actor === null || among(actors, question.actor)) &&
    (question.product === null || among(products, question.product)) &&
    (!dpd ||
      question.dpd === null ||
      (question.dpd >= (dpd.min ?? -Infinity) && question.dpd <= (dpd.max ?? Infinity)))
}

type ContactFacets = Pick<PastContact, 'role' | 'place' | 'purpose'> & { channel: Channel | null }

/** Whether a past contact is of the sort that the rule is about, as far as history knows it. */
export function contactFilter(selector: Selector): (contact: ContactFacets) => boolean {
  const channels = selector.channels && channelsOf(selector.channels)
  const { roles, places, purposes } = selector
  return ({ channel, role, place, purpose }) =>
    (!channels || (channel !== null && channels.has(channel))) &&
    among(roles, role) &&
    among(places, place) &&
    among(purposes, purpose)
}

/** Whether a past contact is of a kind that a cap selects; what history does not know of it counts as meant. */
export function pastFilter({
  automation,
  lines,
  actors,
  products,
  actions,
}: PastKind): (contact: PastContact) => boolean {
  return (contact) =>
    maybeAmong(automation, contact.automation) &&
    maybeAmong(lines, contact.line) &&
    maybeAmong(actors, contact.actor) &&
    maybeAmong(products, contact.product) &&
    maybeAmong(actions, contact.action)
}

function maybeAmong<T>(list: readonly T[] | undefined, value: T | null): boolean {
  return value === null || among(list, value)
}

export function channelFilter(selector: Selector): (channel: Channel | null) => boolean {
  const channels = selector.channels && channelsOf(selector.channels)
  return (channel) => !channels || (channel !== null && channels.has(channel))
}

function among<T>(list: readonly T[] | undefined, value: T): boolean {
  return !list || list.includes(value)
}
