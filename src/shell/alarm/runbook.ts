import type { AlarmFile } from '../../core/alarm/alarm-file.ts'
import { alarmFile, ALARMS } from '../../core/alarm/alarms.ts'
import { alertOf, exprOf, severityOf } from './rules.ts'

const HEAD = `# What rings, when, and what to do

Each alarm is a line in \`alarms\` of \`GET /health\`, a gauge of \`/metrics\` and a rule of docs/alerts.yaml. The time beside it is from the fault until the gauge passes its limit, at most; the rule waits one minute more, and your scrape interval comes on top. \`/health\` answers 503 where it says so, and 200 with a warning otherwise. Work that waits for people is no alarm: a call that nobody takes, a task that nobody answers, a brake that somebody set.

This page is made from \`src/core/alarm/alarms.ts\`, and a test compares.

| Alarm | It rings where | after | \`/health\` | severity |
|---|---|---|---|---|
`

/** The page that says of every alarm what it means and what to do. */
export function runbook(): string {
  const rows = ALARMS.map((name) => rowOf(name, alarmFile(name))).join('\n')
  const parts = ALARMS.map((name) => partOf(name, alarmFile(name))).join('\n')
  return `${HEAD}${rows}\n\n${parts}\n${UNSEEN}`
}

function rowOf(name: string, file: AlarmFile): string {
  const after = file.ringsAfter === 0 ? 'at once' : `${file.ringsAfter} s`
  const clock = file.byRealClock ? ' (not in virtual time)' : ''
  return `| [\`${name}\`](#${name}) | \`${exprOf(file)}\`${clock} | ${after} | ${file.fails ? '503' : 'warning'} | ${severityOf(file)} |`
}

function partOf(name: string, file: AlarmFile): string {
  const example = Object.fromEntries(file.labels.map((label) => [label, label.toUpperCase()]))
  const limit = 'above' in file.limit ? file.limit.above + 1 : file.limit.below - 1
  return `## ${name}
\`${alertOf(name)}\`. The gauge: ${lowered(file.measures)}. It says, for instance: "${file.says(example, limit)}".

${file.wayOut}
`
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

const UNSEEN = `## unseen
\`ArrearsUnseen\`. Nobody answers \`/metrics\`: the API is away, or Prometheus does not scrape it.

Start the API, or mend the scrape. While nobody measures, nothing else here rings.
`
