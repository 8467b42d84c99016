import { isoOf } from '../../core/base/time.ts'
import { hasLeft } from '../../core/model/contact-state.ts'
import type { Template } from '../../core/model/template.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { Record } from '../../flow/ports/deliver.ts'
import type { Database } from '../pg/base/database.ts'
import { type Ended, endedLetters, lookedAt } from '../pg/letter/proofs.ts'

export interface ProofDeps {
  db: Database
  config: ConfigPort
  record: Record
}

const PAGE = 200
/** The one refusal that says nothing against the fact. */
const NOT_STORED = 'not_stored'

/** A letter that was posted is the evidence that its template says it is: a law that wants a notice in writing finds it there. A repeat records nothing twice; what could not be stored is told again at the next time. */
export async function recordProofs({ db, config, record }: ProofDeps): Promise<number> {
  const { schedules } = await config.active()
  let total = 0
  let last: Ended | undefined
  for (;;) {
    const page = await endedLetters(db, last, PAGE)
    const proofs = page.flatMap((letter, line) =>
      proofsOf(letter, schedules.templates).map((fact) => ({ fact, source: 'letter', line })),
    )
    const { rejected } = proofs.length > 0 ? await record(proofs) : { rejected: [] }
    const again = new Set(rejected.flatMap(({ code, line }) => (code === NOT_STORED ? [line] : [])))
    const looked = page.filter((_letter, line) => !again.has(line))
    if (looked.length > 0) await lookedAt(db, looked)
    total += proofs.length - rejected.length
    last = page.at(-1)
    if (page.length < PAGE) return total
  }
}

function proofsOf(letter: Ended, templates: readonly Template[]) {
  const { contact, account, at, state } = letter
  if (at === null || !hasLeft(state)) return []
  const proves = templates.find((one) => one.template === letter.template)?.proves ?? []
  return proves.map((evidence) => {
    const key = `letter-${contact}-${evidence}`
    return { type: 'evidence.recorded' as const, at: isoOf(at), account, evidence, value: true, key }
  })
}
