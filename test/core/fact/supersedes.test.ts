import { memoryStage } from '../../shell/record/memory-stage.ts'
import { supersedesContract } from '../../shell/record/supersedes.contract.ts'

supersedesContract('memory', async () => memoryStage())
