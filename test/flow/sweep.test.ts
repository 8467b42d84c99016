import { sweepContract } from '../shell/deliver/sweep.contract.ts'
import { memoryStage } from '../shell/deliver/memory-stage.ts'

sweepContract('memory', memoryStage)
