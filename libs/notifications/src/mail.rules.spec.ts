import { mailOf, type Letter } from './mail.rules.js';

const letter: Letter = {
  notificationId: '01913c28-ea00-7115-8ec6-b98e4f73cb5d',
  incidentId: '01913c28-ea00-7115-8ec6-000000000001',
  subject: 'New incident INC-2024-0001: Phishing',
  body: 'it filed an incident.\n\nINC-2024-0001: <b>Phishing</b> & more',
  path: '/incidents/01913c28-ea00-7115-8ec6-000000000001',
  tlp: 'amber',
  reason: 'owner_or_lead',
  to: 'lead@demo.example',
};
const sender = { from: 'Ascribe <ascribe@mail.example>', publicUrl: 'https://ascribe.example' };

describe('A mail', () => {
  it('names its marking in the subject and before the text', () => {
    const mail = mailOf(letter, sender);
    expect(mail.subject).toBe('[TLP:AMBER] New incident INC-2024-0001: Phishing');
    expect(mail.text.startsWith('TLP:AMBER\n')).toBe(true);
  });

  it('has an id that is the same at each repeat, and joins the thread of its case', () => {
    const mail = mailOf(letter, sender);
    expect(mail.messageId).toBe('<01913c28-ea00-7115-8ec6-b98e4f73cb5d@mail.example>');
    expect(mailOf(letter, sender)).toEqual(mail);
    expect(mail.headers).toEqual({
      References: '<incident.01913c28-ea00-7115-8ec6-000000000001@mail.example>',
      'In-Reply-To': '<incident.01913c28-ea00-7115-8ec6-000000000001@mail.example>',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    });
  });

  it('leads to the case, and says why it was sent', () => {
    const { text, html } = mailOf(letter, sender);
    expect(text).toContain('https://ascribe.example/incidents/01913c28-ea00-7115-8ec6-000000000001');
    expect(text).toContain('because you are an owner or a lead');
    expect(html).toContain('href="https://ascribe.example/incidents/01913c28-ea00-7115-8ec6-000000000001"');
  });

  it('takes no markup from a text', () => {
    const { html } = mailOf(letter, sender);
    expect(html).toContain('&lt;b&gt;Phishing&lt;/b&gt; &amp; more');
    expect(html).not.toContain('<b>');
  });

  describe('with a checkpoint of the log', () => {
    const note =
      'ascribe.example/log\n1234\n/CcKVZM9n65aH7jLaIZuUB4/MSlEFQ4+ldwUC21rDHM=\n\n' +
      '\u2014 ascribe.example/log Az3grlgtzPICa5OS8npV\n\u2014 counsel.example/<w> jWbPPwAAAABkGFDLEZMH\n';

    it('has it at its end byte by byte, with what it is for', () => {
      const { text } = mailOf(letter, sender, note);
      const [, between] = /-----BEGIN CHECKPOINT-----\n([^]*)-----END CHECKPOINT-----\n$/.exec(text) ?? [];
      expect(between).toBe(note);
      expect(text).toContain('whoever keeps this mail can later show whether it was rewritten');
      expect(text.indexOf('because you are an owner')).toBeLessThan(text.indexOf('-----BEGIN'));
    });

    it('has the same in HTML, and takes no markup from it', () => {
      const { html } = mailOf(letter, sender, note);
      const [, between = ''] = /<pre>([^]*)<\/pre>/.exec(html) ?? [];
      expect(between).toContain('counsel.example/&lt;w&gt; jWbPPwAAAABkGFDLEZMH');
      expect(between.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(note);
    });

    it('says nothing of a log where there is none', () => {
      const { text, html } = mailOf(letter, sender);
      expect(text + html).not.toMatch(/checkpoint/i);
      expect(mailOf(letter, sender, null)).toEqual(mailOf(letter, sender));
    });
  });

  it('lets no text begin a header of its own or turn the subject around', () => {
    const { subject, to } = mailOf(
      {
        ...letter,
        subject: 'A\r\nBcc: all@evil.example\u0000\u2028B\u202egnp.exe',
        to: 'a@b.example\r\nBcc: c@d.example',
      },
      sender,
    );
    // oxlint-disable-next-line no-control-regex
    expect(subject + to).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
    expect(subject).toBe('[TLP:AMBER] A Bcc: all@evil.example B gnp.exe');
  });
});
