import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { ProblemAnswer } from './answer/error.ts'

/** Problems and warnings that an answer lists; all are counted. */
const LISTED = 1_000

/** What became of a page of rows. */
export interface PageOutcome {
  taken: number
  same: number
  rejected: Problem[]
  warnings: Problem[]
  /** Every row by its line. */
  lines: LineAnswer[]
}

/** What is answered for a whole request. */
export const FactsAnswer = z.strictObject({
  taken: z.number().int().describe('stored now'),
  same: z.number().int().describe('known already, with the same body'),
  rejected: z.array(ProblemAnswer).describe(`the first ${LISTED}`),
  rejectedCount: z.number().int().describe('rows'),
  rejectedCodes: z.record(z.string(), z.number().int()).describe('how many problems of each code'),
  warnings: z.array(ProblemAnswer).describe(`about rows that were taken all the same; the first ${LISTED}`),
})
export type FactsAnswer = z.infer<typeof FactsAnswer>

/** One line of the answer to whoever accepts NDJSON. */
export const LineAnswer = z.strictObject({
  line: z.number().int().describe('1, 2, ... in the request; 0 = the only row'),
  outcome: z.enum(['taken', 'same', 'rejected']),
  problems: z.array(ProblemAnswer).optional(),
})
export type LineAnswer = z.infer<typeof LineAnswer>

export function noFacts(): FactsAnswer {
  return { taken: 0, same: 0, rejected: [], rejectedCount: 0, rejectedCodes: {}, warnings: [] }
}

export function addPage(total: FactsAnswer, { taken, same, rejected, warnings }: PageOutcome): void {
  total.taken += taken
  total.same += same
  total.rejectedCount += new Set(rejected.map((problem) => problem.line)).size
  for (const { code } of rejected) total.rejectedCodes[code] = (total.rejectedCodes[code] ?? 0) + 1
  total.rejected.push(...rejected.slice(0, LISTED - total.rejected.length).map(toldOf))
  total.warnings.push(...warnings.slice(0, LISTED - total.warnings.length).map(toldOf))
}

/** Every row of a page has its line, in their order. */
export function linesOf(
  became: ReadonlyMap<number, 'taken' | 'same' | 'refused'>,
  { rejected, warnings }: Pick<PageOutcome, 'rejected' | 'warnings'>,
): LineAnswer[] {
  const problems = byLineOf(rejected)
  const remarks = byLineOf(warnings)
  return [...became].map(([line, what]) => {
    const told = [...(problems.get(line) ?? []), ...(remarks.get(line) ?? [])].map(toldOf)
    const outcome = what === 'refused' || problems.has(line) ? 'rejected' : what
    return { line, outcome, ...(told.length > 0 && { problems: told }) }
  })
}

function byLineOf(problems: readonly Problem[]): Map<number, Problem[]> {
  const byLine = new Map<number, Problem[]>()
  for (const problem of problems) {
    const line = problem.line ?? 0
    byLine.set(line, [...(byLine.get(line) ?? []), problem])
  }
  return byLine
}

function toldOf(problem: Problem): z.infer<typeof ProblemAnswer> {
  const { line, code, path, message, suggestion } = problem
  return { ...(line && { line }), code, ...(path && { path }), message, ...(suggestion && { suggestion }) }
}
