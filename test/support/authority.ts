import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Authority {
  /** The file of its certificate. */
  ca: string
  key: string
  cert: string
}

/** A private authority, and what it signed for a server, usually one at 127.0.0.1. */
export function authorityIn(
  folder: string,
  name: string,
  signedFor = 'IP:127.0.0.1,DNS:localhost',
): Authority {
  const at = (end: string): string => join(folder, `${name}-${end}`)
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  )
  openssl('req', ...fresh, '-keyout', at('key.pem'), '-out', at('csr.pem'), '-subj', '/CN=server')
  writeFileSync(at('ext'), `subjectAltName=${signedFor}`)
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('ext')]
  openssl('x509', '-req', '-in', at('csr.pem'), ...signing, '-out', at('cert.pem'), '-days', '2')
  return { ca: at('ca.pem'), key: at('key.pem'), cert: at('cert.pem') }
}
