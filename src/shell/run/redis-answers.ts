import { isUp } from '../queue/redis.ts'
import type { Engine } from './engine.ts'

export async function redisAnswers({ queues }: Engine): Promise<boolean> {
  return (await isUp(queues.redis, 200)) && (await queues.redis.ping()) === 'PONG'
}
