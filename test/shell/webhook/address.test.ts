import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, wrongTarget } from '../../../src/shell/webhook/address.ts'
import { poster } from '../../../src/shell/webhook/post.ts'

describe('where events may go', () => {
  it.each([
    'http://example.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://0x7f000001/',
    'https://localhost/x',
    'https://redis.internal/',
    'https://u:p@example.com/',
    'ftp://example.com/',
    'nonsense',
  ])('%s is refused', (url) => {
    expect(wrongTarget(url, { isPrivate: false })).not.toBeNull()
  })

  it('a public address is taken, a name that leads home is not called', async () => {
    expect(wrongTarget('https://example.com/x', { isPrivate: false })).toBeNull()
    expect(['1.1.1.1', '2606:4700::1111'].map(isPublicAddress)).toEqual([true, true])
    expect(['192.168.1.1', 'fd00::1', 'fe80::1', '2002:a00::1', 'x'].map(isPublicAddress)).toEqual(
      Array(5).fill(false),
    )
    const closed = poster({ isPrivate: false, timeoutMs: 2_000, now: () => 0 })
    const letter = { id: 'evt_1', body: '{}', secrets: [] }
    // The machine's own name leads to itself, where it leads anywhere.
    const posted = await closed(`https://${hostname()}:1/`, letter)
    expect(posted).toMatchObject({
      is: 'failed',
      code: expect.stringMatching(/private_target|enotfound|eai_again/),
    })
    closed.close()
  })
})
