import type { CatalogueActor } from '../catalogue.repository.js';

const IRAN = 'Iran';
const IRGC_IO = 'Iran: Islamic Revolutionary Guard Corps, intelligence organization';
const RUSSIA = 'Russia';
const GRU = 'Russia: military intelligence (GRU)';
const SVR = 'Russia: foreign intelligence (SVR)';
const FSB = 'Russia: Federal Security Service (FSB)';
const CHINA = 'China';
const MSS = 'China: Ministry of State Security';
const DPRK = 'North Korea';

type Names = Readonly<Record<string, readonly string[]>>;

const actor = (
  name: string,
  suspectedSponsor: string | null,
  attackId: string | null,
  names: Names,
): CatalogueActor => ({
  name,
  suspectedSponsor,
  attackId,
  names: Object.entries(names).flatMap(([usedBy, used]) => used.map((one) => ({ name: one, usedBy }))),
});

/**
 * A starter set: public names with the party that uses each, the sponsor that those parties
 * suspect, and the group id in ATT&CK where MITRE lists it. Entries that some hold to be one
 * group (APT42, APT35, Charming Kitten) stand apart, since others tell them apart.
 */
export const CATALOGUE_ACTORS: readonly CatalogueActor[] = [
  actor('APT42', IRGC_IO, 'G1044', { Mandiant: ['APT42', 'UNC788'], Google: ['CALANQUE ION'] }),
  actor('APT35', IRGC_IO, 'G0059', {
    Mandiant: ['APT35'],
    Microsoft: ['Mint Sandstorm', 'Phosphorus'],
    'Palo Alto Networks': ['Magic Hound', 'Agent Serpens'],
    MITRE: ['Magic Hound'],
  }),
  actor('Charming Kitten', IRGC_IO, null, { CrowdStrike: ['Charming Kitten'], Volexity: ['CharmingCypress'] }),
  actor('TA453', IRGC_IO, null, { Proofpoint: ['TA453'] }),
  actor('Cotton Sandstorm', 'Iran: Islamic Revolutionary Guard Corps', null, {
    Microsoft: ['Cotton Sandstorm', 'NEPTUNIUM'],
    CrowdStrike: ['Haywire Kitten'],
  }),
  actor('Storm-2035', IRAN, null, { Microsoft: ['Storm-2035'], OpenAI: ['Storm-2035'] }),
  actor('MuddyWater', 'Iran: Ministry of Intelligence and Security', 'G0069', {
    MITRE: ['MuddyWater'],
    Microsoft: ['Mango Sandstorm', 'MERCURY'],
    CrowdStrike: ['Static Kitten'],
    Proofpoint: ['TA450'],
    Symantec: ['Seedworm'],
  }),
  actor('OilRig', IRAN, 'G0049', {
    'Palo Alto Networks': ['OilRig', 'Evasive Serpens'],
    Microsoft: ['Hazel Sandstorm'],
    CrowdStrike: ['Helix Kitten'],
    Mandiant: ['APT34'],
    Proofpoint: ['TA452'],
  }),
  actor('APT33', IRAN, 'G0064', {
    Mandiant: ['APT33'],
    Microsoft: ['Peach Sandstorm', 'HOLMIUM'],
    CrowdStrike: ['Refined Kitten'],
    Symantec: ['Elfin'],
    Proofpoint: ['TA451'],
  }),
  actor('Fox Kitten', IRAN, 'G0117', {
    MITRE: ['Fox Kitten'],
    CrowdStrike: ['Pioneer Kitten'],
    Microsoft: ['Lemon Sandstorm', 'RUBIDIUM'],
    Mandiant: ['UNC757'],
  }),
  actor('APT28', GRU, 'G0007', {
    Mandiant: ['APT28'],
    Microsoft: ['Forest Blizzard', 'STRONTIUM'],
    CrowdStrike: ['Fancy Bear'],
    'Trend Micro': ['Pawn Storm'],
    ESET: ['Sednit'],
    Proofpoint: ['TA422'],
    Kaspersky: ['Sofacy'],
  }),
  actor('APT29', SVR, 'G0016', {
    Mandiant: ['APT29'],
    Microsoft: ['Midnight Blizzard', 'NOBELIUM'],
    CrowdStrike: ['Cozy Bear'],
    'Palo Alto Networks': ['Cloaked Ursa'],
    Proofpoint: ['TA421'],
  }),
  actor('Sandworm', GRU, 'G0034', {
    Mandiant: ['APT44', 'Sandworm'],
    Microsoft: ['Seashell Blizzard', 'IRIDIUM'],
    CrowdStrike: ['Voodoo Bear'],
    ESET: ['TeleBots'],
  }),
  actor('Turla', FSB, 'G0010', {
    Kaspersky: ['Turla'],
    Microsoft: ['Secret Blizzard', 'KRYPTON'],
    CrowdStrike: ['Venomous Bear'],
    Symantec: ['Waterbug'],
  }),
  actor('Gamaredon Group', FSB, 'G0047', {
    'Palo Alto Networks': ['Gamaredon Group', 'Trident Ursa'],
    Microsoft: ['Aqua Blizzard', 'ACTINIUM'],
    CrowdStrike: ['Primitive Bear'],
    Symantec: ['Shuckworm'],
  }),
  actor('Star Blizzard', FSB, 'G1033', {
    Microsoft: ['Star Blizzard', 'SEABORGIUM'],
    Google: ['COLDRIVER'],
    Proofpoint: ['TA446'],
    'Recorded Future': ['BlueCharlie'],
  }),
  actor('Ember Bear', GRU, 'G1003', {
    CrowdStrike: ['Ember Bear'],
    Microsoft: ['Cadet Blizzard'],
    'CERT-UA': ['UAC-0056'],
  }),
  actor('Dragonfly', FSB, 'G0035', {
    Symantec: ['Dragonfly'],
    Microsoft: ['Ghost Blizzard', 'BROMINE'],
    CrowdStrike: ['Berserk Bear'],
    Kaspersky: ['Crouching Yeti'],
  }),
  actor('Void Blizzard', RUSSIA, null, { Microsoft: ['Void Blizzard'] }),
  actor('Storm-1516', RUSSIA, null, { Microsoft: ['Storm-1516'], 'Recorded Future': ['CopyCop'] }),
  actor('Ghostwriter', 'Belarus', null, {
    Mandiant: ['Ghostwriter', 'UNC1151'],
    Microsoft: ['Storm-0257'],
    Proofpoint: ['TA445'],
  }),
  actor('APT31', MSS, 'G0128', {
    Mandiant: ['APT31'],
    Microsoft: ['Violet Typhoon', 'ZIRCONIUM'],
    CrowdStrike: ['Judgment Panda'],
    Proofpoint: ['TA412'],
  }),
  actor('APT40', MSS, 'G0065', {
    Mandiant: ['APT40'],
    Microsoft: ['Gingham Typhoon', 'GADOLINIUM'],
    CrowdStrike: ['Kryptonite Panda'],
    Proofpoint: ['TA423'],
  }),
  actor('APT41', CHINA, 'G0096', {
    Mandiant: ['APT41'],
    Microsoft: ['Brass Typhoon', 'BARIUM'],
    CrowdStrike: ['Wicked Panda'],
    Proofpoint: ['TA415'],
  }),
  actor('APT10', MSS, 'G0045', {
    Mandiant: ['APT10'],
    MITRE: ['menuPass'],
    Microsoft: ['Purple Typhoon', 'POTASSIUM'],
    CrowdStrike: ['Stone Panda'],
    Symantec: ['Cicada'],
  }),
  actor('HAFNIUM', CHINA, 'G0125', { Microsoft: ['Silk Typhoon', 'HAFNIUM'], CrowdStrike: ['Murky Panda'] }),
  actor('Mustang Panda', CHINA, 'G0129', {
    CrowdStrike: ['Mustang Panda'],
    Microsoft: ['Twill Typhoon'],
    Proofpoint: ['TA416'],
    'Trend Micro': ['Earth Preta'],
    'Recorded Future': ['RedDelta'],
  }),
  actor('Volt Typhoon', CHINA, 'G1017', {
    Microsoft: ['Volt Typhoon'],
    CrowdStrike: ['Vanguard Panda'],
    Mandiant: ['UNC3236'],
    Secureworks: ['BRONZE SILHOUETTE'],
  }),
  actor('Salt Typhoon', CHINA, 'G1045', {
    Microsoft: ['Salt Typhoon'],
    CrowdStrike: ['Operator Panda'],
    'Recorded Future': ['RedMike'],
  }),
  actor('Lazarus Group', DPRK, 'G0032', {
    Kaspersky: ['Lazarus Group'],
    CISA: ['HIDDEN COBRA'],
    Microsoft: ['Diamond Sleet', 'ZINC'],
    CrowdStrike: ['Labyrinth Chollima'],
  }),
  actor('Kimsuky', DPRK, 'G0094', {
    Kaspersky: ['Kimsuky'],
    Mandiant: ['APT43'],
    Microsoft: ['Emerald Sleet', 'THALLIUM'],
    CrowdStrike: ['Velvet Chollima'],
    Proofpoint: ['TA427'],
  }),
  actor('Scattered Spider', null, 'G1015', {
    CrowdStrike: ['Scattered Spider'],
    Microsoft: ['Octo Tempest'],
    Mandiant: ['UNC3944'],
  }),
  actor('FIN7', null, 'G0046', {
    Mandiant: ['FIN7'],
    Microsoft: ['Sangria Tempest', 'ELBRUS'],
    CrowdStrike: ['Carbon Spider'],
    Secureworks: ['GOLD NIAGARA'],
  }),
];
