import { createTransport } from 'nodemailer';
import type { Mail } from './mail.rules.js';
import { Transport, type Posted, type Posting } from './transport.js';

const CONNECTIONS = 5;
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** Mail by SMTP. The server may have taken what we think failed: a repeat carries the same Message-ID. */
export class SmtpTransport extends Transport {
  readonly atOnce = CONNECTIONS;
  // Connecting, greeting, then a silence before the answer to DATA.
  readonly takesMsMax = 2 * CONNECT_MS + 2 * SILENCE_MS;
  readonly name = 'SMTP';
  private readonly mailer;

  constructor(url: string) {
    super();
    const { protocol, hostname, port, username, password } = new URL(url);
    this.mailer = createTransport({
      pool: true,
      maxConnections: CONNECTIONS,
      host: hostname,
      port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
      secure: protocol === 'smtps:',
      ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // A notification has no attachments: nothing that a text could make the mailer fetch or read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async post(postings: readonly Posting[]): Promise<Posted[]> {
    return await Promise.all(postings.map(async ({ mail }) => await this.send(mail)));
  }

  close(): void {
    this.mailer.close();
  }

  private async send({ from, to, subject, text, html, messageId, headers }: Mail): Promise<Posted> {
    try {
      // As an object: the address is not parsed, and cannot become two.
      await this.mailer.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId,
        headers: { ...headers },
      });
      return { sent: true };
    } catch (error) {
      const { message, responseCode, code } = error as Error & { responseCode?: number; code?: string };
      // RFC 5321, 4.2.1: 5yz is permanent. Said of the recipient or the message; a refused sign-in is our own fault and can be mended.
      const forGood =
        responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
      return { sent: false, why: message, forGood };
    }
  }
}
