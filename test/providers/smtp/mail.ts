/** Messages as mail servers and people write them, after the examples of RFC 3464 and RFC 5965. */

export const REFERENCE = '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11'
export const DOMAIN = 'bounces.lender.example'
const OURS = `Return-Path: <${REFERENCE}@${DOMAIN}>
From: Lender <service@lender.example>
To: lin@mail.example
Subject: Account A1
Message-ID: <${REFERENCE}@${DOMAIN}>
`

interface Bounce {
  action: string
  status: string
  /** It names us in the address that it goes to; false = in what comes back alone. */
  addressed?: boolean
  /** What the other server said, as it is quoted. */
  diagnostic?: string
  /** Groups of fields of other mailboxes to which the address leads, behind the first. */
  more?: string
}

/** RFC 3464, appendix E. */
export function bounce({
  action,
  status,
  addressed = true,
  diagnostic = '550 lin@mail.example',
  more = '',
}: Bounce): string {
  return crlf(`Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example>
To: ${addressed ? `${REFERENCE}@${DOMAIN}` : 'postmaster@lender.example'}
Message-ID: <199407072116.RAA14128@mail.example>
Date: Thu, 7 Jul 1994 17:16:05 -0400
Subject: Returned mail: User unknown
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

   ----- The following addresses had delivery problems -----
<lin@mail.example>  (unrecoverable error)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Original-Envelope-Id: x

Final-Recipient: rfc822;lin@mail.example
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; ${diagnostic}
  user unknown
${more}
--b
Content-Type: message/rfc822

${OURS}
Hello
--b--
`)
}

/** RFC 5965, appendix B. */
export function complaint(type: string, redacted?: string): string {
  return crlf(`From: <abusedesk@mail.example>
Date: Thu, 8 Mar 2005 17:40:36 EDT
Subject: FW: Account A1
To: <abuse@lender.example>
Message-ID: <20030712040037.46341@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
${redacted ?? `Original-Mail-From: <${REFERENCE}@${DOMAIN}>`}

--part1
Content-Type: message/rfc822
Content-Disposition: inline

${redacted === undefined ? OURS : 'Subject: Account A1\n'}
Spam Spam Spam
--part1--
`)
}

interface Answer {
  text: string
  subject?: string
  head?: string
  type?: string
}

/** A debtor's answer. */
export function answer({
  text,
  subject = 'Re: Account A1',
  head = '',
  type = 'text/plain; charset=utf-8',
}: Answer): string {
  return crlf(`From: Lin Wu <Lin@mail.example>
To: answers@lender.example
Message-ID: <answer-1@mail.example>
Subject: ${subject}
${head}MIME-Version: 1.0
Content-Type: ${type}
Content-Transfer-Encoding: 8bit

${text}
`)
}

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n')
}
