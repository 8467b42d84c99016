import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Batches are made here, where nobody looks: a folder of it that stands complete is moved whole. */
const STAGING = '.arrears'

/** What became of a batch that was about to be handed over: it was not, and is gone; it was; only the house knows. */
export type Fate = 'taken_back' | 'out' | 'unknown'

/** It is certain that the batch was not handed over. */
export class NotTaken extends Error {}

/** The place from which a print house takes its batches. */
export interface Outlet {
  /** An empty folder where nobody looks; what earlier tries of the batch have left there is gone, and so is whoever still writes it. */
  stage(batch: string, attempt: string): Promise<string>
  put(staged: string, file: string, content: Buffer | string): Promise<void>
  /** Every byte of it is on the disk. */
  finish(staged: string): Promise<void>
  /** It is seen from now on, whole and under its own name; NotTaken = it surely is not, any other error = nobody knows. `isAgain`: it was told under that name before. */
  handOver(staged: string, batch: string, isAgain?: boolean): Promise<void>
  /** It is taken back, unless it was handed over. One of two succeeds where one does this and another hands it over. */
  takeBack(staged: string): Promise<Fate>
  /** What was put under a name may stay there: a batch that is made anew needs another name. */
  keeps?: true
}

/** An error where the directory itself is not there: it is made by whoever shares it, and another disk that hangs there by mistake is not written to. */
export function outDirectory(path: string): Outlet {
  const at = (staged: string): string => join(path, STAGING, staged)
  return {
    async stage(batch, attempt) {
      await stat(path)
      await mkdir(at(''), { recursive: true, mode: 0o750 })
      for (const left of await readdir(at('')))
        if (left.startsWith(`${batch}~`)) await rm(at(left), { recursive: true, force: true })
      const staged = `${batch}~${attempt}`
      await mkdir(at(staged), { mode: 0o750 })
      return staged
    },
    put: (staged, file, content) => written(join(at(staged), file), content),
    finish: (staged) => synced(at(staged)),
    async handOver(staged, batch) {
      await rename(at(staged), join(path, batch))
      await synced(path)
    },
    async takeBack(staged) {
      await readdir(join(path, STAGING))
      try {
        await rename(at(staged), at(`${staged}.back`))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'out'
        throw error
      }
      await rm(at(`${staged}.back`), { recursive: true, force: true })
      return 'taken_back'
    },
  }
}

async function written(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'w', 0o640)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
