import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ALARMS } from '../../../src/core/alarm/alarms.ts'
import { alertOf, alertRules } from '../../../src/shell/alarm/rules.ts'
import { runbook } from '../../../src/shell/alarm/runbook.ts'
import { testApi, type TestApi } from './api.ts'

interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; description: string; runbook: string }
}

let api: TestApi
beforeAll(async () => {
  api = await testApi(() => ({ invariants: async () => ({ I1: 0 }) }))
})
afterAll(() => api.close())

const rules = (): Rule[] =>
  (parse(readFileSync('docs/alerts.yaml', 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  )

/** `npx vitest run --project served test/shell/http/alert-rules.test.ts -u` writes both anew. */
test('the rules and the runbook are what the alarms say', async () => {
  await expect(alertRules()).toMatchFileSnapshot('../../../docs/alerts.yaml')
  await expect(runbook()).toMatchFileSnapshot('../../../docs/runbook.md')
})

test('every alarm has a rule on a gauge of /metrics, and a line in the runbook', async () => {
  const { body } = await api.app.inject({ url: '/metrics' })
  const page = readFileSync('docs/runbook.md', 'utf8')
  expect(rules().map(({ alert }) => alert)).toEqual([...ALARMS.map(alertOf), 'ArrearsUnseen'])
  for (const rule of rules()) {
    const [, absent, metric, limit] =
      /^(absent)?\(?(arrears_[a-z_]+)\)?(?: [<>] (\d+))?$/.exec(rule.expr) ?? []
    expect(body).toContain(`# TYPE ${metric} gauge\n`)
    expect(absent === undefined).toBe(limit !== undefined)
    expect(rule.for).toMatch(/^\d+[sm]$/)
    expect(['page', 'ticket']).toContain(rule.labels.severity)
    for (const [, label] of rule.annotations.summary.matchAll(/\$labels\.(\w+)/g))
      expect(rule.annotations.summary).toContain(`${label} {{`)
    const [file, heading = ''] = rule.annotations.runbook.split('#')
    expect([file, page.includes(`\n## ${heading}\n\`${rule.alert}\``)]).toEqual(['docs/runbook.md', true])
  }
})

test('Prometheus itself takes the rules, where it is at hand', () => {
  const checked = spawnSync('promtool', ['check', 'rules', 'docs/alerts.yaml'], { encoding: 'utf8' })
  if (checked.error) return
  expect(`${checked.stdout}${checked.stderr}`).toContain(`SUCCESS: ${ALARMS.length + 1} rules found`)
})
