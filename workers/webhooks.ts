import { runProcess } from '../src/shell/run/process.ts'
import { WORKERS } from '../src/shell/run/workers.ts'

await runProcess('webhooks', [WORKERS.webhooks])
