/**
 * A starter catalogue of ATT&CK techniques (enterprise, v18.1): those that matter where people are phished and their
 * mail is taken. Ids and names as data; a finding may name any other id, which then has no name here.
 *
 * (c) 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE
 * Corporation. The MITRE Corporation (MITRE) hereby grants you a non-exclusive, royalty-free license to use ATT&CK(R)
 * for research, development, and commercial purposes. Any copy you make for such purposes is authorized provided that
 * you reproduce MITRE's copyright designation and this license in any such copy.
 */
export const TECHNIQUES_NOTICE =
  '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.';

export interface Technique {
  /** `T1566.002` */
  readonly id: string;
  readonly name: string;
}

const NAMES = {
  T1003: 'OS Credential Dumping',
  T1005: 'Data from Local System',
  T1020: 'Automated Exfiltration',
  T1027: 'Obfuscated Files or Information',
  T1036: 'Masquerading',
  T1041: 'Exfiltration Over C2 Channel',
  T1048: 'Exfiltration Over Alternative Protocol',
  'T1053.005': 'Scheduled Task/Job: Scheduled Task',
  T1056: 'Input Capture',
  'T1056.001': 'Input Capture: Keylogging',
  T1059: 'Command and Scripting Interpreter',
  'T1059.001': 'Command and Scripting Interpreter: PowerShell',
  T1070: 'Indicator Removal',
  'T1071.001': 'Application Layer Protocol: Web Protocols',
  T1078: 'Valid Accounts',
  'T1078.004': 'Valid Accounts: Cloud Accounts',
  T1087: 'Account Discovery',
  'T1087.003': 'Account Discovery: Email Account',
  'T1087.004': 'Account Discovery: Cloud Account',
  T1090: 'Proxy',
  'T1090.003': 'Proxy: Multi-hop Proxy',
  T1091: 'Replication Through Removable Media',
  T1098: 'Account Manipulation',
  'T1098.001': 'Account Manipulation: Additional Cloud Credentials',
  'T1098.002': 'Account Manipulation: Additional Email Delegate Permissions',
  'T1098.005': 'Account Manipulation: Device Registration',
  T1102: 'Web Service',
  T1105: 'Ingress Tool Transfer',
  T1110: 'Brute Force',
  'T1110.001': 'Brute Force: Password Guessing',
  'T1110.002': 'Brute Force: Password Cracking',
  'T1110.003': 'Brute Force: Password Spraying',
  'T1110.004': 'Brute Force: Credential Stuffing',
  T1111: 'Multi-Factor Authentication Interception',
  T1113: 'Screen Capture',
  T1114: 'Email Collection',
  'T1114.001': 'Email Collection: Local Email Collection',
  'T1114.002': 'Email Collection: Remote Email Collection',
  'T1114.003': 'Email Collection: Email Forwarding Rule',
  T1119: 'Automated Collection',
  T1133: 'External Remote Services',
  T1136: 'Create Account',
  'T1137.005': 'Office Application Startup: Outlook Rules',
  T1176: 'Software Extensions',
  T1189: 'Drive-by Compromise',
  T1190: 'Exploit Public-Facing Application',
  T1195: 'Supply Chain Compromise',
  T1199: 'Trusted Relationship',
  T1203: 'Exploitation for Client Execution',
  T1204: 'User Execution',
  'T1204.001': 'User Execution: Malicious Link',
  'T1204.002': 'User Execution: Malicious File',
  T1212: 'Exploitation for Credential Access',
  T1213: 'Data from Information Repositories',
  'T1213.002': 'Data from Information Repositories: Sharepoint',
  T1219: 'Remote Access Tools',
  T1485: 'Data Destruction',
  T1486: 'Data Encrypted for Impact',
  T1491: 'Defacement',
  T1498: 'Network Denial of Service',
  T1526: 'Cloud Service Discovery',
  T1528: 'Steal Application Access Token',
  T1530: 'Data from Cloud Storage',
  T1531: 'Account Access Removal',
  T1534: 'Internal Spearphishing',
  T1537: 'Transfer Data to Cloud Account',
  T1538: 'Cloud Service Dashboard',
  T1539: 'Steal Web Session Cookie',
  'T1547.001': 'Boot or Logon Autostart Execution: Registry Run Keys / Startup Folder',
  'T1550.001': 'Use Alternate Authentication Material: Application Access Token',
  'T1550.004': 'Use Alternate Authentication Material: Web Session Cookie',
  T1552: 'Unsecured Credentials',
  T1555: 'Credentials from Password Stores',
  T1556: 'Modify Authentication Process',
  'T1556.006': 'Modify Authentication Process: Multi-Factor Authentication',
  T1557: 'Adversary-in-the-Middle',
  'T1564.008': 'Hide Artifacts: Email Hiding Rules',
  T1565: 'Data Manipulation',
  T1566: 'Phishing',
  'T1566.001': 'Phishing: Spearphishing Attachment',
  'T1566.002': 'Phishing: Spearphishing Link',
  'T1566.003': 'Phishing: Spearphishing via Service',
  'T1566.004': 'Phishing: Spearphishing Voice',
  T1567: 'Exfiltration Over Web Service',
  'T1567.002': 'Exfiltration Over Web Service: Exfiltration to Cloud Storage',
  T1572: 'Protocol Tunneling',
  T1573: 'Encrypted Channel',
  T1583: 'Acquire Infrastructure',
  'T1583.001': 'Acquire Infrastructure: Domains',
  'T1583.002': 'Acquire Infrastructure: DNS Server',
  'T1583.003': 'Acquire Infrastructure: Virtual Private Server',
  'T1583.004': 'Acquire Infrastructure: Server',
  'T1583.005': 'Acquire Infrastructure: Botnet',
  'T1583.006': 'Acquire Infrastructure: Web Services',
  'T1583.008': 'Acquire Infrastructure: Malvertising',
  T1584: 'Compromise Infrastructure',
  'T1584.001': 'Compromise Infrastructure: Domains',
  'T1584.004': 'Compromise Infrastructure: Server',
  'T1584.005': 'Compromise Infrastructure: Botnet',
  T1585: 'Establish Accounts',
  'T1585.001': 'Establish Accounts: Social Media Accounts',
  'T1585.002': 'Establish Accounts: Email Accounts',
  'T1585.003': 'Establish Accounts: Cloud Accounts',
  T1586: 'Compromise Accounts',
  'T1586.001': 'Compromise Accounts: Social Media Accounts',
  'T1586.002': 'Compromise Accounts: Email Accounts',
  'T1586.003': 'Compromise Accounts: Cloud Accounts',
  T1587: 'Develop Capabilities',
  'T1587.001': 'Develop Capabilities: Malware',
  T1588: 'Obtain Capabilities',
  'T1588.001': 'Obtain Capabilities: Malware',
  'T1588.002': 'Obtain Capabilities: Tool',
  T1589: 'Gather Victim Identity Information',
  'T1589.001': 'Gather Victim Identity Information: Credentials',
  'T1589.002': 'Gather Victim Identity Information: Email Addresses',
  'T1589.003': 'Gather Victim Identity Information: Employee Names',
  T1591: 'Gather Victim Org Information',
  'T1591.004': 'Gather Victim Org Information: Identify Roles',
  T1593: 'Search Open Websites/Domains',
  'T1593.001': 'Search Open Websites/Domains: Social Media',
  'T1593.002': 'Search Open Websites/Domains: Search Engines',
  T1594: 'Search Victim-Owned Websites',
  T1598: 'Phishing for Information',
  'T1598.001': 'Phishing for Information: Spearphishing Service',
  'T1598.002': 'Phishing for Information: Spearphishing Attachment',
  'T1598.003': 'Phishing for Information: Spearphishing Link',
  'T1598.004': 'Phishing for Information: Spearphishing Voice',
  T1606: 'Forge Web Credentials',
  T1608: 'Stage Capabilities',
  'T1608.001': 'Stage Capabilities: Upload Malware',
  'T1608.005': 'Stage Capabilities: Link Target',
  T1621: 'Multi-Factor Authentication Request Generation',
  T1649: 'Steal or Forge Authentication Certificates',
  T1650: 'Acquire Access',
  T1656: 'Impersonation',
  T1657: 'Financial Theft',
  T1672: 'Email Spoofing',
};

export const TECHNIQUES: readonly Technique[] = Object.entries(NAMES)
  .map(([id, name]) => ({ id, name }))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const BY_ID: ReadonlyMap<string, string> = new Map(Object.entries(NAMES));

/** Null where the catalogue does not have it. */
export const techniqueName = (id: string): string | null => BY_ID.get(id) ?? null;

/** Those whose id or name holds the text, in whatever case. */
export function techniquesLike(q: string | undefined): readonly Technique[] {
  const sought = q?.trim().toLowerCase() ?? '';
  return TECHNIQUES.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(sought));
}
