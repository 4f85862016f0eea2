/** The command line was not understood; the message says what of it. */
export class WitnessMisused extends Error {}

/** The witness does not start, or cannot go on: the message says why and what to do. */
export class WitnessRefusal extends Error {}
