import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mail } from '../../../../test/support/mail.ts'
import { outline, readBytes, readFile, refusalOf } from '../../../../test/support/reading.ts'
import { ReadRefusal } from './reader.ts'

const fixtures = join(import.meta.dirname, '../../../../test/fixtures/mail')

/** Header lines and a body, with the line ends of the wire. */
function message(header: readonly string[], body: string, encoding: BufferEncoding = 'utf8'): Buffer {
  const first = ['From: ann@example.org', 'To: bob@example.org', 'Message-ID: <1@example.org>']
  return Buffer.from([...first, ...header, '', body].join('\r\n'), encoding)
}

function multipart(kind: string, ...parts: readonly string[]): { header: string; body: string } {
  const boundary = `cut-${kind}`
  const body = [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ''].join('\r\n')
  return { header: `Content-Type: multipart/${kind}; boundary="${boundary}"`, body }
}

const bodyOf = (blocks: readonly (readonly [string, string])[]) =>
  blocks.filter(([, text]) => !text.startsWith('From: '))

describe('a message', () => {
  test('LIB-1.eml: subject, header facts, body, quotes and signature', async () => {
    const text = [
      'Dear Bob,\n\nthe boat is\nready.\n',
      'On Friday, Bob wrote:\n> Is it ready?\n>\n>> And when\n>> not?\nYes.\n',
      '-- \nAnn Lee',
    ].join('\n')
    const document = await readBytes('a.eml', mail({ subject: 'The boat', text }))
    expect(outline(document)).toEqual([
      ['heading', 'The boat'],
      [
        'paragraph',
        'From: Ann Lee <ann@example.org>\nTo: Bob <bob@example.org>\nDate: Fri, 15 Mar 2024 10:00:00 +0000\nSubject: The boat',
      ],
      ['paragraph', 'Dear Bob,'],
      ['paragraph', 'the boat is\nready.'],
      ['paragraph', 'On Friday, Bob wrote:'],
      ['quote', 'Is it ready?'],
      ['quote', 'And when\nnot?'],
      ['paragraph', 'Yes.'],
      ['paragraph', '-- \nAnn Lee'],
    ])
    expect({ title: document.title, properties: document.properties }).toEqual({
      title: 'The boat',
      properties: {
        from: 'Ann Lee <ann@example.org>',
        to: 'Bob <bob@example.org>',
        subject: 'The boat',
        created: '2024-03-15T10:00:00.000Z',
        messageId: '<1@example.org>',
      },
    })
  })

  test('what is below “Original Message” is quoted to the end', async () => {
    const text = 'Agreed.\n\n-----Original Message-----\nFrom: Bob\n\nShall we?\n\nBob'
    const blocks = outline(await readBytes('a.eml', mail({ subject: 'Re', text })))
    expect(blocks.slice(2)).toEqual([
      ['paragraph', 'Agreed.'],
      ['quote', '-----Original Message-----\nFrom: Bob'],
      ['quote', 'Shall we?'],
      ['quote', 'Bob'],
    ])
  })

  test('of two forms of one body only one is read; pictures of the text are no attachments, others are', async () => {
    const picture = (extra: string) =>
      `Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n${extra}\r\n\r\niVBORw0KGgo=`
    const html =
      '<html><body><p hidden>preheader</p><h2>Offer</h2><p>Only <b>once</b>.</p><blockquote>Twice?</blockquote><ul><li>one</li></ul></body></html>'
    const alternative = multipart(
      'alternative',
      'Content-Type: text/plain\r\n\r\nOffer: only once.',
      `Content-Type: text/html\r\n\r\n${html}`,
    )
    const related = multipart(
      'related',
      `${alternative.header}\r\n\r\n${alternative.body}`,
      picture('Content-ID: <logo>'),
    )
    const mixed = multipart(
      'mixed',
      `${related.header}\r\n\r\n${related.body}`,
      picture('Content-Disposition: attachment; filename="scan.png"'),
    )
    const document = await readBytes(
      'a.eml',
      message(['Subject: Offer', 'MIME-Version: 1.0', mixed.header], mixed.body),
    )
    expect(outline(document).slice(2)).toEqual([
      ['heading', 'Offer'],
      ['paragraph', 'Only once.'],
      ['quote', 'Twice?'],
      ['list-item', 'one'],
    ])
    expect(document.members?.map(({ path }) => path)).toEqual(['scan.png'])
  })

  test('names in other letters, long and split names, encoded subjects', async () => {
    const attach = (type: string, disposition: string) =>
      `Content-Type: ${type}\r\nContent-Disposition: ${disposition}\r\n\r\nabc`
    const mixed = multipart(
      'mixed',
      attach('text/csv', "attachment; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.csv"),
      attach('text/csv', 'attachment; filename*0*=iso-8859-1\'\'gr%F6%DFe; filename*1=".csv"'),
      attach('text/csv; name="=?koi8-r?B?8NLJ18XU?=.csv"', 'attachment'),
      attach('text/csv', 'attachment; filename="../../etc/passwd"'),
      attach('text/csv', 'attachment; filename="..\\\\..\\\\etc\\\\passwd"'),
    )
    const subject = 'Subject: =?utf-8?B?2KrZgtix2YrYsQ==?= =?utf-8?Q?_2024:_caf=C3=A9?='
    const document = await readBytes('a.eml', message([subject, mixed.header], mixed.body))
    expect(document.title).toBe('تقرير 2024: café')
    expect(document.members?.map(({ path }) => path)).toEqual([
      'تقرير.csv',
      'größe.csv',
      'Привет.csv',
      'etc/passwd',
      'etc/passwd (2)',
    ])
  })

  test('Shift-JIS, KOI8-R, Arabic beside English, and bytes that nothing declares', async () => {
    const koi8 = (text: string) => Buffer.from(text, 'latin1')
    const declared = (charset: string) => [
      'Subject: x',
      'MIME-Version: 1.0',
      `Content-Type: text/plain; charset=${charset}`,
      'Content-Transfer-Encoding: 8bit',
    ]
    const sent = [
      Buffer.concat([message(declared('Shift_JIS'), ''), Buffer.from('8356837483678357834F', 'hex')]),
      Buffer.concat([message(declared('koi8-r'), ''), koi8('\xf0\xd2\xc9\xd7\xc5\xd4, \xcd\xc9\xd2!')]),
      message(declared('utf-8'), 'The word سلام means peace.'),
      Buffer.concat([
        message(['Subject: x'], ''),
        koi8(
          '\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1? \xfa\xc1\xd7\xd4\xd2\xc1 \xd7\xd3\xd4\xd2\xc5\xde\xc1 \xd7 \xd4\xd2\xc9 \xde\xc1\xd3\xc1.',
        ),
      ]),
    ]
    const texts = await Promise.all(
      sent.map(async (bytes) => bodyOf(outline(await readBytes('a.eml', bytes))).at(-1)?.[1]),
    )
    expect(texts).toEqual([
      'シフトジグ',
      'Привет, мир!',
      'The word سلام means peace.',
      'Привет, как дела? Завтра встреча в три часа.',
    ])
  })

  test('a header in plain 8-bit letters is read by the charset of the body', async () => {
    const bytes = message(
      ['Subject: Gr\xfc\xdfe aus K\xf6ln', 'Content-Type: text/plain; charset=iso-8859-1'],
      'Sch\xf6n.',
      'latin1',
    )
    expect(outline(await readBytes('a.eml', bytes))).toMatchObject([
      ['heading', 'Grüße aus Köln'],
      ['paragraph', expect.stringContaining('Subject: Grüße aus Köln')],
      ['paragraph', 'Schön.'],
    ])
  })

  test('a forwarded message is an attachment, not text of this one', async () => {
    const inner = mail({ subject: 'Inner', text: 'The inner text.' })
    const mixed = multipart(
      'mixed',
      'Content-Type: text/plain\r\n\r\nSee below.',
      `Content-Type: message/rfc822\r\n\r\n${inner}`,
    )
    const document = await readBytes('a.eml', message(['Subject: Fwd', mixed.header], mixed.body))
    const [forwarded] = document.members ?? []
    expect([document.text.includes('The inner text.'), forwarded?.path]).toEqual([false, 'message.eml'])
    expect((await readBytes('message.eml', forwarded?.bytes ?? '')).title).toBe('Inner')
  })

  test('what Outlook packs for itself is named, not read', async () => {
    const mixed = multipart(
      'mixed',
      'Content-Type: text/plain\r\n\r\nHello.',
      'Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx',
    )
    const document = await readBytes('a.eml', message(['Subject: x', mixed.header], mixed.body))
    expect([document.warnings, document.members]).toEqual([[{ code: 'WINMAIL_IGNORED', page: null }], []])
  })

  test('LIB-2.encrypted: S/MIME and PGP, as parts and in the text; a signed message is read', async () => {
    const smime = message(
      [
        'Subject: x',
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
        'Content-Transfer-Encoding: base64',
      ],
      'MIAGCSqGSIb3DQEHA6CA',
    )
    const pgp = multipart(
      'encrypted',
      'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1',
      'Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nabc\r\n-----END PGP MESSAGE-----',
    )
    const inline = '-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----'
    const closed = [smime, message(['Subject: x', pgp.header], pgp.body), message(['Subject: x'], inline)]
    expect(await Promise.all(closed.map((bytes) => refusalOf(readBytes('a.eml', bytes))))).toEqual(
      Array(3).fill('FILE_ENCRYPTED'),
    )
    const signed = multipart(
      'signed',
      'Content-Type: text/plain\r\n\r\nMy word.',
      'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nabc',
    )
    const document = await readBytes('a.eml', message(['Subject: x', signed.header], signed.body))
    expect([outline(document).at(-1), document.members]).toEqual([['paragraph', 'My word.'], []])
  })

  test('a text that is packed into its signature is read; an encrypted one is refused', async () => {
    for (const name of ['signed.eml', 'signed-stream.eml']) {
      const document = await readFile(join(fixtures, name))
      expect(outline(document).at(-1)).toEqual(['paragraph', 'The signed sentence: naïve café.'])
      expect(document.members).toEqual([])
    }
    expect(await refusalOf(readFile(join(fixtures, 'encrypted.eml')))).toBe('FILE_ENCRYPTED')
  })

  test('LIB-2.truncated: parts without an end, lines without a header, headers without a body', async () => {
    const cut = multipart('mixed', 'Content-Type: text/plain\r\n\r\nThe beginning of', '')
    const texts = await Promise.all(
      [
        message(['Subject: x', cut.header], cut.body.slice(0, 58)),
        message(['Subject: x', 'this is no header line', 'Content-Type: text/html'], '<p>Body'),
        message(['Subject: only this'], ''),
      ].map(async (bytes) => outline(await readBytes('a.eml', bytes)).at(-1)?.[1]),
    )
    expect(texts).toEqual(['The beginning of', 'Body', expect.stringContaining('Subject: only this')])
  })

  test('LIB-2.zip-bomb: ten thousand parts are read, parts nested without end are refused', async () => {
    const many = multipart(
      'mixed',
      ...Array.from(
        { length: 10_000 },
        (_, index) => `Content-Disposition: attachment; filename="a.txt"\r\n\r\n${index}`,
      ),
    )
    const document = await readBytes('a.eml', message(['Subject: many', many.header], many.body))
    expect(document.members).toHaveLength(10_000)
    expect(new Set(document.members?.map(({ path }) => path)).size).toBe(10_000)
    const deep = Array.from(
      { length: 5_000 },
      (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`,
    )
    expect(await refusalOf(readBytes('a.eml', message(['Subject: deep', deep.join('').trim()], '')))).toBe(
      'ARCHIVE_LIMIT',
    )
  })
})

describe('a mailbox', () => {
  test('LIB-1.mbox: each message is a page; a quoted “From ” is text again; a bad message costs only itself', async () => {
    const box = [
      'From ann@example.org Mon Jun  1 10:00:00 2009',
      'Subject: First',
      '',
      'From Monday on we meet at ten.',
      '>From the start.',
      '>>From twice.',
      '',
      'From - Tue Jun 02 10:00:00 2009',
      'Subject: Second',
      'Content-Type: multipart/encrypted; boundary=b',
      '',
      '--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--',
      '',
      'From 1512345@xxx Tue Aug 18 12:00:00 +0000 2015',
      '',
      'No header at all.',
      '',
    ].join('\n')
    const document = await readBytes('box', box)
    expect(document.blocks.map(({ kind, page, start, end }) => [page, kind, document.text.slice(start, end)])).toEqual([
      [1, 'heading', 'First'],
      [1, 'paragraph', 'Subject: First'],
      [1, 'paragraph', 'From Monday on we meet at ten.\nFrom the start.'],
      [1, 'quote', 'From twice.'],
      [2, 'heading', 'Second'],
      [2, 'paragraph', 'Subject: Second'],
      [3, 'heading', '1512345@xxx Tue Aug 18 12:00:00 +0000 2015'],
      [3, 'paragraph', 'No header at all.'],
    ])
    expect({ title: document.title, warnings: document.warnings }).toEqual({
      title: null,
      warnings: [{ code: 'MESSAGE_ENCRYPTED', page: 2 }],
    })
  })
})

describe('a message of Outlook', () => {
  test('names, body, quotes and attachments, the message inside it too', async () => {
    const document = await readFile(join(fixtures, 'plain.msg'))
    expect(outline(document)).toEqual([
      ['heading', 'Budget 2024: الميزانية'],
      [
        'paragraph',
        'From: Amira Haddad <amira@example.org>\nTo: Jörg Weiß <joerg@example.org>\nCc: Board <board@example.org>\n' +
          'Date: Fri, 15 Mar 2024 10:00:00 GMT\nSubject: Budget 2024: الميزانية',
      ],
      ['paragraph', 'Dear Jörg,'],
      ['paragraph', 'the budget is 48,000 €.'],
      ['quote', 'What is the budget?\nAnd when?'],
      ['paragraph', 'مع أطيب التحيات\nAmira'],
    ])
    const [figures, earlier] = document.members ?? []
    expect([figures?.path, Buffer.from(figures?.bytes ?? []).toString()]).toEqual([
      'figures.csv',
      'year,budget\r\n2024,48000\r\n',
    ])
    const inner = await readBytes(earlier?.path ?? '', earlier?.bytes ?? '')
    expect([inner.type, inner.title, outline(inner).at(-1)?.[1]]).toEqual([
      'msg',
      'Earlier note',
      'The earlier budget was 41,500 €.',
    ])
  })

  test('HTML in the code page that the message names; its picture is no attachment', async () => {
    const document = await readFile(join(fixtures, 'html.msg'))
    expect([outline(document).slice(2), document.members]).toEqual([
      [
        ['heading', 'Протокол'],
        ['paragraph', 'Решение: купить сервер.'],
        ['list-item', 'срок: май'],
        ['quote', 'Когда?'],
      ],
      [],
    ])
  })

  test('a body that is RTF alone', async () => {
    const document = await readFile(join(fixtures, 'rtf.msg'))
    expect(outline(document).slice(2)).toEqual([
      ['paragraph', 'Only bold text: café.'],
      ['paragraph', 'Second line.'],
    ])
  })

  test('LIB-2.encrypted: S/MIME', async () => {
    expect(await refusalOf(readFile(join(fixtures, 'encrypted.msg')))).toBe('FILE_ENCRYPTED')
  })

  test('LIB-2.isolation: chains of sectors and a tree that lead in circles are cut, and what is there is read', async () => {
    const whole = readFileSync(join(fixtures, 'plain.msg'))
    const table = (whole.readInt32LE(76) + 1) * 512
    const directory = (whole.readInt32LE(48) + 1) * 512
    const smallTable = (whole.readInt32LE(60) + 1) * 512
    const mostNumbers = Buffer.alloc(4, 0x7f)
    const circles: Record<string, (bytes: Buffer) => void> = {
      directory: (bytes) => bytes.writeInt32LE(bytes.readInt32LE(48), table + bytes.readInt32LE(48) * 4),
      'small sectors': (bytes) => {
        for (let sector = 0; sector < 128; sector++) bytes.writeInt32LE(sector, smallTable + sector * 4)
      },
      'root of the tree': (bytes) => bytes.writeInt32LE(0, directory + 76),
      'sibling of itself': (bytes) => bytes.writeInt32LE(1, directory + 128 + 68),
      counts: (bytes) => {
        for (const at of [44, 64, 72]) bytes.set(mostNumbers, at)
      },
      'lengths of streams': (bytes) => {
        for (let entry = directory + 128; entry < directory + 512; entry += 128) bytes.set(mostNumbers, entry + 120)
      },
    }
    for (const [what, damage] of Object.entries(circles)) {
      const bytes = Buffer.from(whole)
      damage(bytes)
      const outcome = await readBytes('a.msg', bytes).then(
        ({ warnings }) => warnings.map(({ code }) => code),
        (error: unknown) => (error instanceof ReadRefusal ? error.code : error),
      )
      expect([['MESSAGE_PARTS_DAMAGED'], 'FILE_DAMAGED', 'FILE_EMPTY'], what).toContainEqual(outcome)
    }
  })

  test('LIB-2.truncated: a file that is cut off is damaged, at whatever place', async () => {
    const whole = readFileSync(join(fixtures, 'plain.msg'))
    const cuts = [600, 1_100, 3_000, 5_000]
    const codes = await Promise.all(
      cuts.map(async (length) => {
        try {
          return (await readBytes('a.msg', whole.subarray(0, length))).type
        } catch {
          return refusalOf(readBytes('a.msg', whole.subarray(0, length)))
        }
      }),
    )
    expect(codes.filter((code) => !/^(FILE_DAMAGED|FILE_TYPE_UNSUPPORTED|FILE_TYPE_LEGACY|msg)$/.test(code))).toEqual(
      [],
    )
  })
})
