import { describe, expect, it } from 'vitest'
import { judgeAddress } from './addresses.ts'

describe('LIB-1.url: what an address is to a link that somebody pasted', () => {
  const cases: [kind: ReturnType<typeof judgeAddress>, addresses: string[]][] = [
    [
      'public',
      ['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::ffff:8.8.8.8', '64:ff9b::808:808'],
    ],
    // This machine, in every form in which IPv6 writes it too.
    [
      'private',
      ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', '::127.0.0.1'],
    ],
    // A translator of the network's own: the IPv4 address may stand in the middle, and the end be anything.
    ['private', ['64:ff9b:1:7f00:0:100:808:808', '64:ff9b:1::808:808']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.1.1', '::ffff:192.168.1.1']],
    ['private', ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', '100.64.0.1']],
    ['never', ['0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255', '240.0.0.1', '192.0.2.1', '2001:db8::1']],
    // Tunnels that carry another address inside.
    ['never', ['2002:7f00:1::', '2001::1', '0.1.2.3']],
    ['never', ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16']],
    ['never', ['', 'localhost', '1.2.3', '127.1', '0x7f000001', '2130706433']],
  ]
  it.each(cases)('%s: %j', (kind, addresses) => {
    expect(Object.fromEntries(addresses.map((address) => [address, judgeAddress(address)]))).toEqual(
      Object.fromEntries(addresses.map((address) => [address, kind])),
    )
  })
})
