import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** Networks that nobody outside reaches: what is there is not for whoever may name an address. */
const PRIVATE: readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
]
/** One block of IPv6 is given to the public; ways back to IPv4 and documentation stand in it. */
const PUBLIC_6 = ['2000::', 3] as const
const NOT_PUBLIC_6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const closed = new BlockList()
for (const [network, bits, family] of PRIVATE) closed.addSubnet(network, bits, family)
for (const [network, bits] of NOT_PUBLIC_6) closed.addSubnet(network, bits, 'ipv6')
const open6 = new BlockList()
open6.addSubnet(PUBLIC_6[0], PUBLIC_6[1], 'ipv6')

/** Whether the address is of the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, 'ipv4')
    case 6:
      return open6.check(address, 'ipv6') && !closed.check(address, 'ipv6')
    default:
      return false
  }
}

/** Why events may not go to such an address; null = they may, as far as its text says. */
export function wrongTarget(url: string, { isPrivate }: { isPrivate: boolean }): string | null {
  if (!URL.canParse(url)) return 'no address such as https://example.com/arrears'
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return 'an address holds no password: what is sent is signed'
  if (protocol !== 'https:' && !(isPrivate && protocol === 'http:')) return 'https alone is taken'
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isPrivate) return null
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : 'an address of a private network'
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host) ? 'a name of a private network' : null
}

export class PrivateTarget extends Error {
  readonly code = 'private_target'
}

/** Names are looked up by the connection itself, and it goes to no other address than the one that was judged. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error) return callback(error, '', 0)
    if (!first || addresses.some(({ address }) => !isPublicAddress(address)))
      return callback(new PrivateTarget('the name leads to a private network'), '', 0)
    if (options.all) return callback(null, addresses)
    return callback(null, first.address, isIPv6(first.address) ? 6 : 4)
  })
}
