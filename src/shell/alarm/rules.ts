import { stringify } from 'yaml'
import type { AlarmFile } from '../../core/alarm/alarm-file.ts'
import { type AlarmName, alarmFile, ALARMS } from '../../core/alarm/alarms.ts'

/** A scrape that saw it once may have caught a passing moment. */
const HOLDS_FOR = '1m'
const HEAD = `# Alert rules for Prometheus. Each alarm of the engine has one; docs/runbook.md says what to do.
# They are made from src/core/alarm/alarms.ts, and a test compares.
`

/** The rule file for Prometheus: one alert per alarm, and one for an API that is not scraped. */
export function alertRules(): string {
  const rules = [...ALARMS.map((name) => ruleOf(name, alarmFile(name))), UNSEEN]
  return HEAD + stringify({ groups: [{ name: 'arrears', rules }] }, { lineWidth: 0 })
}

const UNSEEN = {
  alert: 'ArrearsUnseen',
  expr: 'absent(arrears_postgres_up)',
  for: '2m',
  labels: { severity: 'page' },
  annotations: {
    summary: 'Nobody answers /metrics: the API is away, or is not scraped',
    description: 'Start the API, or mend the scrape. While nobody measures, nothing else here rings.',
    runbook: 'docs/runbook.md#unseen',
  },
}

function ruleOf(name: AlarmName, file: AlarmFile): Record<string, unknown> {
  return {
    alert: alertOf(name),
    expr: exprOf(file),
    for: HOLDS_FOR,
    labels: { severity: severityOf(file) },
    annotations: {
      summary: file.measures + placeOf(file),
      description: file.wayOut,
      runbook: `docs/runbook.md#${name}`,
    },
  }
}

export function exprOf({ metric, limit }: AlarmFile): string {
  return 'above' in limit ? `${metric} > ${limit.above}` : `${metric} < ${limit.below}`
}

/** `worker_silent` is ArrearsWorkerSilent. */
export function alertOf(name: string): string {
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `Arrears${words.join('')}`
}

/** Somebody is woken where the engine stands still or has broken a promise; the rest is for the morning. */
export function severityOf({ fails, promise }: AlarmFile): string {
  return fails || promise ? 'page' : 'ticket'
}

function placeOf({ labels }: AlarmFile): string {
  if (labels.length === 0) return ''
  return ` (${labels.map((label) => `${label} {{ $labels.${label} }}`).join(', ')}: {{ $value }})`
}
