import { TASK_CHANNELS } from '../src/core/channel/channel.ts'
import { runProcess } from '../src/shell/run/process.ts'
import { namedWorker } from '../src/shell/run/workers.ts'

const channel = namedWorker(TASK_CHANNELS, process.argv[2])
await runProcess(channel.name, [channel.start])
