import { describe, expect, it } from 'vitest'
import { wrongImports } from './imports.ts'
import { sourceOf, sourcesIn } from './source.ts'

describe('imports run core <- channels <- flow <- shell <- workers, cli', () => {
  it('holds for every file of the project', () => {
    const sources = sourcesIn('src', 'workers', 'demo', 'bench', 'fault')
    expect(sources.length).toBeGreaterThan(20)
    expect(sources.flatMap(wrongImports)).toEqual([])
  })

  it.each([
    ['src/core/decide/x.ts', `import { a } from '../../flow/ports/enqueuer.ts'`],
    ['src/core/decide/x.ts', `import type { A } from '../../shell/memory/world.ts'`],
    ['src/core/decide/x.ts', `import { createHash } from 'node:crypto'`],
    ['src/core/decide/x.ts', `export { a } from 'bullmq'`],
    ['src/core/decide/x.ts', `const a = import('pg')`],
    ['src/core/decide/x.ts', `type A = import('pg').Pool`],
    ['src/channels/sms/x.ts', `import { a } from '../../flow/deliver.ts'`],
    ['src/flow/decide.ts', `import { a } from './record.ts'`],
    ['src/flow/decide.ts', `import { a } from '../shell/pg/database.ts'`],
    ['src/flow/decide.ts', `import pg from 'pg'`],
    ['src/flow/ports/enqueuer.ts', `import type { A } from '../../shell/pg/database.ts'`],
    ['src/shell/pg/x.ts', `import { a } from '../../cli/main.ts'`],
    ['workers/sms.ts', `import { a } from '../src/cli/main.ts'`],
    ['src/shell/run/x.ts', `import { a } from '../../../demo/provider/main.ts'`],
    ['demo/provider/main.ts', `import { a } from '../../src/flow/task.ts'`],
    ['src/cli/up.ts', `import { a } from '../../bench/harness.ts'`],
  ])('the order is broken by %s with %s', (path, text) => {
    expect(wrongImports(sourceOf(path, text))).toHaveLength(1)
  })

  it.each([
    ['src/core/decide/x.ts', `import { a } from '@date-fns/tz'\nimport { b } from '../base/time.ts'`],
    [
      'src/flow/decide.ts',
      `import type { A } from './ports/decide.ts'\nimport { b } from '../core/base/time.ts'`,
    ],
    ['src/shell/pg/x.ts', `import pg from 'pg'\nimport { b } from '../../flow/decide.ts'`],
    ['workers/sms.ts', `import { a } from '../src/shell/run/gather.ts'`],
  ])('the order is kept by %s with %s', (path, text) => {
    expect(wrongImports(sourceOf(path, text))).toEqual([])
  })
})
