export type MailPart = { name: string; type: string; content: string | Uint8Array }

/** A message with attachments by hand (RFC 5322, RFC 2045), so that tests do not trust the library under test. */
export function mail(options: { subject: string; text: string; attachments?: MailPart[] }): string {
  const { subject, text, attachments = [] } = options
  const header = [
    'From: Ann Lee <ann@example.org>',
    'To: Bob <bob@example.org>',
    'Date: Fri, 15 Mar 2024 10:00:00 +0000',
    `Subject: ${subject}`,
    'Message-ID: <1@example.org>',
    'MIME-Version: 1.0',
  ]
  const body = ['Content-Type: text/plain; charset=utf-8', '', text]
  if (attachments.length === 0) return [...header, ...body, ''].join('\r\n')
  const parts = attachments.map(({ name, type, content }) => [
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ])
  const all = [body, ...parts].flatMap((part) => ['--cut', ...part])
  return [...header, 'Content-Type: multipart/mixed; boundary=cut', '', ...all, '--cut--', ''].join('\r\n')
}
