import type { DossierTask } from '../../../core/model/dossier.ts'
import { columns } from '../base/columns.ts'

/** What humans were asked, as deciding looks at it. */
export const ASKED = columns<DossierTask>({
  task: 'id int8',
  kind: 'kind text',
  case: 'case_id int8?',
  account: 'account_id int8?',
  rule: 'rule text?',
  step: 'step text?',
  episode: 'episode date?',
  role: 'role text',
  due: 'due timestamptz',
  answer: 'resolution text?',
  answeredAt: 'resolved_at timestamptz?',
})
