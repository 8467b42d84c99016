import { decideContract } from '../shell/decide/decide.contract.ts'
import { holdsAndTasksContract } from '../shell/decide/holds-and-tasks.contract.ts'
import { parkedContract } from '../shell/decide/parked.contract.ts'
import { memoryStage } from '../shell/decide/memory-stage.ts'

decideContract('memory', memoryStage)
holdsAndTasksContract('memory', memoryStage)
parkedContract('memory', memoryStage)
