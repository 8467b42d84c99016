import type { StoryEntry, StoryReason } from './story.ts'

/** A decision that names a contact and the contact itself were judged alike: the law is told once, where the contact stands. */
export function toldOnce(entries: readonly StoryEntry[]): StoryEntry[] {
  const ofContact = new Map<number, Set<string>>()
  for (const entry of entries) {
    if (entry.entry === 'contact') ofContact.set(entry.id, new Set(entry.reasons.map(nameOf)))
  }
  return entries.map((entry) => {
    if (entry.entry !== 'decision' || entry.contact === null) return entry
    const told = ofContact.get(entry.contact)
    return told ? { ...entry, reasons: entry.reasons.filter((reason) => !told.has(nameOf(reason))) } : entry
  })
}

function nameOf({ rule, pack, text, effect, liftsAt }: StoryReason): string {
  return JSON.stringify([rule, pack, text, effect, liftsAt])
}
