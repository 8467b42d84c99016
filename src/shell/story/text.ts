import type { Zone } from '../../core/base/time.ts'
import { linesUnder, localTime, sentenceOf, waitingSentence } from './sentence.ts'
import type { CaseHead, Story, StoryEntry } from './story.ts'
import { toldOnce } from './told-once.ts'

/** The story for a terminal: head, what happened in order, and what is waited for; times in the person's zone. */
export function storyText(story: Story): string {
  const zone = zoneOf(story.case)
  const lines = [
    ...headLines(story.case),
    '',
    ...(story.truncated ? ['(only the latest entries are shown)'] : []),
    ...toldOnce(story.entries).flatMap((entry) => entryLines(entry, zone)),
    '',
    'Waiting for',
    ...story.waiting.for.map((waiting) => `  ${waitingSentence(waiting, zone)}`),
  ]
  if (story.waiting.for.length === 0) lines.push('  nothing that is known: this case is stuck')
  return `${lines.join('\n')}\n`
}

/** The zone in which the story is told: the first candidate. */
export function zoneOf(head: CaseHead): Zone {
  return head.zones[0] ?? 'UTC'
}

export function headLines(head: CaseHead): string[] {
  const zone = zoneOf(head)
  const others = head.zones.length > 1 ? `, one of ${head.zones.length} candidate zones` : ''
  const state = head.stage ? `${head.state}, stage ${head.stage}` : head.state
  const closed = head.closedOn ? `, closed ${head.closedOn} (${head.closeReason ?? ''})` : ''
  const late = head.anchor ? `, ${head.dpd ?? 0} days past due since ${head.anchor}` : ''
  return [
    `Case ${head.name} (${head.id}): ${state}`,
    `  opened ${head.openedOn}${closed}`,
    `  past due ${head.pastDue} ${head.currency}${partsOf(head)}${late}`,
    `  strategy ${head.strategy} ${head.strategyHash.slice(0, 12)}`,
    `  times in ${zone}${others}; now ${localTime(head.now, zone)}`,
  ]
}

/** The parts of it, and beside it what is disputed by itself; nothing where there is none. */
function partsOf({ apart, currency }: CaseHead): string {
  if (apart === null) return ''
  const shown = (['interest', 'fees', 'disputed'] as const).filter((part) => Number(apart[part]) > 0)
  const words = shown.map((part) =>
    part === 'disputed' ? `${apart.disputed} ${currency} disputed beside it` : `${apart[part]} of it ${part}`,
  )
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function entryLines(entry: StoryEntry, zone: Zone): string[] {
  return [
    `${localTime(entry.at, zone)}  ${entry.entry.padEnd(8)}  ${sentenceOf(entry, zone)}`,
    ...linesUnder(entry, zone).map((line) => `${' '.repeat(28)}${line}`),
  ]
}
