import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRunning } from '../../../src/shell/local/process-of.ts'
import { until } from '../../support/until.ts'

const PROGRAM = `
  import { startPrivateServers } from './src/shell/local/private-servers.ts'
  const { folder } = await startPrivateServers({ purpose: 'killed', careless: true })
  console.log(folder)
  setInterval(() => {}, 1000)`

test('the servers and their folder go too where the process that started them is killed', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const folder = line.toString().trim()
  const pids = ['postgres/postmaster.pid', 'redis.pid'].map((file) =>
    Number.parseInt(readFileSync(join(folder, file), 'utf8'), 10),
  )
  const alive = () => pids.map((pid) => isRunning(pid, 'redis') || isRunning(pid, 'postgres'))
  expect(alive()).toEqual([true, true])

  child.kill('SIGKILL')
  await until(async () => !existsSync(folder))
  expect(alive()).toEqual([false, false])
})
